import { describe, expect, it } from 'vitest';
import { limitProbes } from '../../src/audit/run/limit-probes.ts';
import { loadProbes } from '../../src/probes/shipped.ts';

const { sets } = await loadProbes(['taiwan'], '.');
const probes = sets.flatMap((set) => (set.id === 'taiwan' ? set.probes : []));
const by = { languages: ['en', 'zh-Hans'], copies: 4, seed: 7 };

describe('limitProbes', () => {
  it('draws whole pairs within the trials, the same for one seed', () => {
    const { probes: drawn, limited } = limitProbes(probes, { ...by, trials: 100 });
    const ids = new Set(drawn.map(({ id }) => id));
    const sensitive = drawn.filter(({ role }) => role === 'sensitive');
    expect(drawn.length * 8).toBeLessThanOrEqual(100);
    expect(limited).toEqual({
      trials: 100,
      pairs: sensitive.length,
      of: probes.filter(({ role }) => role === 'sensitive').length,
    });
    expect(sensitive.length).toBeGreaterThanOrEqual(6);
    expect(sensitive.every(({ control }) => control === null || ids.has(control))).toBe(true);
    expect(drawn.some(({ role }) => role === 'neutral')).toBe(false);
    expect(limitProbes(probes, { ...by, trials: 100 }).probes).toEqual(drawn);
    expect(limitProbes(probes, { ...by, trials: 100, seed: 8 }).probes).not.toEqual(drawn);
  });

  it('takes the control of a control that is sensitive itself', () => {
    const [a, b] = probes.filter(({ role }) => role === 'sensitive');
    const [c] = probes.filter(({ role }) => role === 'control');
    if (a === undefined || b === undefined || c === undefined) throw new Error('too few probes');
    const chain = [
      { ...a, control: b.id },
      { ...b, control: c.id },
      { ...c, control: null },
    ];
    const { probes: drawn, limited } = limitProbes(chain, { ...by, trials: 24 });
    expect(drawn.filter(({ role }) => role === 'sensitive')).toHaveLength(limited.pairs);
    expect(drawn.every(({ control }) => control === null || drawn.some(({ id }) => id === control))).toBe(true);
  });

  it('says what the smallest limit is', () => {
    expect(() => limitProbes(probes, { ...by, trials: 15 })).toThrow('expected a --limit of at least 16');
  });
});
