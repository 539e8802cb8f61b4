/** Shares that add up to one. */
export function softmaxOf(scores: readonly number[]): number[] {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  const powers = scores.map((score) => Math.exp(score - most));
  let all = 0;
  for (const power of powers) all += power;
  return powers.map((power) => power / all);
}
