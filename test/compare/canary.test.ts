import { describe, expect, it } from 'vitest';
import { type CanaryDay, canaryVerdict } from '../../src/compare/canary.ts';

/** Days on which the chance of one first token is as given, of twelve questions. */
function daysOf(chances: readonly number[]): CanaryDay[] {
  return chances.map((chance, day) => ({
    day: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    answers: new Map(
      Array.from({ length: 12 }, (_, i) => [
        String(i),
        {
          first: new Map([
            ['I', chance],
            ['The', 1 - chance],
          ]),
          text: 'so',
          outcome: 'neutral',
        },
      ]),
    ),
  }));
}

const SWAPPED = [0.9, 0.9, 0.9];

describe('a canary', () => {
  it('tells a change where the days before are alike but for noise', () => {
    const steady = Array.from({ length: 15 }, (_, day) => 0.1 + 0.01 * ((7 * day) % 15));
    const found = canaryVerdict(daysOf([...steady, ...SWAPPED]));
    expect(found).toMatchObject({ state: 'changed', since: '2026-01-16' });
    expect(found.hanging_p).toBeGreaterThan(0.05);
  });

  it('is drifting, and names no day, where the days before hang together', () => {
    const wandering = Array.from({ length: 15 }, (_, day) => 0.1 + 0.02 * day);
    const found = canaryVerdict(daysOf([...wandering, ...SWAPPED]));
    expect(found).toMatchObject({ state: 'drifting', since: null });
    expect(found.p).toBeLessThanOrEqual(1 / 365);
    expect(found.hanging_p).toBeLessThanOrEqual(0.05);
  });

  it('looks at the days before only where the last ones differ', () => {
    const wandering = Array.from({ length: 18 }, (_, day) => 0.4 + 0.02 * (day % 6));
    expect(canaryVerdict(daysOf(wandering))).toMatchObject({ state: 'same', hanging_p: null });
  });
});
