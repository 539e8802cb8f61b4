import { describe, expect, it } from 'vitest';
import { COMPARED, divisions, pairedCells, targetLabel } from '../../src/compare/cell.ts';
import { clustersOf } from '../../src/compare/clusters.ts';
import { compare, compareAcross, compareRaw, correctedTogether } from '../../src/compare/compare.ts';
import type { Estimand } from '../../src/compare/estimand.ts';
import { pairUp } from '../../src/compare/pair.ts';
import { unpairedCells } from '../../src/compare/unpaired.ts';
import type { Observation } from '../../src/model/observation.ts';
import { clusterRate } from '../../src/stats/cluster-rate.ts';
import { fisherExact } from '../../src/stats/fisher-exact.ts';
import { newcombeUnpaired } from '../../src/stats/newcombe-unpaired.ts';
import { signFlipTest } from '../../src/stats/sign-flip.ts';
import { testedDifference } from '../../src/stats/tested-difference.ts';
import { seen } from './seen.ts';

const making = (estimand: Estimand = 'questions like these on these topics', trials: readonly Observation[] = []) => ({
  clusterOf: clustersOf(trials, { estimand }),
  estimand,
});
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
  const [before, after] = [side([0, 1, 0, 2, 1, 0], 3), side([2, 3, 1, 1, 3, 2], 3, { target: 'n' })];
  const { pairs } = pairUp(before, after, 'variant');
  const cells = pairedCells(pairs, true, making());
  const counts = [2, 3, 1, 1, 3, 2].map((k, i) => ({
    first: { k, n: 3 },
    second: { k: [0, 1, 0, 2, 1, 0][i] ?? 0, n: 3 },
  }));

  it('hold refusal, official narrative and neutral, each by the paired statistics of its probes', () => {
    expect(cells.map((cell) => cell.class)).toEqual(['refusal', 'official_narrative', 'neutral']);
    expect(COMPARED).not.toContain('other');
    const [cell] = cells;
    const difference = testedDifference(counts);
    const shares = counts.map(({ first, second }) => first.k / 3 - second.k / 3);
    expect(cell).toMatchObject({
      target: 'm → n',
      lang: 'en',
      topic: null,
      pairs: 6,
      clusters: 6,
      mcnemar: null,
      why: null,
    });
    expect(cell).toMatchObject({
      base: difference?.second,
      candidate: difference?.first,
      diff: difference?.diff,
      lo: difference?.lo,
      hi: difference?.hi,
      p: difference?.p,
    });
    expect(cell?.p).toBeGreaterThanOrEqual(signFlipTest(shares));
    expect(cell?.candidate).toBeCloseTo(12 / 18, 12);
    expect(cell?.base).toBeCloseTo(4 / 18, 12);
  });

  it('say nothing of other questions where fewer than six do not hang together, and still what these ones show', () => {
    const tied = pairs.map(({ base, candidate }) => {
      const cluster = base.probe < 'p2' ? 'x' : base.probe;
      return { base: { ...base, cluster }, candidate: { ...candidate, cluster } };
    });
    const trials = tied.map(({ base }) => base);
    const [cell] = pairedCells(tied, true, making(undefined, trials));
    expect(cell).toMatchObject({ clusters: 5, pairs: 6, lo: null, hi: null, p: null, mcnemar: null });
    expect(cell?.why).toContain('5 independent questions');
    expect(cell?.these?.lo).toBeGreaterThan(0);
    const [same] = pairedCells(tied, true, making('these questions', trials));
    expect(same).toMatchObject({ p: null, why: null, lo: cell?.these?.lo, hi: cell?.these?.hi });
    const [topics] = pairedCells(tied, true, making('topics in general', trials));
    expect(topics).toMatchObject({ lo: null, clusters: 1 });
    expect(topics?.why).toContain('at least 10 topics');
  });

  it('count answers that were always alike once for these questions', () => {
    const steady = pairUp(side([0, 3, 0, 3], 3), side([3, 3, 0, 3], 3), 'variant').pairs;
    const single = pairUp(side([0, 1, 0, 1], 1), side([1, 1, 0, 1], 1), 'variant').pairs;
    expect(pairedCells(steady, true, making())[0]?.these).toEqual(pairedCells(single, true, making())[0]?.these);
    const loose = pairUp(side([0, 3, 1, 3], 3), side([3, 3, 0, 3], 3), 'variant').pairs;
    const width = (given: typeof pairs): number => {
      const these = pairedCells(given, true, making())[0]?.these;
      return (these?.hi ?? 0) - (these?.lo ?? 0);
    };
    expect(width(loose)).toBeLessThan(width(single));
  });

  it('name one target once', () => {
    expect(targetLabel('m', 'm')).toBe('m');
  });
});

describe('unpairedCells', () => {
  it('are Newcombe’s difference and Fisher’s p of one answer a probe', () => {
    const [cell] = unpairedCells(side([1, 0, 0, 0, 0, 0], 1), side([1, 1, 1, 0], 1, { target: 'n' }), making());
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
      diff: newcombeUnpaired(after, before).diff,
      lo: null,
      hi: null,
      why: '4 independent questions; fewer than 6 speak for themselves only',
      p: null,
      estimand: 'questions like these on these topics',
      clusters: 4,
      these: null,
      mcnemar: null,
      labelled: null,
      intervalAt: expect.any(Function),
      totals: null,
    });
  });

  it('have Newcombe’s interval and Fisher’s p with six questions a side, which agree', () => {
    const [cell] = unpairedCells(
      side([1, 0, 0, 0, 0, 0, 0], 1),
      side([1, 1, 1, 0, 1, 1, 1], 1, { target: 'n' }),
      making(),
    );
    const [before, after] = [
      [1, 0, 0, 0, 0, 0, 0],
      [1, 1, 1, 0, 1, 1, 1],
    ].map((ks) => clusterRate(ks.map((k) => ({ k, n: 1 }))));
    if (before == null || after == null) throw new Error('no rates');
    const { lo, hi } = newcombeUnpaired(after, before);
    expect(lo).toBeGreaterThan(0);
    expect(cell).toMatchObject({ lo, hi });
    expect(cell?.p).toBeGreaterThanOrEqual(fisherExact({ k: 6, n: 7 }, { k: 1, n: 7 }));
    expect(cell?.p).toBeLessThan(0.05);
  });

  it('take repeated answers for the whole number of independent ones that they are worth', () => {
    const [before, after] = [
      [5, 0, 0, 5, 0, 1, 0, 0, 0, 0, 1, 0],
      [5, 5, 4, 0, 5, 5, 5, 5],
    ];
    const [cell] = unpairedCells(side(before, 5), side(after, 5), making());
    const worth = (ks: number[]) => {
      const found = clusterRate(ks.map((k) => ({ k, n: 5 })));
      const n = Math.floor(found?.effectiveN ?? 0);
      expect(n).toBeGreaterThan(1);
      return { k: Math.round((found?.rate ?? 0) * n), n };
    };
    expect(cell?.p).toBeLessThan(0.1);
    expect(cell?.p).toBeGreaterThanOrEqual(fisherExact(worth(after), worth(before)) - 1e-12);
  });

  it('leave out controls, failed calls and cells with answers on one side only', () => {
    const base = [...side([1, 1], 1), ...side([0], 1, { role: 'control' }), seen({ delivery: 'error', class: null })];
    const candidate = [...side([0, 0], 1), ...side([1], 1, { topic: 'tibet' }), ...side([0], 1, { lang: 'zh-Hans' })];
    const cells = unpairedCells(base, candidate, making()).filter((one) => one.class === 'refusal');
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
      estimand: 'questions like these on these topics',
    });
    expect(found.warnings).toEqual([
      'first',
      'compared unpaired: the sides’ questions differ, and a difference may be theirs and not the models’',
    ]);
    expect(found.cells.every(({ p, p_adjusted: adjusted }) => p === null && adjusted === null)).toBe(true);
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
    expect(across).toMatchObject([{ base: 'm/en', candidate: 'm/zh-Hans', paired: 2, correction: 'maxt' }]);
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
    const zeros = new Array<number>(9).fill(0);
    const [one, two] = [
      compareRaw(side(zeros, 1), side([1, 1, 1, 1, 1, 1, 1, 1, 1], 1), labels),
      compareRaw(side(zeros, 1), side([1, 1, 1, 1, 1, 1, 1, 1, 0], 1), labels),
    ];
    const together = correctedTogether([one, two], 'holm');
    expect(together.map(({ cells }) => cells.map(({ p }) => p))).toEqual(
      [one, two].map(({ cells }) => cells.map(({ p }) => p)),
    );
    const [most = 1, less = 1] = [one, two].map(({ cells }) => cells[0]?.p ?? 1);
    expect(together[0]?.cells.map((cell) => cell.p_adjusted)).toEqual([6 * most, 1, 6 * most]);
    expect(together[1]?.cells.map((cell) => cell.p_adjusted)).toEqual([4 * less, 1, 4 * less]);
    const [bh] = correctedTogether([one, two], 'bh');
    expect(bh?.correction).toBe('bh');
    expect(bh?.cells[0]?.p_adjusted).toBeCloseTo((6 / 2) * most, 12);
    const maxt = correctedTogether([one, two], 'maxt')[1]?.cells[0];
    expect(maxt?.p_adjusted).toBeLessThan(4 * less);
    expect(maxt?.p_adjusted).toBeGreaterThanOrEqual(less);
  });

  it('has intervals for the family that agree with the adjusted p, totals and topics each a family', () => {
    const topics = ['a', 'b', 'c', 'd'];
    const asked = (change: (i: number) => boolean, target: string) =>
      Array.from({ length: 32 }, (_, i) =>
        seen({
          probe: `p${i}`,
          variant: `v${i}`,
          target,
          topic: topics[i % 4] ?? '',
          class: change(i) ? 'refusal' : 'neutral',
        }),
      );
    const all = [
      ...asked((i) => i % 9 === 0, 'm'),
      ...asked((i) => i % 4 < 2 || i % 9 === 0, 'n'),
      ...asked((i) => i % 5 === 0, 'o'),
    ];
    for (const correction of ['maxt', 'holm', 'bh'] as const) {
      const cells = compareAcross(all, 'targets', correction).flatMap((one) => one.cells);
      expect(cells.filter((cell) => (cell.p_adjusted ?? 1) <= 0.05).length).toBeGreaterThan(1);
      for (const { p, p_adjusted: adjusted, lo, hi, family } of cells) {
        if (p === null || adjusted === null || lo === null || hi === null || family === null) throw new Error('no p');
        expect(adjusted).toBeGreaterThanOrEqual(p);
        expect(family.lo > 0 || family.hi < 0).toBe(adjusted <= 0.05);
        expect(lo > 0 || hi < 0).toBe(p <= 0.05);
        if (adjusted > 0.05) expect(family.hi - family.lo).toBeGreaterThanOrEqual(hi - lo - 1e-9);
      }
    }
    const totals = compareAcross(all, 'targets').flatMap((one) => one.cells.filter(({ topic }) => topic === null));
    const alone = compareAcross(
      all.map((one) => ({ ...one, topic: 'a' })),
      'targets',
    ).flatMap((one) => one.cells);
    expect(totals.map((cell) => cell.p_adjusted)).toEqual(alone.map((cell) => cell.p_adjusted));
  });

  it('looks at topics only where a total has a finding', () => {
    const asked = (refusing: string, target: string) =>
      Array.from({ length: 20 }, (_, i) => {
        const topic = i < 10 ? 'a' : 'b';
        return seen({ probe: `p${i}`, topic, target, class: topic === refusing ? 'refusal' : 'neutral' });
      });
    const turned = compare(asked('a', 'm'), asked('b', 'm'), labels).cells;
    expect(turned.find(({ topic }) => topic === null)).toMatchObject({ diff: 0, p: 1 });
    const topic = turned.find((cell) => cell.topic === 'a' && cell.class === 'refusal');
    expect(topic?.p).toBeLessThan(0.01);
    expect(topic?.p_adjusted).toBe(1);
    expect(topic?.family?.hi).toBe(0);
    const risen = compare(asked('', 'm'), asked('b', 'm'), labels).cells;
    expect(risen.find((cell) => cell.topic === 'b' && cell.class === 'refusal')?.p_adjusted).toBeLessThan(0.01);
  });
});
