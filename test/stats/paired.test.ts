import { describe, expect, it } from 'vitest';
import { betaQuantile } from '../../src/stats/beta-distribution.ts';
import { newcombePaired } from '../../src/stats/newcombe-paired.ts';
import { type CountPair, pairedDifference } from '../../src/stats/paired-difference.ts';
import { detectableDifference, probesNeeded } from '../../src/stats/paired-power.ts';
import { tWithin } from '../../src/stats/student-t.ts';
import { wilsonInterval } from '../../src/stats/wilson.ts';
import { jStat } from './jstat.ts';

const pair = (first: number, second: number, n = 4, m = n): CountPair => ({
  first: { k: first, n },
  second: { k: second, n: m },
});

describe('pairedDifference', () => {
  const pairs = [pair(3, 1), pair(4, 2), pair(1, 2), pair(2, 0), pair(4, 1)];

  it('is t on the pairs’ differences with two fifths of a change each way beside them', () => {
    const found = pairedDifference(pairs);
    // Differences ½ ½ −¼ ½ ¾ sum to 2; 5.8 pairs in all with ±1 at 0.4 of one.
    expect(found).toMatchObject({ first: expect.closeTo(0.7, 12), second: expect.closeTo(0.3, 12), rare: null });
    expect(found?.diff).toBeCloseTo(0.4, 12);
    const centre = 2 / 5.8;
    expect(found?.centre).toBeCloseTo(centre, 12);
    const residuals = [0.5, 0.5, -0.25, 0.5, 0.75].map((d) => (d - centre) ** 2 / (1 - 1 / 5.8));
    const added = [1 - centre, -1 - centre].map((r) => (0.4 * r) ** 2 / (1 - 0.4 / 5.8));
    const variance = [...residuals, ...added].reduce((sum, one) => sum + one, 0) / 5.8 ** 2;
    expect(found?.se).toBeCloseTo(Math.sqrt(variance), 12);
    const half = tWithin(0.95, found?.df ?? 1) * Math.sqrt(variance);
    expect(found?.lo).toBeCloseTo(centre - half, 10);
    expect(found?.hi).toBeCloseTo(centre + half, 10);
    expect(found?.df).toBeGreaterThan(4);
    expect(found?.df).toBeLessThan(6);
  });

  it('gives a pair with fewer samples the same weight, and none to a pair with an empty side', () => {
    const found = pairedDifference([pair(4, 0, 4), pair(0, 1, 1), pair(1, 0, 1, 0), pair(0, 1, 0, 1)]);
    expect(found).toMatchObject({ first: 0.5, second: 0.5, diff: 0 });
    expect(pairedDifference([pair(2, 1), pair(3, 0, 3, 0)])).toEqual(pairedDifference([pair(2, 1)]));
    expect(pairedDifference([pair(0, 0, 0)])).toBeNull();
  });

  it('takes pairs of one cluster together, whose sums the sign flips turn', () => {
    const tied = pairs.map((one, i) => ({ ...one, cluster: i < 2 ? 'x' : `${i}` }));
    const found = pairedDifference(tied);
    expect(found?.clusters).toBe(4);
    expect([...(found?.totals.values() ?? [])]).toEqual([1, -0.25, 0.5, 0.75]);
    expect(found?.diff).toBeCloseTo(0.4, 12);
  });

  it('has where no pair differs the change that 90 % of such audits would have seen', () => {
    const found = pairedDifference(Array.from({ length: 30 }, () => pair(2, 2)));
    expect(found).toMatchObject({ diff: 0, rare: { up: 0, down: 0, worth: expect.closeTo(30, 9) } });
    expect(found?.hi).toBeCloseTo(1 - 0.1 ** (1 / 30), 10);
    expect(found?.lo).toBeCloseTo(-(found?.hi ?? 0), 12);
  });

  it('covers rare moves: a tail that t would cut is held where few clusters moved', () => {
    // Of 60 questions 3 changed to refusals; the upper bound is that of 3 in 60 by Jeffreys, and reaches further than t.
    const moved = pairedDifference(Array.from({ length: 60 }, (_, i) => pair(i < 3 ? 4 : 0, 0)));
    expect(moved?.hi).toBeCloseTo(betaQuantile(0.975, 3.5, 57.5), 10);
    const more = pairedDifference(Array.from({ length: 60 }, (_, i) => pair(i < 5 ? 4 : 0, 0)));
    expect(more?.rare).toBeNull();
  });

  it('is wider at a higher level', () => {
    expect(pairedDifference(pairs, 0.99)?.lo).toBeLessThan(pairedDifference(pairs)?.lo ?? -1);
  });
});

describe('newcombePaired', () => {
  it('joins Wilson’s limits by φ, without a correction where the pairs go against each other', () => {
    const table = { both: 2, firstOnly: 9, secondOnly: 6, neither: 3 };
    const [a, b] = [wilsonInterval(11, 20), wilsonInterval(8, 20)];
    const phi = (2 * 3 - 9 * 6) / Math.sqrt(11 * 9 * 8 * 12);
    const join = (x: number, y: number): number => Math.sqrt(x * x - 2 * phi * x * y + y * y);
    const found = newcombePaired(table);
    expect(found).toMatchObject({ first: 0.55, second: 0.4 });
    expect(found?.lo).toBeCloseTo(0.15 - join(0.55 - a.lo, b.hi - 0.4), 10);
    expect(found?.hi).toBeCloseTo(0.15 + join(a.hi - 0.55, 0.4 - b.lo), 10);
  });

  it('lessens φ by half a pair where they go together, and no further than to 0', () => {
    const found = newcombePaired({ both: 8, firstOnly: 4, secondOnly: 2, neither: 6 });
    const [a, b] = [wilsonInterval(12, 20), wilsonInterval(10, 20)];
    const phi = (8 * 6 - 4 * 2 - 10) / Math.sqrt(12 * 8 * 10 * 10);
    const [x, y] = [0.6 - a.lo, b.hi - 0.5];
    expect(found?.lo).toBeCloseTo(0.1 - Math.sqrt(x * x - 2 * phi * x * y + y * y), 10);
    const weak = newcombePaired({ both: 5, firstOnly: 5, secondOnly: 4, neither: 6 });
    const [c, d] = [wilsonInterval(10, 20), wilsonInterval(9, 20)];
    expect(weak?.lo).toBeCloseTo(0.05 - Math.hypot(0.5 - c.lo, d.hi - 0.45), 10);
  });

  it('says nothing without pairs, less at a higher level, and stays inside [−1, 1]', () => {
    expect(newcombePaired({ both: 0, firstOnly: 0, secondOnly: 0, neither: 0 })).toBeNull();
    const table = { both: 8, firstOnly: 4, secondOnly: 2, neither: 6 };
    expect(newcombePaired(table, 0.99)?.lo).toBeLessThan(newcombePaired(table)?.lo ?? -1);
    expect(newcombePaired({ both: 0, firstOnly: 3, secondOnly: 0, neither: 0 })).toMatchObject({ diff: 1, hi: 1 });
    expect(newcombePaired({ both: 0, firstOnly: 0, secondOnly: 3, neither: 0 })).toMatchObject({ diff: -1, lo: -1 });
  });
});

describe('the power of paired plans', () => {
  const plan = { samples: 5, rate: 0.2, between: 0.6, correlation: 0.8 };
  /** Two-stage sampling (Cochran 1977): 0.6 lies between probes, of which 0.8 is shared; 0.4 is a fifth of itself after five samples. */
  const varianceAt = (change: number): number => {
    const [before, after] = [0.2 * 0.8, (0.2 + change) * (0.8 - change)];
    return 0.6 * (before + after - 2 * 0.8 * Math.sqrt(before * after)) + (0.4 * (before + after)) / 5;
  };
  const needs = (probes: number): number => jStat.studentt.inv(0.975, probes - 1) + jStat.normal.inv(0.8, 0, 1);

  it.each([5, 20, 100, 400])('find with %i probes the rise that t and the normal quantile add up to', (probes) => {
    const found = detectableDifference({ ...plan, probes }) ?? 1;
    expect(found).toBeCloseTo(needs(probes) * Math.sqrt(varianceAt(found) / probes), 5);
  });

  it.each([0.05, 0.1, 0.3])('need no more probes than find a rise of %f, and no fewer', (change) => {
    const probes = probesNeeded(plan, change);
    expect(change).toBeGreaterThanOrEqual(needs(probes) * Math.sqrt(varianceAt(change) / probes));
    expect(change).toBeLessThan(needs(probes - 1) * Math.sqrt(varianceAt(change) / (probes - 1)));
  });

  it('need two probes at least', () => {
    expect(probesNeeded({ samples: 1000, rate: 0, between: 0, correlation: 0 }, 0.9)).toBe(2);
  });

  it('look for no rise past 100 %', () => {
    const found = detectableDifference({ probes: 8, samples: 20, rate: 0.7, between: 0.1, correlation: 0 });
    expect(found).toBeGreaterThan(0.2);
    expect(found).toBeLessThanOrEqual(0.3);
    expect(detectableDifference({ probes: 1, samples: 1, rate: 0.5, between: 0.5, correlation: 0 })).toBeNull();
  });
});
