import { DECIDED, mayRefuse, scoreOfParts } from '../../src/classify/decide.ts';
import { scoresOf } from '../../src/classify/refusal-act/linear-model.ts';
import { softmaxOf } from '../../src/classify/softmax.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { fitLinear } from '../../src/training/fit-linear.ts';
import { MEASURED_ONLY, type PartsRow } from './left-out.ts';

/** An answer with the class that a join gives it. */
export interface JudgedParts {
  readonly row: PartsRow;
  readonly found: VerdictClass;
  readonly score: number;
}

/** Sources that are no political answers of models of some size: they say little of how parts of those are to be joined. */
export const ASIDE: ReadonlySet<string> = new Set(['do-not-answer', 'written', 'probes']);
const ASIDE_WEIGHT = 0.1;
const WRITTEN_WEIGHT = 0.2;
const WEAK_WEIGHT = 0.3;

function weightOf({ part, weak, source, hedged, refuses }: PartsRow): number {
  if (part === MEASURED_ONLY) return 0;
  if (source === 'do-not-answer') return refuses && !hedged ? ASIDE_WEIGHT : 0;
  return ASIDE.has(source) ? (source === 'written' ? WRITTEN_WEIGHT : ASIDE_WEIGHT) : weak ? WEAK_WEIGHT : 1;
}

/** Fits the weights of the join on what the parts found where they had not seen an answer's source. */
export function fitStack(rows: readonly PartsRow[]): number[] {
  const examples = rows.flatMap((row) => {
    const label = (DECIDED as readonly (VerdictClass | null)[]).indexOf(row.label);
    return label < 0 || weightOf(row) === 0
      ? []
      : [{ buckets: [], unit: 1, measures: row.measures, label, weight: weightOf(row) }];
  });
  const { dense } = fitLinear(examples, { bits: 0, classes: DECIDED.length, passes: 60, rate: 0.2, denseRidge: 1e-4 });
  return [...dense];
}

/** Judges by a join. */
export function judgeParts(rows: readonly PartsRow[], stack: readonly number[]): JudgedParts[] {
  return rows.map((row) => {
    const { measures, share, spread } = row;
    const scores = scoresOf([], stack, DECIDED.length, { buckets: [], unit: 1, measures });
    if (!mayRefuse(share)) scores[0] = Number.NEGATIVE_INFINITY;
    const shares = softmaxOf(scores);
    const found = DECIDED[shares.indexOf(Math.max(...shares))] ?? 'neutral';
    return {
      row,
      found: found === 'neutral' && row.cutOff ? 'other' : found,
      score: scoreOfParts(shares, share, spread),
    };
  });
}
