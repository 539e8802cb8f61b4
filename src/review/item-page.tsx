import type { Child } from 'hono/jsx';
import { languageName } from '../model/language-name.ts';
import { AnswerText } from './answer-text.tsx';
import { Drawers } from './codebook-view.tsx';
import { type HumanLabel, readNote } from './human-labels.ts';
import { LabelForm, plainName } from './label-form.tsx';
import { Layout, type PageContext } from './layout.tsx';
import { Reveal, type Revealed } from './reveal.tsx';
import type { ReviewedAnswer } from './review.ts';

/** What the page of one place of the queue shows. `revealed` is null until the person has labelled the answer. */
export interface ItemView {
  readonly place: number;
  readonly answer: ReviewedAnswer;
  readonly own: HumanLabel | null;
  readonly revealed: Revealed | null;
  /** Whether what stands behind an answer is shown right after labelling. */
  readonly revealAfter: boolean;
}

/** The page on which a person reads one answer blind and labels it. */
export function ItemPage({ view, page }: { view: ItemView; page: PageContext }) {
  const { place, answer, own, revealed, revealAfter } = view;
  const history = page.progress?.history ?? [];
  const here = history.indexOf(place);
  const undo = own === null ? history.at(-1) : history[here - 1];
  return (
    <Layout title={`Answer ${place}`} page={page}>
      <div class="desk">
        <Reading answer={answer} own={own} heading={`Answer ${place}`}>
          {revealed === null ? null : <Reveal revealed={revealed} open={revealAfter} />}
        </Reading>
        <aside class="panel" aria-label="Label">
          {own === null ? null : <OwnLabel label={own} />}
          <LabelForm
            action={`/item/${place}`}
            trial={answer.trial.id}
            before={own}
            wholeAnswer={answer.text.length}
            saveText={own === null ? 'Save and go on' : 'Save as a new label'}
            by={page.by ?? ''}
          />
          <p class="ways">
            {undo === undefined ? null : (
              <a href={`/item/${undo}`} id="undo">
                Back to the last one <kbd>u</kbd>
              </a>
            )}
            {own === null ? null : (
              <a href="/next" id="next">
                Go on without a change <kbd>n</kbd>
              </a>
            )}
          </p>
          <form method="post" action="/reveal" class="reveal-choice">
            <input type="hidden" name="on" value={revealAfter ? '' : '1'} />
            <input type="hidden" name="back" value={`/item/${place}`} />
            <button type="submit" class="quiet" aria-pressed={revealAfter ? 'true' : 'false'}>
              {revealAfter ? 'Model and machine are shown after each label' : 'Show model and machine after each label'}
            </button>
          </form>
        </aside>
      </div>
      <Drawers />
    </Layout>
  );
}

/** The question in every language and the answer, as people read them. */
export function Reading({
  answer,
  own,
  heading,
  children,
}: {
  answer: ReviewedAnswer;
  own: HumanLabel | null;
  heading: string;
  /** What stands under the answer. */
  children?: Child;
}) {
  const { variant, text, trial } = answer;
  const others = Object.entries(variant.probe.ask).filter(([lang]) => lang !== variant.lang);
  const span = own?.evidence ?? null;
  const whole = span !== null && span.start === 0 && span.end === text.length;
  return (
    <article class="reading">
      <h1 class="visually-hidden">{heading}</h1>
      <section class="prompt" aria-label="Question">
        <p class="kicker">
          Question · <span class="lang">{languageName(variant.lang)}</span>
        </p>
        <AnswerText text={variant.prompt} lang={variant.lang} />
        {others.length === 0 ? null : (
          <details>
            <summary>The question in {others.map(([lang]) => languageName(lang)).join(', ')}</summary>
            {others.map(([lang, prompt]) => (
              <div class="translation">
                <span class="lang">{languageName(lang)}</span>
                <AnswerText text={prompt} lang={lang} />
              </div>
            ))}
          </details>
        )}
      </section>
      <section class="answer" aria-label="Answer">
        <p class="kicker">
          Answer
          {trial.response?.delivery === 'truncated' ? <span class="cut"> · cut off at the limit of tokens</span> : null}
        </p>
        <AnswerText id="answer" text={text} lang={variant.lang} span={whole ? null : span} />
      </section>
      {children}
    </article>
  );
}

function OwnLabel({ label }: { label: HumanLabel }) {
  const { class: given, sub, at } = label;
  return (
    <p class="own">
      You labelled this{' '}
      <strong>
        {plainName(given ?? '')}
        {sub === null ? '' : `, ${plainName(sub)}`}
      </strong>{' '}
      at <time datetime={at}>{at.slice(11, 16)} UTC</time>. A new label is added beside it.
    </p>
  );
}

/** A person's label in one line, for comparing. */
export function LabelSummary({ label }: { label: HumanLabel }) {
  const { class: given, sub, flags, evidence } = label;
  const note = readNote(label.note).text;
  return (
    <li class={`given class-${given}`}>
      <strong>{label.by}</strong>: {plainName(given ?? '')}
      {sub === null ? '' : `, ${plainName(sub)}`}
      {flags.length === 0 ? '' : ` (${flags.map(plainName).join(', ')})`}
      {evidence === null || evidence.text === '' ? null : <q>{evidence.text}</q>}
      {note === '' ? null : <em> {note}</em>}
    </li>
  );
}
