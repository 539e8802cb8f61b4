import { describe, expect, it } from 'vitest';
import { planPower } from '../../src/audit/compare/plan-power.ts';
import { gateOdds } from '../../src/compare/power.ts';
import { pairedDifference } from '../../src/stats/paired-difference.ts';
import { detectableDifference, probesNeeded } from '../../src/stats/paired-power.ts';
import { seededRandom } from '../../src/stats/random.ts';
import { randomBeta } from '../../src/stats/random-beta.ts';

const plan = { probes: 100, samples: 5, rate: 0.2, between: 0.6, correlation: 0.8 };

describe('detectableDifference', () => {
  it('is the textbook figure for independent answers, one a probe', () => {
    // (1.9600 + 0.8416)² × (0.5 × 0.5 + 0.6 × 0.4) / 0.1² = 384.6: 385 a group for 50 against 60 %, and two more for t.
    const input = { samples: 1, rate: 0.5, between: 0, correlation: 0 };
    expect(probesNeeded(input, 0.1)).toBe(387);
    expect(detectableDifference({ ...input, probes: 387 })).toBeCloseTo(0.1, 3);
  });

  it('falls with probes, with samples only as far as probes let it, and is turned round by probesNeeded', () => {
    const found = (changes: Partial<typeof plan>): number => detectableDifference({ ...plan, ...changes }) ?? 1;
    expect(found({ probes: 400 })).toBeLessThan(found({}) * 0.6);
    expect(found({ samples: 1000, correlation: 0 })).toBeGreaterThan(found({ correlation: 0 }) * 0.75);
    expect(probesNeeded(plan, found({}))).toBeCloseTo(100, -1);
  });

  it('is none where no rise could be found', () => {
    expect(detectableDifference({ ...plan, probes: 2, rate: 0.9 })).toBeNull();
  });

  it('is found in four of five simulated audits, with the interval that contrasts have', () => {
    const random = seededRandom(3);
    const [probes, samples, rate, between] = [60, 3, 0.2, 0.5];
    const rise = detectableDifference({ probes, samples, rate, between, correlation: 0 }) ?? 1;
    const drawn = (share: number) => {
      const theta = randomBeta(share, 1 - share, random);
      return { k: Array.from({ length: samples }, random).filter((value) => value < theta).length, n: samples };
    };
    let found = 0;
    for (let audit = 0; audit < 600; audit++) {
      const pairs = Array.from({ length: probes }, () => ({ first: drawn(rate + rise), second: drawn(rate) }));
      if ((pairedDifference(pairs)?.lo ?? 0) > 0) found += 1;
    }
    expect(Math.abs(found / 600 - 0.8)).toBeLessThan(0.06);
  });
});

describe('gateOdds', () => {
  it('hardly ever calls what did not change a regression, and finds a large rise', () => {
    const unchanged = gateOdds(plan, { change: 0, margin: 0.05, checks: 2, seed: 3 });
    expect(unchanged.regression).toBeLessThanOrEqual(0.025);
    expect(unchanged.pass + unchanged.regression + unchanged.inconclusive).toBeCloseTo(1, 10);
    const risen = gateOdds(plan, { change: 0.2, margin: 0.05, checks: 2, seed: 3 });
    expect(risen.regression).toBeGreaterThan(0.95);
  });

  it('gives the same figures for the same seed', () => {
    const given = { ...plan, change: 0.1, margin: 0.05, checks: 2, seed: 9 };
    expect(planPower(given)).toEqual(planPower(given));
  });
});
