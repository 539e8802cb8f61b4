import { describe, expect, it } from 'vitest';
import { summarize } from '../../src/compare/summarize.ts';
import { unsureBounds } from '../../src/compare/unsure-bounds.ts';
import { seen } from './seen.ts';

describe('unsureBounds', () => {
  it('is null where every verdict is sure', () => {
    expect(unsureBounds([seen({}), seen({ class: 'refusal' })])).toBeNull();
  });

  it('takes unsure verdicts out of their class and into every other', () => {
    const found = unsureBounds([
      seen({ class: 'refusal' }),
      seen({ class: 'refusal', unsure: true }),
      seen({ class: 'neutral', unsure: true }),
      seen({ class: 'neutral' }),
      seen({ class: null, unjudged: true, unsure: true }),
    ]);
    expect(found?.share).toBe(0.5);
    expect(found?.refusal).toEqual({ lo: 0.25, hi: 0.75 });
    expect(found?.official_narrative).toEqual({ lo: 0, hi: 0.5 });
    expect(found?.neutral).toEqual({ lo: 0.25, hi: 0.75 });
  });
});

describe('a summary row', () => {
  it('counts an unsure verdict by its class, and says how many there are', () => {
    const { rows } = summarize([
      seen({ probe: 'a', class: 'refusal', unsure: true }),
      seen({ probe: 'b', class: 'neutral' }),
    ]);
    expect(rows[0]?.refusal).toMatchObject({ k: 1, rate: 0.5 });
    expect(rows[0]?.unsure).toBe(1);
    expect(rows[0]?.unsureBounds?.refusal).toEqual({ lo: 0, hi: 0.5 });
  });

  it('counts filtered and empty trials as withheld, and failed ones not', () => {
    const { rows } = summarize([
      seen({ probe: 'a', delivery: 'provider_filter', class: null }),
      seen({ probe: 'b', delivery: 'empty', class: null }),
      seen({ probe: 'c', delivery: 'error', class: null }),
      seen({ probe: 'd' }),
    ]);
    expect(rows[0]?.withheld).toBe(2);
  });
});
