import { describe, expect, it } from 'vitest';
import { manyToOneAlpha } from '../../src/stats/many-to-one.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';
import { seededRandom } from '../../src/stats/random.ts';

describe('manyToOneAlpha', () => {
  it('gives the one-sided critical values of Dunnett for equal groups and many degrees of freedom', () => {
    // Dunnett 1955, table 1a, α = 0.05, ∞ degrees of freedom: 1.64, 1.92, 2.06, 2.16, 2.23 for 1 to 5 treatments.
    const critical = [1, 2, 3, 4, 5].map((count) => -normalQuantile(manyToOneAlpha(0.05, count, 1)));
    for (const [i, value] of [1.64, 1.92, 2.06, 2.16, 2.23].entries()) expect(critical[i]).toBeCloseTo(value, 2);
  });

  it('lies between none and Bonferroni, nearer to it the more runs the base has', () => {
    expect(manyToOneAlpha(0.05, 1, 1)).toBe(0.05);
    const [one, two, many] = [1, 2, 1000].map((runs) => manyToOneAlpha(0.05, 52, runs)) as [number, number, number];
    expect(one).toBeGreaterThan(two);
    expect(two).toBeGreaterThan(many);
    expect(many).toBeGreaterThan(0.05 / 52);
    expect(many).toBeLessThan(0.052 / 51);
  });

  it('errs in any of 52 looks as often as it says', () => {
    const random = seededRandom(6);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const limit = -normalQuantile(manyToOneAlpha(0.05, 52, 2)) * Math.sqrt(1.5);
    let any = 0;
    for (let year = 0; year < 4000; year++) {
      const base = (normal() + normal()) / 2;
      if (Array.from({ length: 52 }, normal).some((look) => look - base > limit)) any += 1;
    }
    expect(Math.abs(any / 4000 - 0.05)).toBeLessThan(0.01);
  });
});
