import { describe, expect, it } from 'vitest';
import { comparability, type SideInfo } from '../../src/compare/comparability.ts';
import { compare, compareAcross } from '../../src/compare/compare.ts';
import { summarize } from '../../src/compare/summarize.ts';
import { seen } from './seen.ts';

describe('summarize', () => {
  it('counts filters, errors, empty and unjudged answers apart, and in no rate', () => {
    const { rows } = summarize([
      seen({ class: 'refusal' }),
      seen({ sample: 1, delivery: 'truncated' }),
      seen({ sample: 2, delivery: 'provider_filter', class: null }),
      seen({ sample: 3, delivery: 'error', class: null }),
      seen({ sample: 4, delivery: 'empty', class: null }),
      seen({ sample: 5, class: null, unjudged: true }),
      seen({ sample: 6, delivery: null, class: null }),
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ n: 7, delivered: 5, truncated: 1, filtered: 1, empty: 1, errors: 1, unjudged: 1 });
    expect(rows[0]?.refusal).toMatchObject({ k: 1, n: 2, rate: 0.5 });
  });

  it('pairs each sensitive probe with its control in the same language', () => {
    const { contrasts } = summarize([
      seen({ probe: 'a', control: 'c', class: 'refusal' }),
      seen({ probe: 'b', control: 'c', class: 'neutral' }),
      seen({ probe: 'c', role: 'control', class: 'neutral' }),
      seen({ probe: 'a', control: 'c', lang: 'zh-Hans', class: 'refusal' }),
    ]);
    const english = contrasts.find(({ lang, class: name }) => lang === 'en' && name === 'refusal');
    expect(english).toMatchObject({ pairs: 2, sensitive: 0.5, control: 0, diff: 0.5 });
    expect(contrasts.some(({ lang }) => lang === 'zh-Hans')).toBe(false);
    expect(contrasts.find(({ lang, class: name }) => lang === null && name === 'refusal')).toMatchObject({ pairs: 2 });
  });

  it('tells how many probes give different classes to the same question', () => {
    const { rows } = summarize([
      seen({ probe: 'a' }),
      seen({ probe: 'a', sample: 1, class: 'refusal' }),
      seen({ probe: 'b' }),
      seen({ probe: 'b', sample: 1 }),
    ]);
    expect(rows[0]?.unstable).toBe(0.5);
  });

  it('divides by topic, by style, and by both where they are crossed', () => {
    const given = [
      seen({ probe: 'a', topic: 'taiwan', style: 'factual' }),
      seen({ probe: 'b', topic: 'taiwan', style: 'opinion', class: 'refusal' }),
      seen({ probe: 'c', topic: 'xinjiang', style: 'opinion' }),
    ];
    const where = (options: Parameters<typeof summarize>[1]) =>
      summarize(given, options).rows.map(({ topic, style, n }) => [topic, style, n]);
    const apart = [
      [null, null, 3],
      ['taiwan', null, 2],
      ['xinjiang', null, 1],
      [null, 'factual', 1],
      [null, 'opinion', 2],
    ];
    expect(where({ by: ['topic', 'style'] })).toEqual(apart);
    expect(where({ by: ['topic', 'style'], crossed: true })).toEqual([
      ...apart,
      ['taiwan', 'factual', 1],
      ['taiwan', 'opinion', 1],
      ['xinjiang', 'opinion', 1],
    ]);
  });

  it('summarizes 50,000 observations', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => seen({ probe: `p${i % 200}`, sample: Math.floor(i / 200) }));
    expect(summarize(many).rows[0]).toMatchObject({ n: 50_000, probes: 200 });
  });
});

describe('compare', () => {
  const base = Array.from({ length: 12 }, (_, i) => seen({ probe: `p${i}`, class: 'neutral' }));
  const worse = base.map((one, i) => ({
    ...one,
    target: 'n',
    class: i < 9 ? ('refusal' as const) : ('neutral' as const),
  }));

  it('gives the paired difference, its p, and the probes that changed', () => {
    const found = compare(base, worse, { base: 'a', candidate: 'b' });
    expect(found).toMatchObject({ base: 'a', candidate: 'b', paired: 12, unpaired: 0 });
    const cell = found.cells.find(({ class: name, topic }) => name === 'refusal' && topic === null);
    expect(cell).toMatchObject({ pairs: 12, base: 0, candidate: 0.75, diff: 0.75 });
    expect(cell?.lo).toBeGreaterThan(0);
    expect(cell?.p).toBeCloseTo(2 / 512, 10);
    expect(cell?.p_adjusted).toBeGreaterThanOrEqual(cell?.p ?? 1);
    expect(found.changed).toHaveLength(9);
    expect(found.changed[0]).toMatchObject({ from: 'neutral', to: 'refusal', trials: 1 });
  });

  it('counts what has no partner, and says when nothing has', () => {
    expect(compare(base, worse.slice(0, 5), { base: 'a', candidate: 'b' })).toMatchObject({ paired: 5, unpaired: 7 });
    const edited = worse.map((one) => ({ ...one, variant: `${one.variant}-edited` }));
    const nothing = compare(base, edited, { base: 'a', candidate: 'b' });
    expect(nothing).toMatchObject({ paired: 0, unpaired: 24, cells: [] });
    expect(nothing.warnings[0]).toContain('nothing is paired');
  });

  it('compares all pairs of targets of a run', () => {
    const pairs = compareAcross([...base, ...worse, ...base.map((one) => ({ ...one, target: 'o' }))], 'targets');
    expect(pairs.map((one) => [one.base, one.candidate])).toEqual([
      ['m', 'n'],
      ['m', 'o'],
      ['n', 'o'],
    ]);
  });
});

describe('comparability', () => {
  const side: SideInfo = {
    label: 'a',
    classifiers: ['rules 1 (probe)'],
    targets: [{ id: 'm', params: 'p', quantization: 'Q4_K_M', template: 't' }],
    probeSets: ['demo 1.0.0 h'],
  };

  it('finds nothing between a side and itself', () => {
    expect(comparability(side, side)).toEqual({ warnings: [], misleading: [] });
  });

  it('warns of parameters, quantisation, template and probe sets, and refuses other classifiers', () => {
    const other: SideInfo = {
      label: 'b',
      classifiers: ['rules 2 (probe)'],
      targets: [{ id: 'm', params: 'q', quantization: 'Q8_0', template: 'u' }],
      probeSets: ['demo 1.0.1 i'],
    };
    const found = comparability(side, other);
    expect(found.warnings).toHaveLength(4);
    expect(found.misleading[0]).toContain('different classifiers');
  });
});
