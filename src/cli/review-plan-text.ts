import type { PlannedRate, ReviewPlan } from '../review/plan.ts';
import { renderTable } from './table.ts';

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
