import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterRate } from '../../src/stats/cluster-rate.ts';
import { tOf } from '../../src/stats/interval.ts';
import { normalCdf } from '../../src/stats/normal-cdf.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';
import { pairedDifference } from '../../src/stats/paired-difference.ts';
import { wilsonInterval } from '../../src/stats/wilson.ts';

describe('wilsonInterval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives Newcombe’s (1998) published limits for %i of %i', (k, n, lo, hi) => {
    const interval = wilsonInterval(k, n);
    expect(interval.lo).toBeCloseTo(lo, 4);
    expect(interval.hi).toBeCloseTo(hi, 4);
  });

  it('keeps the interval inside [0, 1] and round the rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const k = Math.round(share * n);
        const { lo, hi } = wilsonInterval(k, n);
        expect(lo).toBeGreaterThanOrEqual(0);
        expect(hi).toBeLessThanOrEqual(1);
        expect(lo).toBeLessThanOrEqual(k / n);
        expect(hi).toBeGreaterThanOrEqual(k / n);
      }),
    );
  });
});

describe('tOf', () => {
  it.each([
    [1, 12.706],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [120, 1.98],
  ])('has the tabulated quantile at %i degrees of freedom', (df, t) => {
    expect(Math.abs(tOf(0.95, df) - t)).toBeLessThan(0.0006);
  });
});

describe('clusterRate', () => {
  const probe = (k: number, n: number): { k: number; n: number } => ({ k, n });

  it('does not take samples of one probe for independent answers', () => {
    const together = clusterRate(Array.from({ length: 20 }, (_, i) => probe(i < 10 ? 5 : 0, 5)));
    const apart = clusterRate(Array.from({ length: 100 }, (_, i) => probe(i < 50 ? 1 : 0, 1)));
    expect(together?.rate).toBe(0.5);
    expect(together?.effectiveN).toBeLessThan(25);
    expect((together?.hi ?? 0) - (together?.lo ?? 0)).toBeGreaterThan(2 * ((apart?.hi ?? 0) - (apart?.lo ?? 0)) * 0.9);
  });

  it('keeps an honest width where nobody or everybody refused', () => {
    const none = clusterRate(Array.from({ length: 12 }, () => probe(0, 5)));
    expect(none).toMatchObject({ rate: 0, lo: 0 });
    expect(none?.hi).toBeGreaterThan(0.2);
    const all = clusterRate(Array.from({ length: 12 }, () => probe(5, 5)));
    expect(all).toMatchObject({ rate: 1, hi: 1 });
    expect(all?.lo).toBeLessThan(0.8);
  });

  it('says nothing where nothing was judged', () => {
    expect(clusterRate([probe(0, 0)])).toBeNull();
  });
});

describe('pairedDifference', () => {
  const pair = (a: number, b: number): Parameters<typeof pairedDifference>[0][number] => ({
    first: { k: a, n: 5 },
    second: { k: b, n: 5 },
  });

  it('is no certainty where both sides never did it', () => {
    const same = pairedDifference(Array.from({ length: 10 }, () => pair(0, 0)));
    expect(same?.diff).toBe(0);
    expect(same?.lo).toBeLessThan(-0.1);
    expect(same?.hi).toBeGreaterThan(0.1);
  });

  it('is narrower where the pairs go together', () => {
    const values = [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5];
    const alike = pairedDifference(values.map((v) => pair(v, v)));
    const crossed = pairedDifference(values.map((v) => pair(v, 5 - v)));
    const width = (one: ReturnType<typeof pairedDifference>): number => (one?.hi ?? 0) - (one?.lo ?? 0);
    expect(width(alike)).toBeLessThan(width(crossed));
  });

  it('holds its estimate, mirrors when the sides change places, and stays inside [−1, 1]', () => {
    const counts = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(counts, counts), { minLength: 2, maxLength: 40 }), (values) => {
        const there = pairedDifference(values.map(([a, b]) => pair(a, b)));
        const back = pairedDifference(values.map(([a, b]) => pair(b, a)));
        expect(there?.lo).toBeLessThanOrEqual(there?.diff ?? 0);
        expect(there?.hi).toBeGreaterThanOrEqual(there?.diff ?? 0);
        expect(there?.lo).toBeGreaterThanOrEqual(-1);
        expect(there?.lo).toBeCloseTo(-(back?.hi ?? 0), 10);
      }),
    );
  });
});

describe('normalQuantile and normalCdf', () => {
  it.each([
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [1e-9, -5.997807015007687],
    [0.5, 0],
  ])('give the quantile of %f, and back', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 10);
    expect(normalCdf(z)).toBeCloseTo(p, 12);
  });
});
