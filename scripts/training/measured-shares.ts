import { type DECIDED, type DecisionWeights, lengthOf } from '../../src/classify/decide.ts';
import type { JudgedParts } from './fit-stack.ts';

/** Verdicts that a step of confidence must rest on, and ones of a source that its threshold must hold for. */
const LEAST = 60;
const LEAST_OF_SOURCE = 20;
const MOST_WRONG = 0.04;
const STEPS = 200;

/** Halves of a source are one source. */
const sourceOf = (part: string): string => part.replace(/ \d$/, '');

/** Steps of scores and the share of right verdicts in each, rising (pool adjacent violators), rounded down, never above what was measured. */
export function measuredShares(judged: readonly JudgedParts[]): { from: number; right: number }[] {
  const ordered = [...judged].sort((a, b) => a.score - b.score);
  const steps: { from: number; right: number; n: number }[] = [];
  const count = Math.max(1, Math.floor(ordered.length / LEAST));
  for (let step = 0; step < count; step++) {
    const part = ordered.slice(step * LEAST, step === count - 1 ? ordered.length : (step + 1) * LEAST);
    const right = part.filter(({ found, row }) => found === row.label).length;
    steps.push({ from: part[0]?.score ?? 0, right, n: part.length });
    for (let last = steps.length - 1; last > 0; last--) {
      const [a, b] = [steps[last - 1], steps[last]];
      if (a === undefined || b === undefined || a.right / a.n <= b.right / b.n) break;
      steps.splice(last - 1, 2, { from: a.from, right: a.right + b.right, n: a.n + b.n });
    }
  }
  const rates = steps.map(({ right, n }) => Math.floor((right / (n + 1)) * 100) / 100);
  return steps.map(({ from }, i) => ({
    from: i === 0 ? 0 : Number(from.toFixed(4)),
    right: Math.min(...rates.slice(i)),
  }));
}

/** The lowest score from which no source has more than one wrong verdict in twenty-five (rounded up), nor all of them together. */
function sureFrom(judged: readonly JudgedParts[]): number {
  const sources = [...new Set(judged.map(({ row }) => sourceOf(row.part)))];
  for (let step = 0; step < STEPS; step++) {
    const certain = judged.filter(({ score }) => score >= step / STEPS);
    const holds = [...sources.map((name) => certain.filter(({ row }) => sourceOf(row.part) === name)), certain].every(
      (some) =>
        some.length < LEAST_OF_SOURCE ||
        some.filter(({ found, row }) => found !== row.label).length <= Math.ceil(some.length * MOST_WRONG),
    );
    if (holds) return step / STEPS;
  }
  return 1;
}

/**
 * The thresholds of the classes, each found on the verdicts of that class alone, and for few, some and many sentences: what a score is worth differs more
 * between those than anything else. 1 where there are too few verdicts to find one on: nothing is known, and nothing is sure.
 */
export function sureByClass(judged: readonly JudgedParts[]): DecisionWeights['sure']['en'] {
  const of = (wanted: (typeof DECIDED)[number]): number[] =>
    [0, 1, 2].map((length) => {
      const some = judged.filter(({ found, row }) => found === wanted && lengthOf(row.sentences) === length);
      return some.length < LEAST_OF_SOURCE ? 1 : sureFrom(some);
    });
  return { refusal: of('refusal'), official_narrative: of('official_narrative'), neutral: of('neutral') };
}
