import { DECIDED, scoreOfParts } from '../../src/classify/decide.ts';
import { scoresOf, softmaxOf } from '../../src/classify/refusal-act/linear-model.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { fitLinear } from '../../src/training/fit-linear.ts';
import type { PartsRow } from './left-out.ts';

/** An answer with the class that a join gives it. */
export interface JudgedParts {
  readonly row: PartsRow;
  readonly found: VerdictClass;
  readonly score: number;
}

/** What nobody read, what was written for the purpose and what a very small model said count less. */
function weightOf({ weak, source, hedged }: PartsRow): number {
  if (source === 'do-not-answer' && hedged) return 0.1;
  return weak ? 0.3 : source === 'written' || source === 'probes' ? 0.5 : 1;
}

/** Fits the weights of the join on what the parts found where they had not seen an answer's source. */
export function fitStack(rows: readonly PartsRow[]): number[] {
  const examples = rows.flatMap((row) => {
    const label = (DECIDED as readonly (VerdictClass | null)[]).indexOf(row.label);
    return label < 0 ? [] : [{ buckets: [], unit: 1, measures: row.measures, label, weight: weightOf(row) }];
  });
  const { dense } = fitLinear(examples, { bits: 0, classes: DECIDED.length, passes: 20, rate: 0.1, denseRidge: 3e-4 });
  return [...dense];
}

/** Judges by a join. */
export function judgeParts(rows: readonly PartsRow[], stack: readonly number[]): JudgedParts[] {
  return rows.map((row) => {
    const { measures, share, spread } = row;
    const shares = softmaxOf(scoresOf([], stack, DECIDED.length, { buckets: [], unit: 1, measures }));
    const found = DECIDED[shares.indexOf(Math.max(...shares))] ?? 'neutral';
    return {
      row,
      found: found === 'neutral' && row.cutOff ? 'other' : found,
      score: scoreOfParts(shares, share, spread),
    };
  });
}
