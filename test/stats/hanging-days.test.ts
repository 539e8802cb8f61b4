import { describe, expect, it } from 'vitest';
import type { DayDistances } from '../../src/stats/changed-days.ts';
import { hangingDaysTest } from '../../src/stats/hanging-days.ts';
import { seededRandom } from '../../src/stats/random.ts';

/** An item whose answer of a day is a number; null: there was none. */
function item(values: readonly (number | null)[]): DayDistances {
  return values.map((a) => values.map((b) => (a === null || b === null ? null : Math.abs(a - b))));
}

const DAYS = [...Array(15).keys()];

describe('days that hang together', () => {
  it('are those that drift, and those of which some stretch is alike', () => {
    expect(hangingDaysTest([item(DAYS)])).toBe(1 / 2_000);
    expect(hangingDaysTest([item(DAYS.map((day) => (day < 7 ? 0 : 1)))])).toBeLessThan(0.01);
    expect(hangingDaysTest([item(DAYS.map((day) => (day === 3 ? null : day)))])).toBeLessThan(0.01);
  });

  it('are not those that come in turns, nor any where nothing differs or nothing is known', () => {
    expect(hangingDaysTest([item(DAYS.map((day) => day % 2))])).toBeGreaterThan(0.9);
    expect(hangingDaysTest([item(DAYS.map(() => 1))])).toBe(1);
    expect(hangingDaysTest([item(DAYS.map(() => null))])).toBe(1);
    expect(hangingDaysTest([])).toBe(1);
  });

  it('are seen no oftener than the level says where days are independent and whole days noisy', () => {
    const random = seededRandom(5);
    let seen = 0;
    for (let round = 0; round < 200; round++) {
      const shocks = DAYS.map(() => random() ** 4);
      const items = Array.from({ length: 5 }, () => item(shocks.map((shock) => shock + 0.1 * random())));
      if (hangingDaysTest(items) <= 0.05) seen += 1;
    }
    // 10 are expected; 21 or more come once in a thousand.
    expect(seen).toBeLessThan(21);
  });
});
