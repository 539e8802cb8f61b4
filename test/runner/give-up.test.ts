import { describe, expect, it } from 'vitest';
import { endurance, type TrialEnd } from '../../src/runner/give-up.ts';

const ANSWERED: TrialEnd = { failed: false, mistake: null, kind: null, reason: null };
const BROKEN: TrialEnd = { failed: true, mistake: null, kind: 'timeout', reason: 'no answer in 10 s' };
const MISTAKE: TrialEnd = { failed: true, mistake: 'prompt', kind: 'configuration', reason: 'too long' };
const WRONG_KEY: TrialEnd = { failed: true, mistake: 'target', kind: 'configuration', reason: 'invalid key' };

/** After how many of these in a row it is enough; null: never. */
function enoughAfter(before: readonly TrialEnd[], end: TrialEnd, most = 100): number | null {
  const patience = endurance();
  for (const one of before) patience.note(one);
  for (let n = 1; n <= most; n++) {
    patience.note(end);
    if (patience.givenUp() !== null) return n;
  }
  return null;
}

describe('endurance', () => {
  it('ends after five failures in a row where nothing was ever answered, and after twenty later', () => {
    expect(enoughAfter([], BROKEN)).toBe(5);
    expect(enoughAfter([ANSWERED], BROKEN)).toBe(20);
    expect(enoughAfter([BROKEN, BROKEN, ANSWERED], BROKEN)).toBe(20);
  });

  it('ends at once where a mistake concerns every call, and asks once more who has answered before', () => {
    expect(enoughAfter([], WRONG_KEY)).toBe(1);
    expect(enoughAfter([BROKEN, MISTAKE], WRONG_KEY)).toBe(1);
    expect(enoughAfter([ANSWERED, ANSWERED], WRONG_KEY)).toBe(2);
    expect(enoughAfter([ANSWERED, WRONG_KEY, ANSWERED], WRONG_KEY)).toBe(2);
    expect(enoughAfter([ANSWERED, WRONG_KEY, BROKEN], WRONG_KEY)).toBe(2);
  });

  it('knows who has answered in an earlier part of the run', () => {
    const patience = endurance(true);
    for (let i = 0; i < 19; i++) patience.note(i === 7 ? WRONG_KEY : BROKEN);
    expect(patience.givenUp()).toBeNull();
    patience.note(BROKEN);
    expect(patience.givenUp()).not.toBeNull();
  });

  it('ends at the start where two prompts in a row meet a mistake, and treats it as a failure later', () => {
    expect(enoughAfter([], MISTAKE)).toBe(2);
    expect(enoughAfter([BROKEN], MISTAKE)).toBe(2);
    expect(enoughAfter([MISTAKE, BROKEN], MISTAKE)).toBe(2);
    expect(enoughAfter([ANSWERED], MISTAKE)).toBe(20);
  });

  it('counts anew after each answer', () => {
    const patience = endurance();
    for (let i = 0; i < 100; i++) patience.note(i % 19 === 0 ? ANSWERED : BROKEN);
    expect(patience.givenUp()).toBeNull();
  });

  it('keeps the failure that decided', () => {
    const patience = endurance();
    patience.note(WRONG_KEY);
    patience.note(BROKEN);
    expect(patience.givenUp()).toEqual({ kind: 'configuration', reason: 'invalid key' });
  });

  it('ends the trial run with the first trial, save where that may have failed for its prompt', () => {
    const provedBy = (...ends: TrialEnd[]): boolean => {
      const patience = endurance();
      for (const end of ends) patience.note(end);
      return patience.provedItself();
    };
    expect([provedBy(), provedBy(ANSWERED), provedBy(BROKEN), provedBy(MISTAKE), provedBy(MISTAKE, ANSWERED)]).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
  });
});
