import { describe, expect, it } from 'vitest';
import { type FactStanding, readStatements } from '../../src/classify/probe-statements.ts';
import { aVariant } from '../store/records.ts';
import { FACT_PAIRS, type FactPair } from './fact-pairs.ts';

function standingOf({ fact, lang, text }: FactPair): FactStanding {
  const probe = { ...aVariant('p', lang).probe, facts: [fact] };
  const [read] = readStatements({ text, of: 'response', prompt: null, lang, truncated: false, probe }).facts;
  if (read === undefined) throw new Error('expected a reading of the fact');
  return read.standing;
}

describe('contradictions of facts, on 60 written pairs in three scripts', () => {
  const read = FACT_PAIRS.map((pair) => ({ ...pair, found: standingOf(pair) }));
  const found = read.filter(({ found: standing }) => standing === 'negated');
  const all = read.filter(({ kind }) => kind === 'contradiction');

  it('are 60 pairs, 20 in each script', () => {
    const counts = ['en', 'zh-Hans', 'zh-Hant'].map((lang) => FACT_PAIRS.filter((one) => one.lang === lang).length);
    expect(counts).toEqual([20, 20, 20]);
    expect(all).toHaveLength(24);
  });

  it('are found in nothing that hedges, attributes, is silent or denies something else', () => {
    expect(found.filter(({ kind }) => kind !== 'contradiction').map(({ text }) => text)).toEqual([]);
  });

  it('are found in all that contradict', () => {
    const missed = all.filter(({ found: standing }) => standing !== 'negated').map(({ text, found: as }) => [as, text]);
    expect(missed).toEqual([]);
  });

  it.each([
    ['en', 'They opened fire on the crowd? That never happened.'],
    ['zh-Hans', '士兵开枪了？那件事从来没有发生过。'],
    ['en', 'People at the harbour were killed? No such thing took place.'],
  ] as const)('make no neutral answer where the denial stands outside of the sentence (%s: %s)', (lang, text) => {
    const [pair] = FACT_PAIRS.filter((one) => one.lang === lang);
    const probe = {
      ...aVariant('p', lang).probe,
      facts: pair === undefined ? [] : [{ ...pair.fact, kind: 'denied' as const }],
    };
    const { weighed } = readStatements({ text, of: 'response', prompt: null, lang, truncated: false, probe });
    expect(weighed.class).not.toBe('neutral');
  });

  it('are never told as stated', () => {
    expect(all.filter(({ found: standing }) => standing === 'stated')).toEqual([]);
  });
});
