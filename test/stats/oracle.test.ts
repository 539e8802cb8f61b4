import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialAtMost } from '../../src/stats/binomial.ts';
import { clopperPearson } from '../../src/stats/clopper-pearson.ts';
import { fisherExact } from '../../src/stats/fisher-exact.ts';
import { tOf } from '../../src/stats/interval.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { normalCdf } from '../../src/stats/normal-cdf.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';
import { jStat } from './jstat.ts';

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const counts = fc.tuple(fc.integer({ min: 1, max: 60 }), share).map(([n, part]) => ({ k: Math.round(part * n), n }));

describe('the distributions, against jStat', () => {
  it('have its normal quantiles and probabilities', () => {
    fc.assert(
      fc.property(share, (p) => {
        expect(normalQuantile(p)).toBeCloseTo(jStat.normal.inv(p, 0, 1), 6);
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 10);
        expect(normalCdf(p * 8 - 4)).toBeCloseTo(jStat.normal.cdf(p * 8 - 4, 0, 1), 7);
      }),
    );
  });

  it('have its quantiles of Student’s t', () => {
    for (const df of [1, 2, 7, 29, 150, 400]) {
      for (const level of [0.9, 0.95, 0.99]) {
        expect(tOf(level, df) / jStat.studentt.inv(0.5 + level / 2, df)).toBeCloseTo(1, 4);
      }
    }
  });

  it('have its binomial probabilities', () => {
    fc.assert(
      fc.property(counts, share, ({ k, n }, p) => {
        expect(binomialAtMost(k, n, p)).toBeCloseTo(jStat.binomial.cdf(k, n, p), 7);
      }),
    );
  });
});

describe('the exact tests and intervals, against jStat', () => {
  it('clopperPearson has the quantiles of its Beta distributions as bounds', () => {
    fc.assert(
      fc.property(counts, ({ k, n }) => {
        const { lo, hi } = clopperPearson(k, n);
        expect(lo).toBeCloseTo(k === 0 ? 0 : jStat.beta.inv(0.025, k, n - k + 1), 6);
        expect(hi).toBeCloseTo(k === n ? 1 : jStat.beta.inv(0.975, k + 1, n - k), 6);
      }),
    );
  });

  it('fisherExact sums the hypergeometric tables that are no likelier', () => {
    fc.assert(
      fc.property(counts, counts, (first, second) => {
        const [all, successes] = [first.n + second.n, first.k + second.k];
        const chance = (k: number): number => jStat.hypgeom.pdf(k, all, successes, first.n);
        const possible = Array.from({ length: first.n + 1 }, (_, k) => k).filter(
          (k) => k <= successes && successes - k <= second.n,
        );
        const p = possible.reduce((sum, k) => sum + (chance(k) <= chance(first.k) * (1 + 1e-6) ? chance(k) : 0), 0);
        expect(fisherExact(first, second)).toBeCloseTo(Math.min(1, p), 6);
      }),
    );
  });

  it('mcnemar is the two-sided binomial test of the pairs that differ', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), (firstOnly, secondOnly) => {
        fc.pre(firstOnly !== secondOnly);
        const { exact, midP } = mcnemar({ firstOnly, secondOnly });
        const tail = jStat.binomial.cdf(Math.min(firstOnly, secondOnly), firstOnly + secondOnly, 0.5);
        expect(exact).toBeCloseTo(Math.min(1, 2 * tail), 7);
        expect(midP).toBeLessThan(exact);
      }),
    );
  });
});
