import { describe, expect, it } from 'vitest';
import { changeDay, type DayDistances, windowTest } from '../../src/stats/changed-days.ts';
import { seededRandom } from '../../src/stats/random.ts';

/** An item whose answer of a day is a number; null: there was none. */
function item(values: readonly (number | null)[]): DayDistances {
  return values.map((a) => values.map((b) => (a === null || b === null ? null : Math.abs(a - b))));
}

/** Choices of three days in eighteen. */
const CHOICES = 816;
const CHANGED = [...Array<number>(15).fill(0), 1, 1, 1];

describe('days held against those before', () => {
  it('give one choice in 816 where the last three alone differ', () => {
    const found = windowTest([item(CHANGED), item(CHANGED)], 3);
    expect(found.items).toBe(2);
    expect(found.p).toBeCloseTo(1 / CHOICES, 12);
    expect(changeDay([item(CHANGED)])).toBe(15);
  });

  it('say nothing where all days are alike, and little where other days differ', () => {
    expect(windowTest([item(Array(18).fill(0))], 3)).toEqual({ p: 1, items: 0 });
    expect(windowTest([item([1, 1, 1, ...Array<number>(15).fill(0)])], 3).p).toBeGreaterThan(0.3);
  });

  it('pass over days without an answer', () => {
    const found = windowTest([item(CHANGED), item([...CHANGED.slice(0, 17), null])], 3);
    expect(found.p).toBeLessThan(0.01);
    expect(windowTest([item([...Array<null>(17).fill(null), 1])], 3)).toEqual({ p: 1, items: 0 });
  });

  it('are no oftener alarming than the level says, where whole days are noisy together', () => {
    const random = seededRandom(3);
    let alarms = 0;
    for (let round = 0; round < 400; round++) {
      const shocks = Array.from({ length: 18 }, () => random() ** 4);
      const items = Array.from({ length: 5 }, () => item(shocks.map((shock) => shock + 0.1 * random())));
      if (windowTest(items, 3).p <= 0.05) alarms += 1;
    }
    // 20 are expected; 36 or more come once in a thousand.
    expect(alarms).toBeLessThan(36);
  });

  it('name the day of change where few items change and all are noisy, and no day at an end for its being alone', () => {
    const random = seededRandom(4);
    const noisy = (shift: number) => item(Array.from({ length: 18 }, (_, day) => random() + (day >= 15 ? shift : 0)));
    for (let round = 0; round < 20; round++) {
      const items = Array.from({ length: 60 }, (_, i) => noisy(i < 10 ? 1.5 : 0));
      expect(changeDay(items)).toBe(15);
    }
  });
});
