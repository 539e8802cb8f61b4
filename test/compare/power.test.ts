import { describe, expect, it } from 'vitest';
import { planPower } from '../../src/audit/plan-power.ts';
import { gateOdds } from '../../src/compare/power.ts';
import { detectableDifference, probesNeeded } from '../../src/stats/paired-power.ts';

const plan = { probes: 100, samples: 5, rate: 0.2, between: 0.6, correlation: 0.8 };

describe('detectableDifference', () => {
  it('is the textbook figure for independent answers, one a probe', () => {
    // 2.8016 × √(2 × 0.25 / 392) = 0.1000: the usual 392 a group for 10 points at 50 %.
    const input = { probes: 392, samples: 1, rate: 0.5, between: 0, correlation: 0 };
    expect(detectableDifference(input)).toBeCloseTo(0.1, 3);
  });

  it('falls with probes, with samples only as far as probes let it, and is turned round by probesNeeded', () => {
    expect(detectableDifference({ ...plan, probes: 400 })).toBeCloseTo(detectableDifference(plan) / 2, 10);
    expect(detectableDifference({ ...plan, samples: 1000, correlation: 0 })).toBeGreaterThan(
      detectableDifference({ ...plan, correlation: 0 }) / 2,
    );
    expect(probesNeeded(plan, detectableDifference(plan))).toBeCloseTo(100, -1);
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
