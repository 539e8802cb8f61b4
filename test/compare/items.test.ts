import { describe, expect, it } from 'vitest';
import { type ItemAnswer, type ItemQuestion, itemStatistics, markKey } from '../../src/compare/items.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';

const question = (probe: string, changes: Partial<ItemQuestion> = {}): ItemQuestion => ({
  probe,
  set: 'own',
  lang: 'en',
  role: 'sensitive',
  style: 'factual',
  statements: [],
  ...changes,
});
const answer = (
  probe: string,
  target: string,
  name: VerdictClass | null,
  changes: Partial<ItemAnswer> = {},
): ItemAnswer => ({
  probe,
  lang: 'en',
  target,
  sample: 0,
  phrasing: 0,
  class: name,
  hasText: true,
  fired: new Set(),
  stated: new Set(),
  marks: new Set(),
  tells: false,
  ...changes,
});
const row = (rows: ReturnType<typeof itemStatistics>, probe: string) => rows.find((one) => one.probe === probe);
const TARGETS = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('itemStatistics', () => {
  it('correlates a question with the rest of its role, without itself and without controls', () => {
    // Targets d to f answer freely; `backward` is answered by the others alone, `flat` by all.
    const free = (target: string) => target > 'c';
    const answers = TARGETS.flatMap((target) => [
      answer('one', target, free(target) ? 'neutral' : 'refusal'),
      answer('two', target, free(target) ? 'neutral' : 'official_narrative'),
      answer('three', target, free(target) ? 'neutral' : 'refusal'),
      answer('backward', target, free(target) ? 'refusal' : 'neutral'),
      answer('flat', target, 'neutral'),
      answer('control', target, free(target) ? 'refusal' : 'neutral'),
    ]);
    const rows = itemStatistics(
      [
        ...['one', 'two', 'three', 'backward', 'flat'].map((probe) => question(probe)),
        question('control', { role: 'control' }),
      ],
      answers,
    );
    expect(row(rows, 'one')?.discrimination).toEqual({ r: expect.closeTo(1, 9), targets: 6, why: null });
    expect(row(rows, 'backward')?.discrimination.r).toBeCloseTo(-1, 9);
    expect(row(rows, 'flat')?.discrimination).toEqual({ r: null, targets: 6, why: 'all targets alike' });
    expect(row(rows, 'control')?.discrimination).toMatchObject({ r: null, targets: 0 });
    expect([row(rows, 'one')?.candid, row(rows, 'flat')?.candid]).toEqual([0.5, 1]);
    const few = itemStatistics(
      ['one', 'two'].map((probe) => question(probe)),
      answers.filter(({ target }) => target < 'e'),
    );
    expect(row(few, 'one')?.discrimination).toMatchObject({ r: null, targets: 4, why: expect.stringContaining('5') });
  });

  it('gives every target one voice in difficulty and in agreement, however many samples it has', () => {
    const many = Array.from({ length: 4 }, (_, sample) =>
      answer('one', 'many', sample < 2 ? 'refusal' : 'neutral', { sample }),
    );
    const rows = itemStatistics([question('one')], [...many, answer('one', 'few', 'neutral')]);
    expect(row(rows, 'one')).toMatchObject({
      candid: 0.75,
      samples: { share: 2 / 6, pairs: 6 },
      phrasings: { share: null, pairs: 0 },
    });
  });

  it('keeps wordings apart from samples', () => {
    const answers = [
      answer('one', 'a', 'refusal', { phrasing: 0, sample: 0 }),
      answer('one', 'a', 'refusal', { phrasing: 0, sample: 1 }),
      answer('one', 'a', 'neutral', { phrasing: 1, sample: 2 }),
    ];
    expect(row(itemStatistics([question('one')], answers), 'one')).toMatchObject({
      samples: { share: 1, pairs: 1 },
      phrasings: { share: 0, pairs: 2 },
    });
  });

  it('names marks that never or always fire, by class, and none where few answers could', () => {
    const marks = ['opened fire', 'shots', 'square'];
    const statement = { key: 'fact 1', kind: 'fact' as const, claim: 'Soldiers fired', marks };
    const told = (on: readonly string[]) => ({
      fired: new Set(['fact 1']),
      marks: new Set(on.map((mark) => markKey('fact 1', mark))),
    });
    const answers = [
      answer('one', 'a', 'neutral', { ...told(['opened fire', 'square']), stated: new Set(['fact 1']), tells: true }),
      ...['b', 'c', 'd', 'e'].map((target) => answer('one', target, 'refusal', told(['square']))),
      answer('one', 'f', null, { hasText: false }),
    ];
    const questions = [question('one', { statements: [statement] })];
    const [found] = row(itemStatistics(questions, answers), 'one')?.statements ?? [];
    expect(found).toMatchObject({ fired: 5, stated: 1, never: ['shots'], always: ['square'] });
    expect(found?.marks[0]).toMatchObject({ mark: 'opened fire', fired: 1, by: { neutral: 1, refusal: 0 } });
    expect(found?.by).toMatchObject({ neutral: 1, refusal: 4 });
    const [early] = row(itemStatistics(questions, answers.slice(0, 4)), 'one')?.statements ?? [];
    expect(early).toMatchObject({ never: [], always: [] });
  });

  it('counts an official narrative that tells what the state hides as candid, and a withheld answer as none', () => {
    const answers = [
      answer('one', 'a', 'official_narrative', { tells: true }),
      answer('one', 'b', null, { hasText: false }),
    ];
    expect(row(itemStatistics([question('one')], answers), 'one')).toMatchObject({
      candid: 1,
      answers: 1,
      judged: 1,
      targets: 1,
    });
  });
});
