import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tOf } from '../../src/stats/interval.ts';
import {
  type ClusterPairs,
  type PairedClusters,
  pairedBounds,
  pairedClusters,
  pairedVariance,
} from '../../src/stats/paired-clusters.ts';
import { seededRandom } from '../../src/stats/random.ts';
import { randomBeta } from '../../src/stats/random-beta.ts';

/** So many pairs, each a cluster of its own. */
function single(n: number, first: number, second: number): PairedClusters {
  return some(
    Array.from({ length: n }, (_, i) => ({
      pairs: 1,
      firstOnly: Number(i < first),
      secondOnly: Number(i >= n - second),
    })),
  );
}

function some(clusters: readonly ClusterPairs[]): PairedClusters {
  const found = pairedClusters(clusters);
  if (found === null) throw new Error('no pairs');
  return found;
}

/** Tango's statistic by the likelihood itself: the discordant shares that are likeliest if their difference were `delta`, by search. */
function scoreBySearch(b: number, c: number, n: number, delta: number): number {
  const log = (count: number, share: number): number => (count === 0 ? 0 : count * Math.log(share));
  let [best, most] = [0, Number.NEGATIVE_INFINITY];
  for (let i = 1; i < 20_000; i++) {
    const q = Math.max(0, -delta) + (i / 20_000) * (1 - Math.abs(delta)) * 0.5;
    const likelihood = log(b, q + delta) + log(c, q) + log(n - b - c, 1 - 2 * q - delta);
    if (likelihood > most) [best, most] = [q, likelihood];
  }
  return (b - c - n * delta) / Math.sqrt(n * (2 * best + delta - delta * delta));
}

describe('pairedClusters', () => {
  it('counts pairs that are alone as what they are, and pairs of a cluster that always agree as one', () => {
    expect(single(50, 12, 2)).toMatchObject({ clusters: 50, pairs: 50, copies: 50, diff: 0.2 });
    expect(single(50, 12, 2).effective).toBeCloseTo(50, 9);
    const copies = Array.from({ length: 40 }, (_, i) => ({
      pairs: 5,
      firstOnly: i < 10 ? 5 : 0,
      secondOnly: i > 34 ? 5 : 0,
    }));
    expect(some(copies).effective).toBeCloseTo(40, 0);
    const none = Array.from({ length: 40 }, () => ({ pairs: 5, firstOnly: 0, secondOnly: 0 }));
    expect(some(none)).toMatchObject({ effective: 40, diff: 0 });
    expect(pairedVariance(some(none))).toBe(0);
  });

  it('weighs clusters of different sizes, and is null without pairs', () => {
    const found = some([
      { pairs: 10, firstOnly: 0, secondOnly: 0 },
      { pairs: 2, firstOnly: 0, secondOnly: 0 },
    ]);
    expect(found.copies).toBeCloseTo(144 / 104, 12);
    expect(pairedClusters([])).toBeNull();
    expect(pairedClusters([{ pairs: 0, firstOnly: 0, secondOnly: 0 }])).toBeNull();
  });
});

describe('pairedBounds', () => {
  it('are the score interval of Tango, with t: at each bound the statistic is the quantile', () => {
    for (const [n, b, c] of [
      [60, 12, 2],
      [60, 1, 7],
      [200, 9, 30],
    ] as const) {
      const { lo, hi } = pairedBounds(single(n, b, c), 0.05);
      const t = tOf(0.9, n - 1);
      expect(scoreBySearch(b, c, n, hi)).toBeCloseTo(-t, 2);
      const atLo = scoreBySearch(b, c, n, lo);
      expect((atLo * (b - c - n * lo - 0.5)) / (b - c - n * lo)).toBeCloseTo(t, 2);
    }
  });

  it('keep a width where no pair differs', () => {
    const t = tOf(0.9, 59);
    expect(pairedBounds(single(60, 0, 0), 0.05).hi).toBeCloseTo((t * t) / (60 + t * t), 8);
  });

  it('hold the difference between them, inside [−1, 1], and widen with what pairs do not show', () => {
    const cluster = fc.record({ first: fc.nat(4), second: fc.nat(4), rest: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(cluster, { minLength: 6, maxLength: 30 }), (clusters) => {
        const found = pairedClusters(
          clusters.map(({ first, second, rest }) => ({
            pairs: first + second + rest,
            firstOnly: first,
            secondOnly: second,
          })),
        );
        fc.pre(found !== null && found.copies > 2);
        const { lo, hi } = pairedBounds(found as PairedClusters, 0.05);
        expect(lo).toBeGreaterThanOrEqual(-1);
        expect(hi).toBeLessThanOrEqual(1);
        expect(lo).toBeLessThanOrEqual((found?.diff ?? 0) + 1e-9);
        expect(hi).toBeGreaterThanOrEqual((found?.diff ?? 0) - 1e-9);
        const wider = pairedBounds(found as PairedClusters, 0.05, 0.005);
        expect(wider.hi).toBeGreaterThanOrEqual(hi - 1e-9);
        expect(wider.lo).toBeLessThanOrEqual(lo + 1e-9);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it.each([
    ['answers that vary', false, 0.1, 0],
    ['answers that vary, and rise', false, 0.3, 0.1],
    ['rare answers', false, 0.02, 0.03],
    ['copies', true, 0.3, 0],
    ['rare copies that rise', true, 0.02, 0.05],
    ['a side that is empty', true, 0, 0.04],
  ])('err in about 5 %% or less on each side: %s', (_, copies, rate, rise) => {
    const random = seededRandom(9);
    const [audits, questions, samples] = [1000, 60, 4];
    let [below, above] = [0, 0];
    for (let audit = 0; audit < audits; audit++) {
      const clusters = Array.from({ length: questions }, () => {
        const before = rate === 0 ? 0 : randomBeta(rate, 1 - rate, random);
        const after = before + (rise * (1 - before)) / (1 - rate);
        let [firstOnly, secondOnly, first, second] = [0, 0, false, false];
        for (let sample = 0; sample < samples; sample++) {
          if (sample === 0 || !copies) [first, second] = [random() < after, random() < before];
          if (first && !second) firstOnly += 1;
          if (second && !first) secondOnly += 1;
        }
        return { pairs: samples, firstOnly, secondOnly };
      });
      const { lo, hi } = pairedBounds(some(clusters), 0.05);
      if (lo > rise) above += 1;
      if (hi < rise) below += 1;
    }
    expect(above / audits).toBeLessThan(0.065);
    expect(below / audits).toBeLessThan(0.065);
  });
});
