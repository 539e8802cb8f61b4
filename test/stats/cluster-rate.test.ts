import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../src/stats/clopper-pearson.ts';
import { type ClusterCount, clusterRate } from '../../src/stats/cluster-rate.ts';
import { tOf, zOf } from '../../src/stats/interval.ts';

const of = (n: number, ...ks: number[]): ClusterCount[] => ks.map((k) => ({ k, n }));
/** By how much few clusters of one size lessen what they are worth at 95 %. */
const few = (m: number): number => (zOf(0.95) / tOf(0.95, m - 1)) ** 2;

describe('clusterRate', () => {
  it.each([
    // Squares 1 + 1 + 4 + 4 about 2 of 5: variance 4/3 × 10/20² = 1/30, size 0.24 × 30 = 7.2; three clusters tell of it.
    ['four clusters', of(5, 3, 1, 4, 0), 0.4, (4 / (3 / 7.2 + 1 / 4)) * few(4)],
    ['their mirror image', of(5, 2, 4, 1, 5), 0.6, (4 / (3 / 7.2 + 1 / 4)) * few(4)],
    ['clusters that are all alike', of(4, 1, 1, 1), 0.25, (4 / (3 / 12 + 1 / 3)) * few(3)],
    ['clusters that are all or nothing', of(4, 4, 0, 0, 0), 0.25, 4 * few(4)],
    ['a rate of 0', of(5, 0, 0, 0), 0, 3],
    ['a rate of 1', of(5, 5, 5, 5), 1, 3],
    ['one cluster', of(8, 2), 0.25, 1],
  ])('takes %s for as many independent answers as by hand', (_, clusters, rate, worth) => {
    const found = clusterRate(clusters);
    expect(found?.rate).toBeCloseTo(rate, 12);
    expect(found?.effectiveN).toBeCloseTo(worth, 9);
    expect(found).toMatchObject({ clusters: clusters.length });
  });

  it('takes probes of one cluster together, wherever they stand', () => {
    const probes = [3, 1, 4, 0, 2, 5, 1, 1].map((k, i) => ({ k, n: 5, cluster: `c${i % 4}` }));
    const sums = [5, 6, 5, 1].map((k) => ({ k, n: 10 }));
    const [apart, together] = [clusterRate(probes.map(({ k, n }) => ({ k, n }))), clusterRate(probes)];
    expect(together?.clusters).toBe(4);
    expect(together?.df).toBeCloseTo(3, 9);
    expect(together?.lo).toBeCloseTo(clusterRate(sums)?.lo ?? 0, 12);
    expect(apart?.clusters).toBe(8);
  });

  it('has at 0 % and 100 % the one-sided bound of as many answers as there are clusters of one size', () => {
    const none = clusterRate(of(5, ...new Array<number>(12).fill(0)));
    expect(none?.lo).toBe(0);
    expect(none?.hi).toBeCloseTo(1 - 0.05 ** (1 / 12), 12);
    expect(none?.hi).toBeCloseTo(clopperPearson(0, 12, 0.9).hi, 10);
    expect(clusterRate(of(5, ...new Array<number>(12).fill(5)))).toMatchObject({
      lo: expect.closeTo(0.05 ** (1 / 12), 12),
      hi: 1,
    });
  });

  it('leaves probes without answers out', () => {
    expect(clusterRate([...of(5, 3, 1, 4, 0), { k: 0, n: 0 }])).toEqual(clusterRate(of(5, 3, 1, 4, 0)));
    expect(clusterRate([])).toBeNull();
  });

  it('is wider at a higher level', () => {
    const [usual, sure] = [clusterRate(of(5, 3, 1, 4, 0)), clusterRate(of(5, 3, 1, 4, 0), 0.99)];
    expect(sure?.lo).toBeLessThan(usual?.lo ?? 0);
    expect(sure?.hi).toBeGreaterThan(usual?.hi ?? 1);
  });

  const cluster = fc.integer({ min: 1, max: 8 }).chain((n) =>
    fc.record({
      k: fc.integer({ min: 0, max: n }),
      n: fc.constant(n),
      cluster: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    }),
  );
  const clusters = fc.array(cluster, { minLength: 2, maxLength: 20 });

  it('has for the mirror image of its counts the mirrored interval, at a half too', () => {
    const mirrored = (counts: readonly ClusterCount[]) => counts.map((one) => ({ ...one, k: one.n - one.k }));
    const holds = (counts: readonly ClusterCount[]): void => {
      const [found, back] = [clusterRate(counts), clusterRate(mirrored(counts))];
      expect(back?.lo).toBeCloseTo(1 - (found?.hi ?? Number.NaN), 9);
      expect(back?.hi).toBeCloseTo(1 - (found?.lo ?? Number.NaN), 9);
      expect(back?.effectiveN).toBeCloseTo(found?.effectiveN ?? Number.NaN, 6);
    };
    holds(of(4, 4, 4, 1, 1, 0));
    holds(of(2, 2, 2, 1, 0, 0));
    holds(of(4, 4, 4, 4, 0, 0, 0, 3, 1));
    fc.assert(fc.property(clusters, holds));
  });

  it('holds the rate, inside [0, 1]', () => {
    fc.assert(
      fc.property(clusters, (counts) => {
        const { rate = Number.NaN, lo = Number.NaN, hi = Number.NaN } = clusterRate(counts) ?? {};
        expect(lo).toBeGreaterThanOrEqual(0);
        expect(lo).toBeLessThanOrEqual(rate + 1e-9);
        expect(rate - 1e-9).toBeLessThanOrEqual(hi);
        expect(hi).toBeLessThanOrEqual(1);
      }),
    );
  });
});
