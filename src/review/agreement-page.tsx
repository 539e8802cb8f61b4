import type { Disagreement, GroupAgreement, PairAgreement } from './agreement.ts';
import { CODEBOOK_CLASSES } from './codebook.ts';
import { Drawers } from './codebook-view.tsx';
import { LabelSummary, Reading } from './item-page.tsx';
import { LabelForm, plainName } from './label-form.tsx';
import { Layout, type PageContext, seconds } from './layout.tsx';
import type { Progress, ReviewedAnswer } from './review.ts';

/** How far everybody is, how far every two agree, and what they differ on. */
export function AgreementPage({
  page,
  people,
  pairs,
  group,
  differing,
}: {
  page: PageContext;
  people: readonly { readonly name: string; readonly progress: Progress }[];
  pairs: readonly PairAgreement[];
  group: GroupAgreement | null;
  differing: readonly Disagreement[];
}) {
  const open = differing.filter(({ decided }) => decided === null).length;
  return (
    <Layout title="Agreement" page={page}>
      <div class="sheet">
        <h1>Agreement</h1>
        {people.length === 0 ? <p>Nobody has labelled anything yet.</p> : <PeopleTable people={people} />}
        <h2>Every two people</h2>
        {pairs.length === 0 ? (
          <p>No answer was labelled by two people. Several people with names of their own go through the same queue.</p>
        ) : (
          pairs.map((pair) => <Pair pair={pair} />)
        )}
        {group === null ? '' : <Group group={group} />}
        <h2>Differences</h2>
        <p>
          {differing.length === 0
            ? 'None.'
            : `${differing.length} answers were labelled differently; ${open} of them are not decided yet.`}
        </p>
        <ol class="differences">
          {differing.map(({ trial, labels, decided }) => (
            <li>
              <a href={`/adjudicate/${trial}`}>{decided === null ? 'Decide' : 'Decided'}</a>{' '}
              {labels.map(({ by, class: given }) => `${by}: ${plainName(given ?? '')}`).join(' · ')}
              {decided === null ? '' : ` → ${plainName(decided.class ?? '')}`}
            </li>
          ))}
        </ol>
      </div>
      <Drawers />
    </Layout>
  );
}

function PeopleTable({ people }: { people: readonly { readonly name: string; readonly progress: Progress }[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Labelled of the queue</th>
          <th scope="col">Median time</th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ name, progress: { done, total, medianSeconds } }) => (
          <tr>
            <th scope="row">{name}</th>
            <td>
              {done} of {total}
            </td>
            <td>{medianSeconds === null ? '–' : seconds(medianSeconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Group({ group: { people, alpha, fleiss } }: { group: GroupAgreement }) {
  return (
    <>
      <h2>All {people} people</h2>
      <p>
        {coefficient('Krippendorff’s α', alpha)} over {alpha.n} answers that at least two labelled
        {fleiss.n === 0 ? '' : `; ${coefficient('Fleiss’ κ', fleiss)} over the ${fleiss.n} that everybody labelled`}.
      </p>
    </>
  );
}

function coefficient(name: string, { value, interval }: Pick<GroupAgreement['alpha'], 'value' | 'interval'>): string {
  if (Number.isNaN(value)) return `${name} is not defined`;
  const range = interval === null ? '' : ` [${interval.lo.toFixed(2)}, ${interval.hi.toFixed(2)}]`;
  return `${name} ${value.toFixed(2)}${range}`;
}

function Pair({ pair: { people, n, agreed, kappa, interval, table } }: { pair: PairAgreement }) {
  const [first, second] = people;
  const found = Number.isNaN(kappa)
    ? 'κ is not defined: both used one class only'
    : coefficient('κ', { value: kappa, interval });
  return (
    <section class="pair">
      <h3>
        {first} and {second}
      </h3>
      <p>
        {n} answers labelled by both, {agreed} with the same class; {found}.
      </p>
      <section class="scroll" tabindex={0} aria-label={`Labels of ${first} against ${second}`}>
        <table class="confusion">
          <thead>
            <tr>
              <th scope="col">
                {first} \ {second}
              </th>
              {CODEBOOK_CLASSES.map(({ title }) => (
                <th scope="col">{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {CODEBOOK_CLASSES.map(({ title }, i) => (
              <tr>
                <th scope="row">{title}</th>
                {CODEBOOK_CLASSES.map((_, j) => (
                  <td class={i === j ? 'same' : ''}>{table[i]?.[j] ?? 0}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** The page on which one answer that people labelled differently is decided; still blind to model and machine. */
export function AdjudicationPage({
  page,
  answer,
  difference,
}: {
  page: PageContext;
  answer: ReviewedAnswer;
  difference: Disagreement;
}) {
  const { trial, labels, decided } = difference;
  return (
    <Layout title="Decide" page={page}>
      <div class="desk">
        <Reading answer={answer} own={decided} heading="Decide between labels" />
        <aside class="panel" aria-label="Decision">
          <ul class="labels">
            {[...labels, ...(decided === null ? [] : [decided])].map((label) => (
              <LabelSummary label={withText(label, answer.text)} />
            ))}
          </ul>
          <LabelForm
            action={`/adjudicate/${trial}`}
            trial={trial}
            before={decided}
            wholeAnswer={answer.text.length}
            saveText="Save the decision"
            by={page.by ?? ''}
          />
        </aside>
      </div>
      <Drawers />
    </Layout>
  );
}

function withText<T extends Disagreement['labels'][number]>(label: T, text: string): T {
  const { evidence } = label;
  if (evidence === null || (evidence.start === 0 && evidence.end === text.length)) return { ...label, evidence: null };
  return { ...label, evidence: { ...evidence, text: text.slice(evidence.start, evidence.end) } };
}
