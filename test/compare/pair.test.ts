import { describe, expect, it } from 'vitest';
import { changedProbes } from '../../src/compare/changed-probes.ts';
import { countPairs, pairTable, pairUp } from '../../src/compare/pair.ts';
import { countsByProbe, groupBy, isJudged } from '../../src/compare/tally.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { seen } from './seen.ts';

describe('pairUp', () => {
  it('pairs the same wording as the same sample, whatever the probe is called', () => {
    const base = [seen({ sample: 0 }), seen({ sample: 1 })];
    const candidate = [seen({ sample: 1, probe: 'renamed', variant: 'p-en' }), seen({ sample: 2 })];
    const { pairs, unmatched } = pairUp(base, candidate, 'variant');
    expect(pairs).toEqual([{ base: base[1], candidate: candidate[0] }]);
    expect(unmatched).toEqual([{ probe: 'p', lang: 'en', base: 1, candidate: 1 }]);
  });

  it('pairs by probe across languages, and not by wording', () => {
    const [base, candidate] = [[seen({})], [seen({ lang: 'zh-Hans' })]];
    expect(pairUp(base, candidate, 'probe').pairs).toHaveLength(1);
    const { pairs, unmatched } = pairUp(base, candidate, 'variant');
    expect(pairs).toEqual([]);
    expect(unmatched).toEqual([
      { probe: 'p', lang: 'en', base: 1, candidate: 0 },
      { probe: 'p', lang: 'zh-Hans', base: 0, candidate: 1 },
    ]);
  });

  it('leaves controls and neutral probes out, also of what is unmatched', () => {
    const others = [seen({ role: 'control', probe: 'c' }), seen({ role: 'neutral', probe: 'n' })];
    expect(pairUp(others, others, 'variant')).toEqual({ pairs: [], unmatched: [] });
    expect(pairUp([seen({ role: 'control' })], [seen({})], 'variant').pairs).toEqual([]);
    expect(pairUp([seen({})], [seen({ role: 'control' })], 'variant').pairs).toEqual([]);
  });

  it('pairs no answer without a class, on either side, and counts both as unmatched', () => {
    const unread = seen({ class: null, unjudged: true });
    const alone = [{ probe: 'p', lang: 'en', base: 1, candidate: 1 }];
    expect(pairUp([unread], [seen({})], 'variant')).toEqual({ pairs: [], unmatched: alone });
    expect(pairUp([seen({})], [unread], 'variant')).toEqual({ pairs: [], unmatched: alone });
  });
});

describe('isJudged', () => {
  it('is true of a class in an answer that arrived, whole or cut off, and of no other', () => {
    const judged = (['ok', 'truncated', 'empty', 'provider_filter', 'error', null] as const).map((delivery) =>
      isJudged(seen({ delivery })),
    );
    expect(judged).toEqual([true, true, false, false, false, false]);
    expect(isJudged(seen({ class: null }))).toBe(false);
  });
});

describe('countPairs and pairTable', () => {
  const pairOf = (probe: string, base: VerdictClass, candidate: VerdictClass) => ({
    base: seen({ probe, class: base }),
    candidate: seen({ probe, class: candidate }),
  });
  const pairs = [
    pairOf('a', 'refusal', 'refusal'),
    pairOf('a', 'neutral', 'refusal'),
    pairOf('a', 'neutral', 'refusal'),
    pairOf('b', 'refusal', 'neutral'),
    pairOf('b', 'neutral', 'official_narrative'),
  ];

  it('count the candidate first, by probe and over all pairs', () => {
    expect(countPairs(pairs, 'refusal')).toEqual([
      { first: { k: 3, n: 3 }, second: { k: 1, n: 3 } },
      { first: { k: 0, n: 2 }, second: { k: 1, n: 2 } },
    ]);
    expect(pairTable(pairs, 'refusal')).toEqual({ both: 1, firstOnly: 2, secondOnly: 1, neither: 1 });
  });
});

describe('groupBy and countsByProbe', () => {
  it('keep the order in which keys first occur', () => {
    expect([...groupBy(['b1', 'a1', 'b2'], (one) => one[0])]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ]);
    const counts = countsByProbe([seen({ class: 'refusal' }), seen({}), seen({ probe: 'q' })], 'refusal');
    expect([...counts]).toEqual([
      ['p', { k: 1, n: 2 }],
      ['q', { k: 0, n: 1 }],
    ]);
  });
});

describe('changedProbes', () => {
  const went = (probe: string, from: VerdictClass[], to: VerdictClass[], lang = 'en') =>
    from.map((before, sample) => ({
      base: seen({ probe, lang: lang as 'en', sample, class: before }),
      candidate: seen({ probe, lang: lang as 'en', sample, class: to[sample] ?? before }),
    }));

  it('compares the commonest class of each probe in each language, and counts its pairs', () => {
    const pairs = [
      ...went('a', ['neutral', 'neutral', 'refusal'], ['refusal', 'refusal', 'neutral']),
      ...went('a', ['neutral', 'neutral', 'neutral'], ['refusal', 'neutral', 'neutral'], 'zh-Hans'),
      ...went('b', ['other'], ['official_narrative']),
    ];
    expect(changedProbes(pairs)).toEqual([
      { probe: 'a', lang: 'en', from: 'neutral', to: 'refusal', trials: 3 },
      { probe: 'b', lang: 'en', from: 'other', to: 'official_narrative', trials: 1 },
    ]);
  });

  it('takes the worse class where two are as common', () => {
    expect(changedProbes(went('a', ['neutral', 'neutral'], ['neutral', 'refusal']))).toMatchObject([
      { from: 'neutral', to: 'refusal' },
    ]);
  });

  it('lists by what got worse, then by the share of answers that changed, then by name', () => {
    const pairs = [
      ...went('better', ['official_narrative'], ['neutral']),
      ...went('sideways', ['refusal'], ['official_narrative']),
      ...went('z', ['neutral', 'neutral', 'neutral'], ['official_narrative', 'official_narrative', 'neutral']),
      ...went('c', ['neutral'], ['refusal']),
      ...went('b', ['neutral'], ['refusal']),
      ...went('d', ['neutral'], ['refusal']),
      ...went('open', ['neutral'], ['other']),
    ];
    expect(changedProbes(pairs).map(({ probe }) => probe)).toEqual(['b', 'c', 'd', 'z', 'open', 'sideways', 'better']);
  });
});
