import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternativesOf } from '../../src/classify/required-words.ts';
import { LOOKED_FOR } from '../../src/classify/rule-lexicons.ts';
import { matchesIn } from '../../src/classify/sieve.ts';
import { gramsOf, mayHold, slotsOf } from '../../src/classify/text-grams.ts';

/** What `matchesIn` finds, and what the expression itself does. */
function bothFind(pattern: RegExp, text: string): { sieved: string[]; plain: string[] } {
  const sieved: string[] = [];
  matchesIn(text, gramsOf(text), pattern, (start, end) => sieved.push(`${start} ${text.slice(start, end)}`) > 0);
  return { sieved, plain: Array.from(text.matchAll(pattern), ({ index, 0: found }) => `${index} ${found}`) };
}

/** Pieces of the expressions themselves, so that texts of them hold and nearly hold what is looked for. */
const pieces = LOOKED_FOR.flatMap(({ source }) => alternativesOf(source)).flatMap(({ source, words }) => [
  ...(words ?? []),
  ...source.replaceAll(/\\./g, ' ').split(/[^a-z' \u4e00-\u9fff]+/u),
]);
const gaps = [' ', ' ', ' ', '', '. ', '，', '。', '\n', ', ', ' not ', ' 1989 ', ' is '];
const texts = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...gaps)), { maxLength: 60 })
  .map((all) => all.flat().join(''));

describe('matchesIn', () => {
  it('finds in any row of words of the lexicons what the expressions find', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const pattern of LOOKED_FOR) {
          const { sieved, plain } = bothFind(pattern, text);
          expect(sieved).toEqual(plain);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds what small expressions of every kind find', () => {
    const part = fc.constantFrom(
      'a',
      'b',
      'ab',
      'c+',
      'a?b',
      '[ab]',
      '[^a]',
      'b*',
      '(?:a|bc)',
      '(?:ab|c)?',
      'a{2}',
      'c{0,2}b',
      String.raw`\bb`,
      '(?=a)',
      '(?<!b)',
      '.',
      String.raw`\w`,
      '^',
      '中',
      '[国中]',
    );
    const source = fc.array(
      fc.array(part, { minLength: 1, maxLength: 4 }).map((row) => row.join('')),
      { minLength: 1, maxLength: 9 },
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '中', '国', '\n'), maxLength: 24 });
    fc.assert(
      fc.property(source, text, (alternatives, where) => {
        const { sieved, plain } = bothFind(new RegExp(alternatives.join('|'), 'gm'), where);
        expect(sieved).toEqual(plain);
      }),
      { numRuns: 2_000 },
    );
  });

  it('ends where it is told to', () => {
    let seen = 0;
    matchesIn('a b a b', gramsOf('a b a b'), /a|b/g, () => {
      seen += 1;
      return seen < 2;
    });
    expect(seen).toBe(2);
  });
});

describe('alternativesOf', () => {
  it.each([
    ['a(?:bc|d)e|f', [['abce', 'ade'], ['f']]],
    ['(?:one|two) \\w+ three', [[' three']]],
    ['maybe(?: not)? so', [['maybe not so', 'maybe so']]],
    ['(?:x|y)?', [null]],
    ['.{0,4}', [null]],
    ['(?:问题|话题).{0,4}敏感', [['敏感']]],
    [String.raw`\u4e2d[a-z]国国`, [['国国']]],
  ])('tells of %s what a match holds', (source, words) => {
    expect(alternativesOf(source).map((one) => one.words)).toEqual(words);
  });
});

describe('gramsOf', () => {
  it('may hold every word that the text holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(), fc.nat({ max: 12 }), (text, at, length) => {
        const start = text.length === 0 ? 0 : at % text.length;
        expect(mayHold(gramsOf(text), slotsOf(text.slice(start, start + length)))).toBe(true);
      }),
    );
  });

  it('holds few words that a text does not hold', () => {
    const grams = gramsOf('the quick brown fox jumps over the lazy dog '.repeat(20));
    const others = ['sovereignty', 'cannot', 'massacre', '主权', 'brown dog', 'quack'];
    expect(others.filter((word) => mayHold(grams, slotsOf(word)))).toEqual([]);
  });
});
