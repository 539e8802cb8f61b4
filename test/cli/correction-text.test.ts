import { describe, expect, it } from 'vitest';
import { checkedCells } from '../../src/cli/correction-text.ts';
import { summarize } from '../../src/compare/summarize.ts';
import { seen } from '../compare/seen.ts';

describe('how far a rate can be off', () => {
  it('names no end of bounds 0 or 100 that is not', () => {
    const observations = Array.from({ length: 400 }, (_, i) =>
      seen({
        probe: `p${i}`,
        trial: `t${i}`,
        class: i < 4 ? 'refusal' : 'neutral',
        ...(i === 0 ? { unsure: true } : {}),
        ...(i === 399 ? { class: null, delivery: 'error' } : {}),
      }),
    );
    const row = summarize(observations).rows.find(({ role }) => role === 'sensitive');
    if (row === undefined) throw new Error('expected a row');
    const row0 = summarize(observations.filter(({ unsure, class: found }) => unsure === true || found !== 'refusal'))
      .rows[0];
    if (row0 === undefined) throw new Error('expected a row');
    // The one refusal is unsure: without it 0, with it a quarter of one per cent.
    expect(checkedCells(row0, 'refusal', { sample: null })[1]).toBe('0–0.3 (1)');
    const [, unsure, , bounds] = checkedCells(row, 'refusal', { sample: null });
    // 4 of 399, of which one is unsure: 3 to 4.
    expect(unsure).toBe('1–1 (1)');
    expect(row.bounds?.refusal.lo ?? row.bounds?.refusal.least).toBeGreaterThan(0);
    expect(bounds).toMatch(/^0\.[1-9]–\d \(1\)$/);
  });
});
