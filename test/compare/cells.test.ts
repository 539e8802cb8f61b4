import { describe, expect, it } from 'vitest';
import { COMPARED, divisions, pairedCells, targetLabel } from '../../src/compare/cell.ts';
import { compare, compareAcross, correctedTogether } from '../../src/compare/compare.ts';
import { pairUp } from '../../src/compare/pair.ts';
import { unpairedCells } from '../../src/compare/unpaired.ts';
import type { Observation } from '../../src/model/observation.ts';
import { clusterBootstrap } from '../../src/stats/cluster-bootstrap.ts';
import { clusterRate } from '../../src/stats/cluster-rate.ts';
import { fisherExact } from '../../src/stats/fisher-exact.ts';
import { newcombeUnpaired } from '../../src/stats/newcombe-unpaired.ts';
import { pairedDifference } from '../../src/stats/paired-difference.ts';
import { signFlipTest } from '../../src/stats/sign-flip.ts';
import { seen } from './seen.ts';

const labels = { base: 'a', candidate: 'b' };
/** `samples` answers to each probe, of which so many are refusals. */
const side = (refused: readonly number[], samples: number, changes: Partial<Observation> = {}): Observation[] =>
  refused.flatMap((k, i) =>
    Array.from({ length: samples }, (_, sample) =>
      seen({ probe: `p${i}`, sample, class: sample < k ? 'refusal' : 'neutral', ...changes }),
    ),
  );

describe('divisions', () => {
  const members = [seen({ topic: 'taiwan' }), seen({ topic: 'tibet' }), seen({ topic: 'taiwan', lang: 'zh-Hans' })];
  const shown = (given: readonly Observation[], byLang: boolean) =>
    divisions(given, (one) => one, byLang).map(({ lang, topic, members: inside }) => [lang, topic, inside.length]);

  it('are the totals and then each language and topic, also where they cross', () => {
    expect(shown(members, true)).toEqual([
      [null, null, 3],
      [null, 'taiwan', 2],
      [null, 'tibet', 1],
      ['en', null, 2],
      ['en', 'taiwan', 1],
      ['en', 'tibet', 1],
      ['zh-Hans', null, 1],
      ['zh-Hans', 'taiwan', 1],
      ['zh-Hans', 'tibet', 0],
    ]);
  });

  it('are the total alone for one language and one topic, with that language’s name where languages are told apart', () => {
    expect(shown(members.slice(0, 1), true)).toEqual([['en', null, 1]]);
    expect(shown(members.slice(0, 2), false)).toEqual([
      [null, null, 2],
      [null, 'taiwan', 1],
      [null, 'tibet', 1],
    ]);
  });
});

describe('pairedCells', () => {
  const [before, after] = [side([0, 1, 0, 2, 1], 3), side([2, 3, 1, 1, 3], 3, { target: 'n' })];
  const cells = pairedCells(pairUp(before, after, 'variant').pairs, true);
  const counts = [2, 3, 1, 1, 3].map((k, i) => ({
    first: { k, n: 3 },
    second: { k: [0, 1, 0, 2, 1][i] ?? 0, n: 3 },
  }));

  it('hold refusal, official narrative and neutral, each by the paired statistics of its probes', () => {
    expect(cells.map((cell) => cell.class)).toEqual(['refusal', 'official_narrative', 'neutral']);
    expect(COMPARED).not.toContain('other');
    const [cell] = cells;
    const difference = pairedDifference(counts);
    const shares = counts.map(({ first, second }) => first.k / 3 - second.k / 3);
    expect(cell).toMatchObject({ target: 'm → n', lang: 'en', topic: null, pairs: 5, mcnemar: null });
    expect(cell).toMatchObject({
      base: difference?.second,
      candidate: difference?.first,
      diff: difference?.diff,
      lo: difference?.lo,
      hi: difference?.hi,
      p: signFlipTest(shares, 1),
    });
    expect(cell?.candidate).toBeCloseTo(10 / 15, 12);
    expect(cell?.base).toBeCloseTo(4 / 15, 12);
  });

  it('draw the sign flips and a thousand resamples of many probes’ differences by a fixed seed', () => {
    const many = Array.from({ length: 30 }, (_, i) => i % 3);
    const more = Array.from({ length: 30 }, (_, i) => (i * i) % 8);
    const { pairs } = pairUp(side(many, 7), side(more, 7), 'variant');
    const shares = many.map((k, i) => (more[i] ?? 0) / 7 - k / 7);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const options = { draws: 1_000, seed: 20_260_101, method: 'bca' } as const;
    const [cell] = pairedCells(pairs, true);
    expect(cell?.p).toBeCloseTo(signFlipTest(shares, 20_260_101), 12);
    expect(cell?.bootstrap).toEqual(clusterBootstrap(shares, mean, options));
  });

  it('name one target once', () => {
    expect(targetLabel('m', 'm')).toBe('m');
  });
});

describe('unpairedCells', () => {
  it('are Newcombe’s difference and Fisher’s p of one answer a probe', () => {
    const [cell] = unpairedCells(side([1, 0, 0, 0, 0, 0], 1), side([1, 1, 1, 0], 1, { target: 'n' }));
    const [before, after] = [
      [1, 0, 0, 0, 0, 0],
      [1, 1, 1, 0],
    ].map((ks) => clusterRate(ks.map((k) => ({ k, n: 1 }))));
    if (before == null || after == null) throw new Error('no rates');
    expect(cell).toEqual({
      target: 'm → n',
      lang: 'en',
      topic: null,
      class: 'refusal',
      pairs: 0,
      base: 1 / 6,
      candidate: 0.75,
      ...newcombeUnpaired(after, before),
      p: fisherExact({ k: 3, n: 4 }, { k: 1, n: 6 }),
      mcnemar: null,
      bootstrap: null,
      labelled: null,
    });
  });

  it('take repeated answers for the whole number of independent ones that they are worth', () => {
    const [before, after] = [
      [5, 0, 0, 5, 0, 1, 0, 0, 0, 0, 1, 0],
      [5, 5, 4, 0, 5, 5, 5, 5],
    ];
    const [cell] = unpairedCells(side(before, 5), side(after, 5));
    const worth = (ks: number[]) => {
      const found = clusterRate(ks.map((k) => ({ k, n: 5 })));
      const n = Math.floor(found?.effectiveN ?? 0);
      expect(n).toBeGreaterThan(1);
      return { k: Math.round((found?.rate ?? 0) * n), n };
    };
    expect(cell?.p).toBeLessThan(0.1);
    expect(cell?.p).toBeCloseTo(fisherExact(worth(after), worth(before)), 12);
    const once = unpairedCells(side([1, 0, 0, 1, 0, 0], 1), side([1, 1, 1, 1, 1], 1));
    const twice = [...side([1, 0, 0, 1, 0, 0], 1), seen({ probe: 'p0', sample: 1, class: 'refusal' })];
    expect(unpairedCells(twice, side([1, 1, 1, 1, 1], 1))[0]?.p).toBeGreaterThan(once[0]?.p ?? 1);
  });

  it('never count under one independent answer', () => {
    const cell = unpairedCells(side([0, 0], 3), side([3, 3], 3)).find((one) => one.class === 'refusal');
    expect(cell?.p).toBe(1);
  });

  it('leave out controls, failed calls and cells with answers on one side only', () => {
    const base = [...side([1, 1], 1), ...side([0], 1, { role: 'control' }), seen({ delivery: 'error', class: null })];
    const candidate = [...side([0, 0], 1), ...side([1], 1, { topic: 'tibet' }), ...side([0], 1, { lang: 'zh-Hans' })];
    const cells = unpairedCells(base, candidate).filter((one) => one.class === 'refusal');
    expect(cells.map(({ lang, topic, base: rate }) => [lang, topic, rate])).toEqual([
      [null, null, 1],
      [null, 'taiwan', 1],
      ['en', null, 1],
      ['en', 'taiwan', 1],
    ]);
  });
});

describe('compare', () => {
  it('counts unpaired only what was judged of sensitive probes where questions differ, and keeps what it was told', () => {
    const base = [seen({}), seen({ role: 'control' }), seen({ class: null, unjudged: true })];
    const found = compare(base, [seen({ class: 'refusal' })], labels, { pairBy: 'nothing', warnings: ['first'] });
    expect(found).toMatchObject({
      base: 'a',
      candidate: 'b',
      paired: 0,
      unpaired: 2,
      unmatched: [],
      correction: 'holm',
    });
    expect(found.warnings).toEqual([
      'first',
      'compared unpaired: the sides’ questions differ, and a difference may be theirs and not the models’',
    ]);
    expect(found.cells.every(({ p, p_adjusted: adjusted }) => adjusted >= p)).toBe(true);
  });

  it('says where answers have no partner, and warns once they are more than those that have', () => {
    const [base, candidate] = [side([0, 0, 0, 0], 1), side([0, 0], 1)];
    const half = compare(base, candidate, labels);
    expect(half).toMatchObject({ paired: 2, unpaired: 2, warnings: [] });
    expect(half.unmatched).toEqual([
      { probe: 'p2', lang: 'en', base: 1, candidate: 0 },
      { probe: 'p3', lang: 'en', base: 1, candidate: 0 },
    ]);
    const extra = [...candidate, seen({ probe: 'new', class: 'refusal' })];
    const found = compare(base, extra, labels, { warnings: ['first'] });
    expect(found).toMatchObject({ paired: 2, unpaired: 3 });
    expect(found.warnings).toEqual([
      'first',
      'more answers are without a partner than with one; the pairs may not stand for the rest',
    ]);
  });

  it('says how to go on where nothing is paired', () => {
    expect(compare(side([0], 1), [], labels).warnings).toEqual([
      'nothing is paired: the two sides share no judged answers (--unpaired compares their rates)',
    ]);
  });

  it('tells languages apart where wordings are paired, and not where probes are', () => {
    const both = [...side([0, 1], 1), ...side([1, 1], 1, { lang: 'zh-Hans' })].map((one) => ({
      ...one,
      variant: `${one.probe}-${one.lang}`,
    }));
    expect(new Set(compare(both, both, labels).cells.map(({ lang }) => lang))).toEqual(
      new Set([null, 'en', 'zh-Hans']),
    );
    const targets = compareAcross([...both, ...both.map((one) => ({ ...one, target: 'n' }))], 'targets');
    expect(new Set(targets[0]?.cells.map(({ lang }) => lang))).toEqual(new Set([null, 'en', 'zh-Hans']));
    const across = compareAcross(both, 'languages');
    expect(across).toMatchObject([{ base: 'm/en', candidate: 'm/zh-Hans', paired: 2, correction: 'holm' }]);
    expect(new Set(across[0]?.cells.map(({ lang }) => lang))).toEqual(new Set([null]));
  });

  it('compares targets in the order of their names, each with those after it', () => {
    const all = ['c', 'a', 'b'].flatMap((name) => side([0, 1], 1, { target: name }));
    expect(compareAcross(all, 'targets', 'bh').map((one) => [one.base, one.candidate, one.correction])).toEqual([
      ['a', 'b', 'bh'],
      ['a', 'c', 'bh'],
      ['b', 'c', 'bh'],
    ]);
  });

  it('gives each comparison its own cells back when p is corrected over all', () => {
    const [one, two] = [
      compare(side([0, 0, 0, 0, 0], 1), side([1, 1, 1, 1, 1], 1), labels),
      compare(side([0, 0, 0, 0, 0], 1), side([1, 1, 1, 1, 0], 1), labels),
    ];
    const together = correctedTogether([one, two], 'holm');
    expect(together.map(({ cells }) => cells.map(({ p }) => p))).toEqual(
      [one, two].map(({ cells }) => cells.map(({ p }) => p)),
    );
    // Of six cells the two of p = 2/32 are adjusted by 6, and those of 2/16 by what is then the largest.
    expect(together[0]?.cells.map((cell) => cell.p_adjusted)).toEqual([6 * (2 / 32), 1, 6 * (2 / 32)]);
    expect(together[1]?.cells.map((cell) => cell.p_adjusted)).toEqual([4 * (2 / 16), 1, 4 * (2 / 16)]);
    const [bh] = correctedTogether([one, two], 'bh');
    expect(bh?.correction).toBe('bh');
    expect(bh?.cells[0]?.p_adjusted).toBeCloseTo((6 / 2) * (2 / 32), 12);
  });
});
