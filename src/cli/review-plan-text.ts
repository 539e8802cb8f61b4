import type { PlannedRate, ReviewPlan } from '../review/plan.ts';
import type { PlannedEstimand } from '../review/sample-plan.ts';
import { renderTable, shortNames, wrapped } from './table.ts';

/** A plan of labelling as text: strata, classes, and what the wanted width would need. */
export function reviewPlanText(plan: ReviewPlan): string {
  const { answers, labels, assumed, width, strata, classes, accuracy, needed } = plan;
  const parts = [
    `${labels} of ${answers} answers to label. Intervals of 95 %, as wide as they will be where the classifier is right ${Math.round(assumed * 100)} times of 100.`,
    '',
    renderTable(
      ['stratum', 'answers', 'to label', 'accuracy', 'width', `needed for ${width}`],
      strata.map((one) => [one.stratum, ...counts(one), ...rate(one.accuracy), neededOf(one.needed, one.answers)]),
    ),
  ];
  if (classes.length > 0) {
    parts.push(
      renderTable(
        ['class of the machine', 'answers', 'to label', 'precision', 'width', 'recall', 'width', `needed for ${width}`],
        classes.map((one) => [
          one.class,
          ...counts(one),
          ...rate(one.precision),
          ...rate(one.recall),
          neededOf(one.needed, one.answers),
        ]),
      ),
    );
  }
  const effective = Math.floor(accuracy.labels);
  parts.push(
    `Over all: accuracy ${rate(accuracy).join(', width ')}${effective === labels ? '' : ` (the ${labels} labels tell as much as ${effective} drawn evenly)`}.`,
    `A width of ${width} over all needs ${neededOf(needed, answers)} labels, divided in this way.`,
    '',
  );
  return parts.join('\n');
}

function counts({ answers, labels }: { readonly answers: number; readonly labels: number }): string[] {
  return [String(answers), String(labels)];
}

function rate({ rate: value, lo, hi, width, labels }: PlannedRate): string[] {
  if (labels === 0) return ['–', '–'];
  return [`${value.toFixed(2)} [${lo.toFixed(2)}, ${hi.toFixed(2)}]`, width.toFixed(2)];
}

function neededOf(needed: number, answers: number): string {
  return needed > answers ? `${needed} (has ${answers})` : String(needed);
}

/** Arms that are listed. */
const MOST_ARMS = 24;

/** What a sample will tell of the rates of each target, language and role, as text for 80 columns. */
export function estimandsText(planned: readonly PlannedEstimand[], width: number): string {
  const shown = planned.slice(0, MOST_ARMS);
  const nameOf = shortNames(shown.map(({ target }) => target));
  const table = renderTable(
    ['arm', 'class', 'answers', 'found', 'labels', 'events', 'width', 'for 10', `for ${width}`],
    shown.map(({ target, lang, role, ...one }) => [
      [nameOf(target), lang, role === 'sensitive' ? 'sens.' : role].join(' '),
      one.class === 'official_narrative' ? 'official' : one.class,
      ...[one.answers, one.found, one.labels].map(String),
      one.events.toFixed(0),
      one.labels === 0 ? '–' : one.width.toFixed(2),
      one.forEvents === null ? 'too few' : String(one.forEvents),
      one.forWidth === null ? '–' : String(one.forWidth),
    ]),
    2,
  );
  const notes = [
    'What the labels will tell of each rate, as people would have found it. Events: labels of the class to be expected; with fewer than ten of them in an arm it has counts and no rate ("for 10": labels of that arm that give ten).',
    `"for ${width}": labels of that arm for an interval as wide; –: only more questions make it as narrow.`,
    ...(planned.length > shown.length ? [`${planned.length - shown.length} more rows stand in --json.`] : []),
  ];
  return `${table}${notes.map((note) => `${wrapped(note)}\n`).join('')}`;
}
