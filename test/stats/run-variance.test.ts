import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/stats/random.ts';
import { runShifts, shiftVariance } from '../../src/stats/run-variance.ts';

const mean = (shifts: ReturnType<typeof runShifts>): number =>
  shifts.reduce((sum, { sd, weight }) => sum + sd * weight, 0);
const apart = (distance: number, sampling = 1e-6) =>
  runShifts([{ rates: [0.3, 0.3 + distance], sampling, slope: 0.1 }]);

describe('runShifts', () => {
  it('says nothing of one run, or of a rate that never moves', () => {
    expect(runShifts([])).toEqual([]);
    expect(runShifts([{ rates: [0.3], sampling: 0.001, slope: 0.1 }])).toEqual([]);
    expect(runShifts([{ rates: [0.3, 0.3], sampling: 0, slope: 0 }])).toEqual([]);
  });

  it('sums to 1, and grows with how far the runs lie apart beyond what sampling explains', () => {
    const shifts = apart(0.03);
    expect(shifts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 5);
    expect(mean(apart(0))).toBeLessThan(mean(apart(0.02)));
    expect(mean(apart(0.02))).toBeLessThan(mean(apart(0.1)));
    expect(mean(apart(0.05, 0.05))).toBeLessThan(mean(apart(0.05)));
  });

  it('believes two runs that agree in nothing', () => {
    expect(mean(runShifts([{ rates: [0, 1], sampling: 0, slope: 0.5 }]))).toBeGreaterThan(0.4);
  });

  it('falls back on the prior where sampling hides all, whose mean is 0.17 × √(2/π)', () => {
    expect(mean(apart(0.01, 100))).toBeCloseTo(0.17 * Math.sqrt(2 / Math.PI), 2);
  });

  it('comes to the truth with many runs', () => {
    const random = seededRandom(2);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const rates = Array.from({ length: 200 }, () => 0.3 + 0.1 * 0.2 * normal());
    expect(Math.abs(mean(runShifts([{ rates, sampling: 1e-9, slope: 0.1 }])) - 0.2)).toBeLessThan(0.03);
  });
});

describe('shiftVariance', () => {
  it('is that of one further run less the mean of the runs', () => {
    expect(shiftVariance([{ sd: 0.2, weight: 1 }], 0.1, 2)).toBeCloseTo(0.0004 * 1.5, 12);
  });
});
