import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupBy } from '../../src/compare/tally.ts';
import type { PoolItem } from '../../src/review/queue.ts';
import { drawSample, SAMPLE_FIELDS, type Sample } from '../../src/review/sample.ts';
import { aPool } from './pool.ts';

const pool = aPool([
  ['refusal', 'en', 30],
  ['official_narrative', 'en', 12],
  ['neutral', 'en', 260],
  ['neutral', 'zh-Hans', 90],
  [null, 'zh-Hans', 4],
]);
const fields = SAMPLE_FIELDS;

function draw(
  size: number,
  more: Partial<Parameters<typeof drawSample>[1]> = {},
  from: readonly PoolItem[] = pool,
): Sample {
  return drawSample(from, { size, seed: 1, fields, ...more });
}

const trialsOf = ({ items }: Sample): string[] => items.map(({ trial }) => trial);

describe('a sample drawn for labelling', () => {
  it('is the same whatever the order in which answers were read, and another under another seed', () => {
    expect(trialsOf(draw(80, {}, [...pool].reverse()))).toEqual(trialsOf(draw(80)));
    expect(trialsOf(draw(80, { seed: 2 }))).not.toEqual(trialsOf(draw(80)));
  });

  it('says of each answer how likely it was, and the weights add up to all answers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 396 }), fc.nat(), (size, seed) => {
        const { items } = draw(size, { seed });
        expect(items.length).toBe(size);
        expect(new Set(items.map(({ trial }) => trial)).size).toBe(size);
        expect(items.reduce((sum, { probability }) => sum + 1 / probability, 0)).toBeCloseTo(pool.length, 6);
      }),
    );
  });

  it('takes two of every stratum or all that it has, and more of rare classes than their share', () => {
    const { items } = draw(60);
    const strata = groupBy(items, ({ stratum }) => stratum);
    for (const [, members] of strata)
      expect(members.length).toBeGreaterThanOrEqual(Math.min(2, members[0]?.answers ?? 0));
    const shareOf = (among: readonly PoolItem[]) =>
      among.filter(({ class: found }) => found === 'refusal').length / among.length;
    expect(shareOf(items)).toBeGreaterThan(shareOf(pool));
  });

  it('gives up the finest fields, never the class, where labels are too few for them', () => {
    expect(draw(60).fields).toEqual(['class', 'target', 'lang', 'role']);
    expect(draw(16).fields).toEqual(['class', 'target']);
    expect(draw(4).fields).toEqual(['class']);
  });

  it('holds the smaller sample, in its places, when it is drawn larger and divided further', () => {
    const first = draw(16);
    const second = draw(90, { kept: first.fields, before: trialsOf(first) });
    expect(second.fields).toEqual(['class', 'target', 'lang', 'role']);
    expect(trialsOf(second).slice(0, 16)).toEqual(trialsOf(first));
    expect(second.items).toHaveLength(90);
  });

  it('takes in what came later and would have been drawn before', () => {
    const first = draw(100);
    const grown = [...pool, ...aPool([['neutral', 'en', 600]]).slice(260)];
    const second = draw(100, { kept: first.fields, before: trialsOf(first) }, grown);
    expect(trialsOf(second).slice(0, 100)).toEqual(trialsOf(first));
    expect(second.items.length).toBeGreaterThan(100);
    // In each stratum the numbers drawn are the smallest: drawn anew from all answers, at that size, the sample is the same.
    const sizes = groupBy(second.items, ({ stratum }) => stratum);
    for (const [, members] of sizes) expect(members.length).toBe(members[0]?.drawn);
  });

  it('draws each answer of a stratum as often as its probability says', () => {
    const small = aPool([
      ['refusal', 'en', 6],
      ['neutral', 'en', 18],
    ]);
    const times = new Map<string, number>();
    let expected = new Map<string, number>();
    const draws = 3_000;
    for (let seed = 0; seed < draws; seed++) {
      const { items } = drawSample(small, { size: 9, seed, fields: ['class'] });
      for (const { trial } of items) times.set(trial, (times.get(trial) ?? 0) + 1);
      expected = new Map(items.map(({ class: found, probability }) => [String(found), probability]));
    }
    for (const { trial, class: found } of small) {
      const p = expected.get(String(found)) ?? 0;
      const error = Math.sqrt((p * (1 - p)) / draws);
      expect(Math.abs((times.get(trial) ?? 0) / draws - p)).toBeLessThan(4.5 * error + 1e-9);
    }
  });
});
