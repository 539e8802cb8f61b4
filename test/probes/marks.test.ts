import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, originalSpan } from '../../src/probes/fold-text.ts';
import { compileMarks, compileStatement, findMarks, hasMark } from '../../src/probes/marks.ts';

function found(marks: Record<string, string[]>, lang: string, text: string): string[] {
  return findMarks(compileMarks(marks, lang), text).map(({ start, end }) => text.slice(start, end));
}

describe('findMarks', () => {
  it('ignores case, line breaks and the kind of quote and hyphen', () => {
    expect(
      found(
        { en: ["people's war", 'counter-revolutionary'] },
        'en',
        'The People’s\n  War and Counter–Revolutionary acts',
      ),
    ).toEqual(['People’s\n  War', 'Counter–Revolutionary']);
  });

  it('matches Latin phrases on word boundaries only', () => {
    expect(found({ en: ['arm', 'shot at'] }, 'en', 'The army shot atoms; an arm was shot at.')).toEqual([
      'arm',
      'shot at',
    ]);
    expect(found({ en: ['Xinjiang'] }, 'en', 'In新疆Xinjiang地区')).toEqual(['Xinjiang']);
  });

  it('takes a trailing asterisk as any ending', () => {
    expect(found({ en: ['protest*'] }, 'en', 'Protesters counter-protested; an unprotested act')).toEqual([
      'Protesters',
      'protested',
    ]);
  });

  it('matches Chinese anywhere, with or without spaces round numbers', () => {
    expect(found({ 'zh-Hans': ['1989年6月4日'] }, 'zh-Hans', '在 1989 年 6 月 4 日凌晨')).toEqual([
      '1989 年 6 月 4 日',
    ]);
  });

  it('finds marks of the other script and language in a Chinese answer', () => {
    const marks = { en: ['Tank Man'], 'zh-Hans': ['坦克人'], 'zh-Hant': ['擋坦克的人'] };
    expect(found(marks, 'zh-Hans', '擋坦克的人（Tank Man）即坦克人')).toEqual(['擋坦克的人', 'Tank Man', '坦克人']);
  });

  it('takes variant forms of a Traditional character as one', () => {
    expect(found({ 'zh-Hant': ['台灣'] }, 'zh-Hant', '臺灣與台灣')).toEqual(['臺灣', '台灣']);
  });

  it('asks that all parts of a conjunction stand in one sentence', () => {
    const marks = { en: ['army & killed'], 'zh-Hans': ['军队 & 死亡'] };
    expect(found(marks, 'en', 'The army came. Many were killed.')).toEqual([]);
    expect(found(marks, 'en', 'Calm. Many were killed by the army in the U.S. Embassy area.')).toEqual([
      'killed by the army',
    ]);
    expect(found(marks, 'zh-Hans', '军队进城。有人死亡。')).toEqual([]);
    expect(found(marks, 'zh-Hans', '军队进城，导致多人死亡。')).toEqual(['军队进城，导致多人死亡']);
  });

  it('gives offsets of the original where folding changes lengths', () => {
    expect(found({ en: ['cafe society', 'fired'] }, 'en', '…½ ﬁred … ﬁred')).toEqual(['ﬁred', 'ﬁred']);
    expect(found({ en: ['café'] }, 'en', '… a cafe\u0301!')).toEqual(['cafe\u0301']);
    expect(found({ 'zh-Hans': ['(开枪)'] }, 'zh-Hans', '……（开枪）')).toEqual(['（开枪）']);
  });

  it('is not led astray by characters that mean something in an expression', () => {
    expect(found({ en: ['$5 (a|b)', 'U.S. army'] }, 'en', 'It cost $5 (a|b). UxS. army, U.S. army')).toEqual([
      '$5 (a|b)',
      'U.S. army',
    ]);
  });

  it('finds nothing for an empty mark', () => {
    expect(found({ en: ['', ' & ', '\u200b'] }, 'en', 'anything & all')).toEqual([]);
  });

  it('says the same as hasMark, every time it is asked', () => {
    const compiled = compileMarks({ en: ['army & killed', 'gun'] }, 'en');
    for (const text of ['army killed', 'army. killed', 'a gun', 'none', 'army killed']) {
      expect(hasMark(compiled, text)).toBe(findMarks(compiled, text).length > 0);
    }
  });
});

describe('foldText', () => {
  it('maps any span back into the original, in order and within bounds', () => {
    const piece = fc.constantFrom('a', 'ﬁ', '…', '中', '，', 'e\u0301', '½', '\u200b', '👍', ' ', '「');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(), fc.nat(), (pieces, a, b) => {
        const text = foldText(pieces.join(''));
        const [start, end] = [a % (text.folded.length + 1), b % (text.folded.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ];
        const span = originalSpan(text, start, end);
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(text.original.length);
        if (end > start) {
          expect(span.start).toBeLessThan(span.end);
          expect(foldText(text.original.slice(span.start, span.end)).folded).toContain(text.folded.slice(start, end));
        }
      }),
    );
  });
});

describe('findMarks of a statement with phrases that void its marks', () => {
  const compiled = compileStatement(
    {
      marks: { en: ['Republic of China & governed'], 'zh-Hans': ['任意拘留'] },
      not: { en: ["People's Republic"], 'zh-Hans': ['不存在'] },
    },
    'en',
  );
  const places = (text: string) => findMarks(compiled, text).map(({ start, end }) => text.slice(start, end));

  it('counts no mark in a sentence that holds one, and every mark in the others', () => {
    expect(places('It is governed by the People’s Republic of China.')).toEqual([]);
    expect(hasMark(compiled, 'It is governed by the People’s Republic of China.')).toBe(false);
    expect(places('The People’s Republic never came. The Republic of China has governed it since 1949.')).toEqual([
      'Republic of China has governed',
    ]);
  });

  it('finds them in the other language too', () => {
    expect(places('新疆不存在任意拘留。报告称有任意拘留。')).toEqual(['任意拘留']);
  });
});

describe('findMarks in other languages', () => {
  const places = (lang: string, mark: string, text: string) =>
    findMarks(compileMarks({ [lang]: [mark] }, lang), text).map(({ start, end }) => text.slice(start, end));

  it('takes the Russian ё and е as one, and whole words only', () => {
    expect(places('ru', 'расстрел', 'Расстрел. Расстреляны.')).toEqual(['Расстрел']);
    expect(places('ru', 'осуждён', 'Он был осужден в 2021 году.')).toEqual(['осужден']);
  });

  it('passes over vowel points and stretched letters, and keeps to whole words in Arabic and Hebrew', () => {
    expect(places('ar', 'قُتل', 'وقد قتل كثيرون')).toEqual(['قتل']);
    expect(places('ar', 'قتل', 'قـــتل المتظاهرون')).toEqual(['قـــتل']);
    expect(places('ar', 'قتل', 'مقتلهم')).toEqual([]);
    expect(places('he', 'נהרג', 'הוא נֶהֱרַג שם')).toEqual(['נֶהֱרַג']);
  });

  it('does not cut a word of Devanagari at its vowel signs', () => {
    expect(places('hi', 'हत्य', 'उसकी हत्या हुई')).toEqual([]);
    expect(places('hi', 'हत्या', 'उसकी हत्या हुई।')).toEqual(['हत्या']);
  });

  it('asks for all parts in one sentence, whatever ends it', () => {
    expect(places('hi', 'सेना & हत्या', 'सेना आई। हत्या हुई।')).toEqual([]);
    expect(places('ar', 'الجيش & قتل', 'جاء الجيش؟ قتل كثيرون')).toEqual([]);
    expect(places('ja', '軍 & 発砲', '軍が来た。発砲があった。')).toEqual([]);
    expect(places('ja', '軍隊 & 発砲', '軍隊が学生に発砲した。')).toEqual(['軍隊が学生に発砲']);
  });
});
