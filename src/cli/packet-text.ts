import type { TakenIn } from '../audit/review/take-in.ts';
import { numberOf } from '../lib/number-of.ts';
import { wrapped } from './table.ts';

/** Differences that are listed. */
const MOST_LISTED = 20;
/** A lower share of qualification items says that the codebook was not understood. */
const QUALIFIED = 0.8;

/** What was taken in from a packet, and how far people agree, for a terminal of 80 columns. */
export function takenInText({ stored, people, agreement, undecided }: TakenIn): string {
  const { pairs, alpha, repeats, qualification } = agreement;
  const lines = [
    `${stored === 1 ? '1 label is' : `${stored} labels are`} new in the store. ${people.map(({ name, labelled, of }) => `${name}: ${labelled} of ${of} answers`).join('; ')}.`,
    ...pairs.map(
      ({ people: [a, b], n, agreed, kappa, interval }) =>
        `${a} and ${b}: the same class for ${agreed} of ${numberOf(n, 'answer')}; ${coefficient('Cohen’s κ', kappa, interval)}.`,
    ),
    ...(alpha.n === 0
      ? []
      : [`${coefficient('Krippendorff’s α', alpha.value, alpha.interval)} over ${numberOf(alpha.n, 'answer')}.`]),
    ...repeats
      .filter(({ n }) => n > 0)
      .map(
        ({ name, n, same, kappa }) =>
          `${name} again, without knowing it: the same class for ${same} of ${n}; ${coefficient('κ', kappa, null)}.`,
      ),
    ...qualification
      .filter(({ n }) => n > 0)
      .map(({ name, n, right }) => {
        const low =
          right / n < QUALIFIED ? ' (under four in five: read the codebook again before these labels are used)' : '';
        return `${name} on items with a known class: ${right} of ${n} right${low}.`;
      }),
  ];
  if (undecided.length > 0) {
    const shown = undecided
      .slice(0, MOST_LISTED)
      .map(({ trial, labels }) => `${trial.slice(0, 12)} ${labels.join(' / ')}`);
    const more = undecided.length > MOST_LISTED ? `, and ${undecided.length - MOST_LISTED} more` : '';
    lines.push(
      `${undecided.length} ${undecided.length === 1 ? 'answer is' : 'answers are'} labelled differently and not decided (form-adjudicate.html, adjudicate.csv): ${shown.join(', ')}${more}. Until then each counts as its share of labels.`,
    );
  }
  return `${lines.map(wrapped).join('\n')}\n`;
}

function coefficient(
  name: string,
  value: number,
  interval: { readonly lo: number; readonly hi: number } | null,
): string {
  if (Number.isNaN(value)) return `${name} is not defined: one class only`;
  const range = interval === null ? '' : ` [${interval.lo.toFixed(2)}, ${interval.hi.toFixed(2)}]`;
  return `${name} ${value.toFixed(2)}${range}`;
}
