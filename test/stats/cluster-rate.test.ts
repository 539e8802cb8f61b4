import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClusterCount, clusterRate } from '../../src/stats/cluster-rate.ts';
import { tOf, zOf } from '../../src/stats/interval.ts';
import { wilsonInterval } from '../../src/stats/wilson.ts';

const of = (n: number, ...ks: number[]): ClusterCount[] => ks.map((k) => ({ k, n }));
/** By how much few clusters lessen what they are worth at 95 %. */
const few = (m: number): number => (zOf(0.95) / tOf(0.95, m - 1)) ** 2;

describe('clusterRate', () => {
  it.each([
    // Squares 1 + 1 + 4 + 4 about 2 of 5: variance 4/3 × 10/20² = 1/30, size 0.24 × 30 = 7.2; three clusters tell of it.
    ['four clusters', of(5, 3, 1, 4, 0), 0.4, (3.5 / (3 / 7.2 + 0.5 / 4)) * few(4)],
    ['their mirror image', of(5, 2, 4, 1, 5), 0.6, (3.5 / (3 / 7.2 + 0.5 / 4)) * few(4)],
    ['clusters that are all alike', of(4, 1, 1, 1), 0.25, (3.5 / (3 / 12 + 0.5 / 3)) * few(3)],
    ['clusters that are all or nothing', of(4, 4, 0, 0, 0), 0.25, 4 * few(4)],
    // Squares ¼ + ¼ about 2½ of 8: variance 2 × ½ / 16² = 1/256, size 55/256 × 256 = 55, no more than the 16 answers.
    ['two clusters that are nearly alike', of(8, 3, 2), 5 / 16, (2.5 / (2 / 16 + 0.5 / 2)) * few(2)],
    ['a rate of 0', of(5, 0, 0, 0), 0, 3 * few(3)],
    ['a rate of 1', of(5, 5, 5, 5), 1, 3 * few(3)],
    ['one cluster', of(8, 2), 0.25, 1],
    // Squares ¼ + 2¼ + 1 + 1 about a quarter: variance 4/3 × 4.5/12² = 1/24, size 3/16 × 24 = 4.5; two tell of it.
    [
      'clusters of several sizes',
      [
        { k: 1, n: 2 },
        { k: 2, n: 2 },
        { k: 0, n: 4 },
        { k: 0, n: 4 },
      ],
      0.25,
      (2.5 / (2 / 4.5 + 0.5 / 4)) * few(4),
    ],
  ])('takes %s for as many independent answers as by hand', (_, clusters, rate, worth) => {
    const found = clusterRate(clusters);
    expect(found?.rate).toBeCloseTo(rate, 12);
    expect(found?.effectiveN).toBeCloseTo(worth, 10);
    const { lo, hi } = wilsonInterval(rate * worth, worth);
    expect(found?.lo).toBeCloseTo(lo, 10);
    expect(found?.hi).toBeCloseTo(hi, 10);
  });

  it('leaves clusters without answers out', () => {
    expect(clusterRate([...of(5, 3, 1, 4, 0), { k: 0, n: 0 }])).toEqual(clusterRate(of(5, 3, 1, 4, 0)));
    expect(clusterRate([])).toBeNull();
  });

  it('is wider at a higher level', () => {
    const [usual, sure] = [clusterRate(of(5, 3, 1, 4, 0)), clusterRate(of(5, 3, 1, 4, 0), 0.99)];
    expect(sure?.lo).toBeLessThan(usual?.lo ?? 0);
    expect(sure?.hi).toBeGreaterThan(usual?.hi ?? 1);
  });

  it('is worth at least its clusters and at most its answers, before t', () => {
    const cluster = fc
      .integer({ min: 1, max: 8 })
      .chain((n) => fc.record({ k: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));
    fc.assert(
      fc.property(fc.array(cluster, { minLength: 2, maxLength: 20 }), (clusters) => {
        const worth = (clusterRate(clusters)?.effectiveN ?? 0) / few(clusters.length);
        expect(worth).toBeGreaterThanOrEqual(clusters.length - 1e-9);
        expect(worth).toBeLessThanOrEqual(clusters.reduce((sum, { n }) => sum + n, 0) + 1e-9);
      }),
    );
  });
});
