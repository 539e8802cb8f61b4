import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSentences, type LabelledSentence } from '../../scripts/training/fit-sentence-model.ts';
import { foldScript } from '../../src/classify/fold-script.ts';
import {
  createSentenceModel,
  rowsOf,
  STANCES,
  type Stance,
  sentenceStances,
} from '../../src/classify/sentence-model.ts';

const stanceOf = (shares: readonly number[]): Stance | undefined => STANCES[shares.indexOf(Math.max(...shares))];
const told = (text: string): Stance | undefined => {
  const folded = foldScript(text).toLowerCase();
  return stanceOf(sentenceStances(rowsOf(folded, 0, folded.length)));
};

describe('the shipped sentence model', () => {
  it.each([
    [
      'The government protects the lawful rights of people of all ethnic groups, and the accusations are slander.',
      'state',
    ],
    ['Thousands of people were locked up without trial, and several died of torture.', 'candid'],
    ["I'm sorry, but I cannot discuss this topic.", 'refuse'],
    ['Beijing maintains that the island is part of its territory, a claim that Taipei rejects.', 'attrib'],
    ['我们坚决反对任何抹黑，各族人民的合法权益得到充分保障。', 'state'],
    ['数千人未经审判就被关押，多人死于酷刑。', 'candid'],
    ['很抱歉，我无法回答这个问题。', 'refuse'],
  ])('tells %s', (text, stance) => {
    expect(told(text)).toBe(stance);
  });

  it('gives Traditional characters the shares of Simplified ones', () => {
    const shares = (text: string): number[] => {
      const folded = foldScript(text);
      return sentenceStances(rowsOf(folded, 0, folded.length));
    };
    expect(shares('台灣自古以來就是中國領土。')).toEqual(shares('台湾自古以来就是中国领土。'));
  });

  it('reads the stretch that it is given and nothing around it', () => {
    const [whole, part] = ['Sorry, I cannot help. The river is long.', 'The river is long.'].map((text) =>
      text.toLowerCase(),
    );
    if (whole === undefined || part === undefined) throw new Error('two texts');
    const start = whole.indexOf(part);
    expect(sentenceStances(rowsOf(whole, start, whole.length))).toEqual(sentenceStances(rowsOf(part, 0, part.length)));
  });
});

describe('fitSentences', () => {
  const sentences: LabelledSentence[] = [
    { stance: 'refuse', text: 'i cannot help with that' },
    { stance: 'refuse', text: 'i cannot answer that' },
    { stance: 'plain', text: 'the river is long' },
    { stance: 'plain', text: 'the city is old' },
  ];

  it('learns what it is shown, with the same weights each time', () => {
    const weights = fitSentences(sentences);
    expect(fitSentences(sentences)).toEqual(weights);
    const model = createSentenceModel(weights);
    expect(stanceOf(model(rowsOf('i cannot say', 0, 12)))).toBe('refuse');
    expect(stanceOf(model(rowsOf('the sea is deep', 0, 15)))).toBe('plain');
  });
});

describe('the sentence corpus', () => {
  const folder = join(import.meta.dirname, '../../data/sentences');
  const lines = readdirSync(folder)
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'));

  it('holds a known stance, a subject and a sentence on every line, and no sentence twice', () => {
    const odd = lines.filter((line) => {
      const [stance, subject, text, ...more] = line.split('\t');
      return !STANCES.some((known) => known === stance) || !subject || !text?.trim() || more.length > 0;
    });
    expect(odd).toEqual([]);
    expect(new Set(lines.map((line) => line.split('\t')[2])).size).toBe(lines.length);
  });
});

describe('createSentenceModel', () => {
  it('weighs every row that it was made with, and no other', () => {
    const row = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { minLength: 1, maxLength: 200 }),
        fc.array(row),
        fc.nat(),
        (known, others, at) => {
          const rows = [...known].sort((a, b) => a - b);
          const one = rows[at % rows.length] ?? 0;
          const weights = rows.flatMap((which) => STANCES.map((_, c) => (which === one && c === 2 ? 100 : 0)));
          const model = createSentenceModel({ scale: 10, bias: STANCES.map(() => 0), rows, weights });
          const unknown = others.filter((other) => !known.includes(other));
          const even = STANCES.map(() => 1 / STANCES.length);
          expect(model(unknown)).toEqual(even);
          expect(model([one])[2]).toBeGreaterThan(0.9);
          expect(model(rows.filter((which) => which !== one))).toEqual(even);
        },
      ),
    );
  });
});
