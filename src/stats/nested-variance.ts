/** Answers to one question: a list a wording, each answer 1 or 0. */
export type WordedAnswers = readonly (readonly number[])[];

/** Where answers to one question differ. Variances of a share, 0…0.25. */
export interface NestedVariance {
  /** Variance between the wordings of a question, at least 0. */
  readonly between: number;
  /** Variance between samples of one wording. */
  readonly within: number;
  /** between / (between + within), 0…1; null where nothing varies. */
  readonly share: number | null;
}

/**
 * Variance between wordings within questions, and between samples within wordings, pooled over questions: the method of moments of a nested
 * analysis of variance with unequal numbers (Searle, Casella and McCulloch 1992, ch. 3). null where no wording was asked twice or no
 * question in two wordings, since the two cannot be told apart then.
 */
export function nestedVariance(questions: readonly WordedAnswers[]): NestedVariance | null {
  let [withinSum, withinFreedom, betweenSum, betweenFreedom, weight] = [0, 0, 0, 0, 0];
  for (const answers of questions) {
    const wordings = answers.filter(({ length }) => length > 0);
    const all = wordings.flat();
    if (wordings.length < 2) continue;
    for (const wording of wordings) {
      withinSum += wording.reduce((sum, y) => sum + (y - mean(wording)) ** 2, 0);
      withinFreedom += wording.length - 1;
      betweenSum += wording.length * (mean(wording) - mean(all)) ** 2;
      weight -= wording.length ** 2 / all.length;
    }
    weight += all.length;
    betweenFreedom += wordings.length - 1;
  }
  if (withinFreedom === 0 || betweenFreedom === 0) return null;
  const within = withinSum / withinFreedom;
  const between = Math.max(0, (betweenSum / betweenFreedom - within) / (weight / betweenFreedom));
  const total = between + within;
  return { between, within, share: total === 0 ? null : between / total };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
