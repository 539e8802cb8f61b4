import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../src/lib/package-root.ts';
import type { PackedNgrams } from '../src/reading/language-ngrams.ts';

/**
 * Packs the table of the package `eld` from which the language of a text is guessed into `src/reading/language-ngrams.json`: loaded as
 * the package has it, it takes 30 MB and a tenth of a second in every thread. Usage: tsx scripts/pack-language-ngrams.ts
 */
interface Data {
  readonly type: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly ngrams: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Bytes of the longest row of letters. */
const LONGEST = 6;
const src = new URL('../', import.meta.resolve('eld/extrasmall'));
const { ngramsData } = (await import(new URL('ngrams/extrasmall.js', src).href)) as { ngramsData: Data };
const { avgScore } = (await import(new URL('avgScore.js', src).href)) as { avgScore: Record<string, number> };
const { separators } = (await import(new URL('regexPatterns.js', src).href)) as { separators: RegExp };
const { dictionary } = (await import(new URL('dictionary.js', src).href)) as { dictionary: string[] };

const languages = Object.values(ngramsData.languages);
const bytes: number[] = [];
for (const [ngram, scores] of Object.entries(ngramsData.ngrams)) {
  const codes = Array.from(ngram, (sign) => sign.charCodeAt(0));
  if (codes.length > LONGEST || codes.some((code) => code === 0 || code > 0xff))
    throw new Error(`expected ${LONGEST} bytes at most, got ${JSON.stringify(ngram)}`);
  bytes.push(...codes, ...new Array<number>(LONGEST - codes.length).fill(0), Object.keys(scores).length);
  for (const [language, score] of Object.entries(scores)) bytes.push(Number(language), score);
}
const packed: PackedNgrams = {
  from: 'eld 2.1.0 (npmjs.com/package/eld), data type XS60. Copyright 2023 Nito T.M. Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0',
  languages,
  averages: languages.map((language) => avgScore[language] ?? 0),
  separators: separators.source,
  signs: dictionary.join(''),
  ngrams: Buffer.from(bytes).toString('base64'),
};
writeFileSync(join(PACKAGE_ROOT, 'src/reading/language-ngrams.json'), `${JSON.stringify(packed)}\n`);
console.log(`${Object.keys(ngramsData.ngrams).length} rows of letters in ${languages.length} languages`);
