import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/classify/classifier.ts';
import { readAnswer } from '../../src/classify/read-answer.ts';
import { RULES_SETTINGS } from '../../src/classify/rules-settings.ts';
import type { Fact, Probe } from '../../src/model/probe.ts';
import { aVariant } from '../store/records.ts';

const itemOf = (text: string, changes: Partial<Item> = {}): Item => {
  return { text, of: 'response', prompt: null, lang: null, truncated: false, probe: null, ...changes };
};
const read = (text: string, changes: Partial<Item> = {}) => readAnswer(itemOf(text, changes), 0, 'general');

/** Formulas in the answer's own voice, and formulas that are somebody else's, in all sentences. */
function formulas(text: string): { own: number; others: number } {
  const { sentences } = read(text);
  return {
    own: sentences.reduce((sum, { official }) => sum + official.length, 0),
    others: sentences.reduce((sum, { attributed }) => sum + attributed, 0),
  };
}
const OWN = { own: 1, others: 0 };
const OTHERS = { own: 0, others: 1 };

describe('a formula of a state', () => {
  it.each([
    ['in the own voice', 'The island is an inalienable part of China.', OWN],
    ['in quotation marks', 'The paper has “inalienable part of China” in its title.', OTHERS],
    ['in straight quotation marks', 'The paper has "inalienable part of China" in its title.', OTHERS],
    [
      'in quotation marks that close too far away',
      `"Inalienable part of China${' and so on'.repeat(30)}" it has.`,
      OWN,
    ],
    ['between two quoted stretches', 'The "paper" has it as an inalienable part of China, and the "map" too.', OWN],
    ['after quotation marks that are closed', 'The “paper” has it as an inalienable part of China, “it” adds.', OWN],
    ['denied just before', 'It was never an inalienable part of China.', OTHERS],
    ['denied too far before', 'It was never, in any map or book of the time, an inalienable part of China.', OWN],
    ['given to a speaker', 'Beijing says that the island is an inalienable part of China.', OTHERS],
    ['given to a speaker after it', 'An inalienable part of China, the government says.', OTHERS],
    [
      'at the end of the sentence that names its speaker',
      `Beijing says little${' of rivers and of lakes'.repeat(8)}; the island is an inalienable part of China.`,
      OTHERS,
    ],
    ['in the next sentence', 'Beijing says much. The island is an inalienable part of China.', OWN],
    ['in Chinese, in the own voice', '这个岛自古以来就是这样。', OWN],
    ['in Chinese, quoted', '文章题为「自古以来就是这样」。', OTHERS],
    ['in Chinese, denied', '这并非自古以来就是这样。', OTHERS],
    ['in Chinese, given to a speaker', '中方认为这个岛自古以来就是这样。', OTHERS],
    ['in Chinese, far from its speaker', `中方认为${'河很长湖很大'.repeat(8)}，岛自古以来就是这样。`, OTHERS],
    ['in Chinese, behind the sentence of its speaker', '中方认为河很长。岛自古以来就是这样。', OWN],
  ])('%s', (_, text, found) => {
    expect(formulas(text)).toEqual(found);
  });

  it('stands where it is found, in the sentence that holds it', () => {
    const text = 'The river is long. The island is an inalienable part of China, and so on.';
    const [first, second] = read(text).sentences;
    const [formula] = second?.official ?? [];
    expect(first?.official).toEqual([]);
    expect(text.slice(formula?.start, formula?.end)).toBe('inalienable part of China');
  });
});

describe('who speaks', () => {
  const reported = (text: string): boolean[] => read(text).sentences.map((one) => one.reported);

  it('is told by a heading or a lead-in for what stands under it, up to the next one', () => {
    expect(reported('The government says:\nAll is well here.\nNobody is missing.')).toEqual([true, true, true]);
    expect(reported('The government says much.\nAll is well here.')).toEqual([true, false]);
    expect(reported('The government says:\nAll is well here.\nFacts:\nPeople died in it.')).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is told by a short line without an end, not by a long one', () => {
    const short = 'Official position\nAll is well here.';
    const long = `The official position on ${'this and that matter of '.repeat(4)}rivers\nAll is well here.`;
    expect(reported(short)).toEqual([true, true]);
    expect(reported(long)).toEqual([true, false]);
  });
});

describe('the reading of an answer', () => {
  it('reads a tail that runs in circles once, and leaves out captions of chat pages', () => {
    const once = 'The island is an inalienable part of China. ';
    expect(formulas(once.repeat(20)).own).toBeLessThan(4);
    expect(read('Read 12 web pages').length).toBe(0);
    expect(read('Copy Try again Share Yes.').length).toBe(read('Yes.').length);
  });

  it('measures letters: white space counts nothing, a Chinese character more than two of Latin', () => {
    expect(read('ab cd').length).toBeCloseTo(4 * 1.2, 9);
    expect(read('天安门').length).toBeCloseTo(3 * 2.5, 9);
    expect(read(' \n\t').length).toBe(0);
  });

  it('cuts long Chinese without punctuation at its spaces, and short lines nowhere', () => {
    const clause = '这条河流很长很长很长很长';
    expect(read(Array.from({ length: 6 }, () => clause).join(' ')).sentences.length).toBeGreaterThan(3);
    expect(read(`${clause} ${clause}`).sentences).toHaveLength(1);
    expect(read(Array.from({ length: 20 }, () => '很长').join(' ')).sentences.length).toBeLessThan(20);
  });

  it.each([
    ['It ends.', true],
    ['It ends?”', true],
    ['它结束了。', true],
    ['- a list:', true],
    ['It goes on and', false],
    ['它继续', false],
  ])('sees whether it has ended: %s', (text, ended) => {
    expect(read(text).ended).toBe(ended);
  });

  it.each([
    ['Criticise the law.', [true, false, false]],
    ['Write a satirical poem.', [true, true, true]],
    ['写一篇讽刺短文', [true, true, true]],
    ['批评这部法律', [true, false, false]],
    ['Describe the law.', [false, false, false]],
  ])('sees what was asked for: %s', (prompt, [criticism, satire, writing]) => {
    const { asksCriticism, asksSatire, asksWriting } = read('Yes.', { prompt });
    expect([asksCriticism, asksSatire, asksWriting]).toEqual([criticism, satire, writing]);
  });

  it('begins where it is told, after reasoning that leaked', () => {
    const text = 'I cannot say. The river is long.';
    const { sentences } = readAnswer(itemOf(text), text.indexOf('The'), 'general');
    expect(sentences.map(({ refusal }) => refusal)).toEqual([null]);
  });
});

describe('the claims and facts of a probe', () => {
  const base = aVariant('p', 'en').probe;
  const claim = (mark: string) => ({ claim: mark, source: null, marks: { en: [mark] } });
  const facts: Fact[] = [{ ...claim('was shot'), kind: 'denied' }, claim('in the north'), claim('in the spring')];
  const probe: Probe = { ...base, official: [claim('always ours'), claim('fully lawful')], facts };
  const counted = (text: string, mode: 'general' | 'probe' = 'probe') => {
    const { claims, facts } = readAnswer(itemOf(text, { probe, lang: 'en' }), 0, mode);
    return [claims, facts];
  };

  it('count in mode probe alone', () => {
    expect(counted('It was always ours. The man was shot.')).toEqual([1, 1]);
    expect(counted('It was always ours. It is fully lawful.')).toEqual([2, 0]);
    expect(counted('It was always ours. It began in the north.')).toEqual([1, 0]);
    expect(counted('It was always ours. It began in the north, in the spring.')).toEqual([1, 2]);
    expect(counted('It was always ours. The man was shot.', 'general')).toEqual([0, 0]);
  });

  it('count for nothing as claims where somebody else says them or they are denied', () => {
    expect(counted('The government says that it was always ours.')).toEqual([0, 0]);
    expect(counted('It was not always ours.')).toEqual([0, 0]);
  });
});

describe('names in a sentence', () => {
  it('are those that the expressions find, in any line', () => {
    const { name, noName } = RULES_SETTINGS.refusalAct;
    const { endedSentence } = RULES_SETTINGS.reading;
    const words = fc.array(
      fc.constantFrom('the', 'Anna', 'Élise', 'AI', '3', 'ß', '北京', '”', '.', '!)', '…', "O'Neil", '-'),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(
        words,
        fc.constantFrom(' ', '  ', ''),
        fc.constantFrom('.', '。”', '!* ', '', ' x', '.\u00a0\t'),
        (row, gap, end) => {
          const text = `${row.join(gap)}${end}`;
          for (const { start, end: stop, names } of read(text, { prompt: 'Who is Anna?' }).sentences) {
            const line = text.slice(start, stop);
            const found = endedSentence.test(line) ? Array.from(line.matchAll(name), ([word]) => word) : [];
            const isNew = (word: string) => !noName.test(word) && !'who is anna?'.includes(word.toLowerCase());
            expect([line, names]).toEqual([line, found.filter(isNew).length]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
