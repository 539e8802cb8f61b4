// @ts-expect-error: the package has no types
import library from 'jstat';

/** What the tests use of jStat, another implementation of the same distributions. */
interface Oracle {
  readonly normal: {
    inv(p: number, mean: number, sd: number): number;
    cdf(x: number, mean: number, sd: number): number;
  };
  readonly studentt: { inv(p: number, df: number): number };
  readonly beta: { inv(p: number, a: number, b: number): number };
  readonly binomial: { cdf(k: number, n: number, p: number): number };
  readonly hypgeom: { pdf(k: number, all: number, successes: number, drawn: number): number };
}

/** jStat as an oracle. */
export const jStat: Oracle = library.jStat;
