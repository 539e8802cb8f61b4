import { describe, expect, it } from 'vitest';
import { clusterBootstrap } from '../../src/stats/cluster-bootstrap.ts';
import { signFlipTest } from '../../src/stats/sign-flip.ts';
import { jStat } from './jstat.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A mean, with what it was asked of. */
function watched(): {
  readonly asked: (readonly number[])[];
  readonly statistic: (values: readonly number[]) => number;
} {
  const asked: (readonly number[])[] = [];
  return {
    asked,
    statistic: (values) => {
      asked.push(values);
      return mean(values);
    },
  };
}

describe('clusterBootstrap', () => {
  it('draws as many samples as it is told, 2,000 unless told, each of as many clusters as there are', () => {
    const { asked, statistic } = watched();
    clusterBootstrap([1, 2, 4], statistic);
    expect(asked).toHaveLength(2_000);
    expect(asked.every((sample) => sample.length === 3 && sample.every((one) => [1, 2, 4].includes(one)))).toBe(true);
    const counts = [1, 2, 4].map((value) => asked.flat().filter((one) => one === value).length / 6_000);
    for (const share of counts) expect(Math.abs(share - 1 / 3)).toBeLessThan(0.03);
    expect(new Set(asked.map((sample) => sample.join())).size).toBe(27);
  });

  it('has the quantiles of the draws as bounds: of two clusters, a quarter of the draws at each end', () => {
    expect(clusterBootstrap([0, 1], mean)).toEqual({ lo: 0, hi: 1 });
    expect(clusterBootstrap([0, 1], mean, { level: 0.4 })).toEqual({ lo: 0.5, hi: 0.5 });
    expect(clusterBootstrap([0, 1], mean, { level: 0.6 })).toEqual({ lo: 0, hi: 1 });
  });

  it('is seeded by 1 unless told', () => {
    const values = Array.from({ length: 40 }, (_, i) => Math.sqrt(i));
    expect(clusterBootstrap(values, mean, { draws: 50 })).toEqual(
      clusterBootstrap(values, mean, { draws: 50, seed: 1 }),
    );
    expect(clusterBootstrap(values, mean, { draws: 50 })).not.toEqual(
      clusterBootstrap(values, mean, { draws: 50, seed: 2 }),
    );
  });

  it('has another seed, other draws', () => {
    const drawn = [1, 2].map((seed) => {
      const { asked, statistic } = watched();
      clusterBootstrap([1, 2, 4], statistic, { seed, draws: 20 });
      return asked.join(';');
    });
    expect(drawn[0]).not.toBe(drawn[1]);
  });

  it('leaves draws without a value out', () => {
    const ratio = (values: readonly number[]): number => mean(values) / Number(values.some((value) => value > 0));
    expect(clusterBootstrap([0, 0.5, 1, 1], ratio)?.lo).toBeGreaterThan(0);
    expect(
      clusterBootstrap([0, 1], (values) => (mean(values) === 0.5 ? Number.NaN : mean(values)), { level: 0.1 }),
    ).toEqual({
      lo: 0,
      hi: 1,
    });
  });

  it.each([
    ['skewed', [0, 0, 0, 0.1, 0.1, 0.2, 0.4, 1], 0.95],
    ['skewed the other way, at another level', [1, 1, 0.9, 0.8, 0.9, 1, 0, 0.4], 0.8],
    ['all or nothing', [0, 1, 0, 0, 0, 1, 0, 0, 0], 0.95],
  ])('has with BCa the bounds of Efron’s (1987) formula on its own draws, by jStat: %s', (_, clusters, level) => {
    const { asked, statistic } = watched();
    const found = clusterBootstrap(clusters, statistic, { method: 'bca', draws: 999, level });
    const draws = asked
      .slice(0, 999)
      .map(mean)
      .sort((a, b) => a - b);
    const estimate = mean(clusters);
    const below =
      draws.filter((value) => value < estimate).length + draws.filter((value) => value === estimate).length / 2;
    const bias = jStat.normal.inv(below / 999, 0, 1);
    const without = clusters.map((_one, left) => mean(clusters.filter((_other, i) => i !== left)));
    const middle = mean(without);
    const cubes = mean(without.map((value) => (middle - value) ** 3)) * without.length;
    const squares = mean(without.map((value) => (middle - value) ** 2)) * without.length;
    const acceleration = cubes / (6 * squares ** 1.5);
    const bound = (share: number): number => {
      const z = bias + jStat.normal.inv(share, 0, 1);
      return draws[Math.round(jStat.normal.cdf(bias + z / (1 - acceleration * z), 0, 1) * 998)] ?? Number.NaN;
    };
    expect(found?.lo).toBeCloseTo(bound((1 - level) / 2), 10);
    expect(found?.hi).toBeCloseTo(bound((1 + level) / 2), 10);
  });

  it('has with BCa a bound also where nothing varies', () => {
    expect(clusterBootstrap([1, 1, 1], mean, { method: 'bca' })).toEqual({ lo: 1, hi: 1 });
  });
});

describe('signFlipTest', () => {
  const ones = (n: number): number[] => new Array<number>(n).fill(1);

  it('weighs differences by their size', () => {
    // Of the eight sign patterns of 1, 2 and 4, only the two with one sign are as far from 0 as 7; 5 and more are four.
    expect(signFlipTest([1, 2, 4])).toBe(2 / 8);
    expect(signFlipTest([-1, 2, 4])).toBe(4 / 8);
    expect(signFlipTest([-1, -2, -4, 0])).toBe(2 / 8);
    expect(signFlipTest([0.1, 0.2, -0.3])).toBe(1);
  });

  it('counts all patterns of many differences, none of them drawn', () => {
    expect(signFlipTest(ones(14))).toBe(2 / 2 ** 14);
    expect(signFlipTest([...ones(14), 0])).toBe(2 / 2 ** 14);
    expect(signFlipTest(ones(60))).toBeCloseTo(2 / 2 ** 60, 25);
    // P(|X − 20| ≥ 7) for X ~ Binomial(40, ½), by jStat.
    const mixed = [...ones(27), ...ones(13).map((one) => -one)];
    expect(signFlipTest(mixed)).toBeCloseTo(2 * jStat.binomial.cdf(13, 40, 0.5), 7);
  });

  it('finds the common denominator of shares, and errs upwards, by little, where there is none', () => {
    const shares = [2 / 3, 1 / 4, 4 / 5, 1 / 6, -1 / 4, 3 / 7, 1 / 3];
    expect(signFlipTest(shares) * 2 ** 7).toBeCloseTo(Math.round(signFlipTest(shares) * 2 ** 7), 9);
    const odd = Array.from({ length: 18 }, (_, i) => Math.sqrt(i + 1) * (i % 4 === 0 ? -1 : 1));
    let extreme = 0;
    const observed = Math.abs(odd.reduce((sum, one) => sum + one, 0)) - 1e-12;
    for (let pattern = 0; pattern < 2 ** 18; pattern++) {
      const sum = odd.reduce((total, one, i) => total + ((pattern >> i) & 1 ? one : -one), 0);
      if (Math.abs(sum) >= observed) extreme += 1;
    }
    const found = signFlipTest(odd);
    expect(found).toBeGreaterThanOrEqual(extreme / 2 ** 18);
    expect(found - extreme / 2 ** 18).toBeLessThan(0.001);
  });
});
