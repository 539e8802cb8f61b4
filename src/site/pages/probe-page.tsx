import { groupBy } from '../../compare/tally.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { Claim, Probe } from '../../model/probe.ts';
import { PLAIN_NOTE } from '../../model/sub-words.ts';
import { inWords, languageName } from '../../report/figures.ts';
import { ModelName } from '../../report/page/model-name.tsx';
import type { ShownVerdict } from '../../report/view-model.ts';
import { answerAddress, modelAddress, probeAddress, relativeAddress, topicAddress } from '../addresses.ts';
import type { Page } from '../site-frame.tsx';
import { Spoken, Tag } from './parts.tsx';

/** An answer as it stands beside others: its class, and the place of the whole. */
export interface BriefAnswer {
  readonly run: string;
  readonly trial: string;
  readonly sample: number;
  readonly delivery: Delivery;
  readonly verdict: ShownVerdict | null;
  readonly withdrawn: boolean;
}

/** The answers of one model in one run to one wording. */
export interface BriefCell {
  readonly lang: string;
  readonly prompt: string;
  readonly target: string;
  readonly model: string;
  /** The run's name and day. */
  readonly release: string;
  readonly answers: readonly BriefAnswer[];
  /** How the first answer with a text reads round what decided; null: none has one. */
  readonly excerpt: { readonly text: string; readonly span: readonly [number, number] | null } | null;
}

/** A question with the answers of all models side by side, language by language. */
export function probePage(probe: Probe, cells: readonly BriefCell[], asked: ReadonlySet<string>): Page {
  const path = probeAddress(probe.id);
  const to = (page: string): string => relativeAddress(path, page);
  const { role, style, topic, state, control } = probe;
  const langs = [...groupBy(cells, ({ lang }) => lang)].sort(([a], [b]) => (a < b ? -1 : 1));
  const models = new Set(cells.map(({ target }) => target)).size;
  return {
    path,
    title: probe.id,
    kicker: <a href={to(topicAddress(topic))}>{inWords(topic)}</a>,
    heading: probe.id,
    body: (
      <>
        <p class="lead">
          {role}, {style}
          {state === null ? '' : `, a subject guarded by ${state}`}; {models === 1 ? '1 model' : `${models} models`}.
          {control !== null && asked.has(control) && (
            <>
              {' '}
              Held against <a href={to(probeAddress(control))}>{control}</a>.
            </>
          )}
          {control !== null && !asked.has(control) && ` Its control, ${control}, was not answered.`}
        </p>
        <Claims title="What the state says" claims={probe.official} />
        <Claims title="What can be checked" claims={probe.facts} />
        {langs.map(([lang, own]) => (
          <section aria-labelledby={lang}>
            <h2 id={lang}>{languageName(lang)}</h2>
            {[...groupBy(own, ({ prompt }) => prompt)].map(([prompt, inPrompt]) => (
              <>
                <Spoken kind="asked" text={prompt} lang={lang} />
                {inPrompt.map((cell) => (
                  <Cell cell={cell} to={to} />
                ))}
              </>
            ))}
          </section>
        ))}
        <p class="note">
          Each mark leads to the whole answer. The excerpt is of the first answer, round the words that decided its
          class. {PLAIN_NOTE}
        </p>
      </>
    ),
  };
}

function Cell({ cell, to }: { readonly cell: BriefCell; readonly to: (page: string) => string }) {
  const { target, model, release, answers, excerpt, lang } = cell;
  return (
    <article class="beside">
      <h3>
        <a href={to(modelAddress(target))}>
          <ModelName name={model} />
        </a>{' '}
        <small>{release}</small>
      </h3>
      <ul class="plain tags">
        {answers.map(({ run, trial, sample, delivery, verdict, withdrawn }) => (
          <li>
            <a href={to(answerAddress(run, trial))} title={`Sample ${sample + 1} of ${model}`}>
              {sample + 1} <Tag verdict={verdict} delivery={delivery} />
            </a>
            {withdrawn && ' withdrawn'}
          </li>
        ))}
      </ul>
      {excerpt !== null && <Spoken kind="text" text={excerpt.text} lang={lang} span={excerpt.span} />}
    </article>
  );
}

function Claims({
  title,
  claims,
}: {
  readonly title: string;
  readonly claims: readonly Pick<Claim, 'claim' | 'source'>[];
}) {
  if (claims.length === 0) return null;
  return (
    <details class="folded">
      <summary>
        {title} ({claims.length})
      </summary>
      <ul class="claims">
        {claims.map(({ claim, source }) => (
          <li>
            {claim} <Source source={source} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A source named by the author of the questions: a link where it is an https address. */
function Source({ source }: { readonly source: string | null }) {
  if (source === null) return null;
  if (!/^https:\/\/[\w.-]+\//.test(source) || !URL.canParse(source)) return <span class="meta">{source}</span>;
  return (
    <a class="meta" href={source} rel="noreferrer noopener external">
      {new URL(source).hostname}
    </a>
  );
}

/** Signs of an excerpt. */
const LONGEST = 320;
const BEFORE = 60;

/** The part of a text round a span, cut between words where there are spaces, else between signs; the span within it. */
export function excerptOf(text: string, span: readonly [number, number] | null): NonNullable<BriefCell['excerpt']> {
  const from = span === null || span[0] < LONGEST - BEFORE ? 0 : wholeWord(text, span[0] - BEFORE);
  const last = wholeWord(text, Math.min(text.length, from + LONGEST));
  const end = span === null || last >= span[1] ? last : wholeSign(text, Math.min(text.length, from + LONGEST));
  const [head, tail] = [from > 0 ? '… ' : '', end < text.length ? ' …' : ''];
  const shift = head.length - from;
  const within = span === null ? null : ([span[0] + shift, Math.min(span[1], end) + shift] as const);
  return { text: `${head}${text.slice(from, end)}${tail}`, span: within };
}

/** Signs that a word may have, so that an excerpt is cut before it. */
const LONGEST_WORD = 24;

/** Where the word begins that the place is in; the place itself where no space is near, as in Chinese. */
function wholeWord(text: string, at: number): number {
  if (at >= text.length || /\s/.test(text.charAt(at))) return wholeSign(text, at);
  const space = text.slice(Math.max(0, at - LONGEST_WORD), at).search(/\s\S*$/);
  return space < 0 ? wholeSign(text, at) : Math.max(0, at - LONGEST_WORD) + space + 1;
}

/** The place itself, or the one before it where it would cut a sign in two. */
function wholeSign(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
