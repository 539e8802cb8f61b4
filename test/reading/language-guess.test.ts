import { eld } from 'eld/extrasmall';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessLanguage } from '../../src/reading/language-guess.ts';

const SENTENCES = [
  'The archive of the village was kept in a house by the river.',
  'Das Archiv des Dorfes wurde in einem Haus am Fluss aufbewahrt.',
  "L'archive du village était gardée dans une maison près de la rivière, qu'on n'a jamais ouverte.",
  'El archivo del pueblo se guardaba en una casa junto al río.',
  'Köyün arşivi nehir kenarındaki bir evde saklanıyordu. İSTANBUL',
  'Архив деревни хранился в доме у реки.',
  'Το αρχείο του χωριού φυλασσόταν σε ένα σπίτι. ΟΔΟΣ',
  '村里的档案保存在河边的一所房子里。',
  '村の記録は川のほとりの家に保管されていた。',
  '마을의 기록은 강가의 집에 보관되어 있었다.',
  "don''t `quote` 'this' ’or that’ … 12,5 % 🙂",
];
/** Letters of many scripts, quotes, and signs that are no letters. */
const SIGNS = [
  ...'aeinrstdlu zßñçéüığşÑÇÉÜİǀǃǅŒ',
  ...'дрσςΣ村の마ก',
  "'",
  '`',
  '’',
  ' ',
  '.',
  '-',
  '3',
  '\ud83d',
  '🙂',
  '\n',
];

function byPackage(text: string) {
  const guess = eld.detect(text);
  const scores = guess.getScores() as Readonly<Record<string, number>>;
  return {
    language: guess.language,
    isReliable: guess.isReliable(),
    best: scores[guess.language] ?? 0,
    english: scores.en ?? 0,
  };
}

describe('guessLanguage', () => {
  it('guesses whole texts, halves of them and several in a row as the package does', () => {
    for (const [i, text] of SENTENCES.entries())
      for (const one of [text, text.slice(0, text.length / 2), `${text} ${SENTENCES[(i + 3) % SENTENCES.length]}`])
        expect([one, guessLanguage(one)]).toEqual([one, byPackage(one)]);
    expect(guessLanguage('').language).toBe('');
  });

  it('gives the same scores for any row of words, digit by digit', () => {
    const words = SENTENCES.flatMap((text) => text.split(' '));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 90 }), (row) => {
        const text = row.join(' ');
        expect(guessLanguage(text)).toEqual(byPackage(text));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same for any row of signs, of words too long for a row as well', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 1_200 }), (text) => {
        expect(guessLanguage(text)).toEqual(byPackage(text));
        const joined = text.replaceAll(/[ .\-3\n]/g, '');
        expect(guessLanguage(joined)).toEqual(byPackage(joined));
      }),
      { numRuns: 300 },
    );
    for (const length of [69, 70, 71, 72, 73, 349, 350, 351, 380, 381, 400])
      for (const sign of ['a', 'é', '村', 'ǀ'])
        for (const text of [
          sign.repeat(length),
          `${sign.repeat(length)} and the end`,
          `${'ab '.repeat(length)}${sign}`,
        ])
          expect(guessLanguage(text)).toEqual(byPackage(text));
  });
});
