import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldScript } from '../src/classify/fold-script.ts';
import { createSentenceModel, rowsOf, STANCES, type Stance } from '../src/classify/sentence-model.ts';
import { fitSentences, type LabelledSentence } from './training/fit-sentence-model.ts';

/**
 * Fits the sentence model on the corpus and writes its weights; with --check prints how well files left out are told.
 * Usage: tsx scripts/fit-sentences.ts CORPUS_FOLDER... [--check] [--write]
 */
const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const folders = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.tsv'))
    .sort()
    .map((name) => readCorpus(join(folder, name))),
);

function readCorpus(file: string): { file: string; sentences: LabelledSentence[] } {
  const lines = readFileSync(file, 'utf8').split('\n');
  const sentences = lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const [stance, , text] = line.split('\t');
    if (text === undefined || !STANCES.includes(stance as Stance))
      throw new Error(`${file}:${i + 1}: expected STANCE<tab>TOPIC<tab>SENTENCE, got "${line.slice(0, 60)}"`);
    return [{ stance: stance as Stance, text: foldScript(text).toLowerCase() }];
  });
  return { file, sentences };
}

if (flags.includes('--check')) {
  const table = STANCES.map(() => STANCES.map(() => 0));
  for (const { file, sentences } of files) {
    const model = createSentenceModel(
      fitSentences(files.flatMap((other) => (other.file === file ? [] : other.sentences))),
    );
    for (const { stance, text } of sentences) {
      const shares = model(rowsOf(text, 0, text.length));
      const found = shares.indexOf(Math.max(...shares));
      const row = table[STANCES.indexOf(stance)];
      if (row !== undefined) row[found] = (row[found] ?? 0) + 1;
    }
  }
  console.log(['labelled \\ found', ...STANCES].join('\t'));
  for (const [i, row] of table.entries()) console.log([STANCES[i], ...row].join('\t'));
  const right = table.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  console.log(`right: ${right} of ${table.flat().reduce((sum, count) => sum + count, 0)}`);
}
if (flags.includes('--write')) {
  const weights = fitSentences(files.flatMap(({ sentences }) => sentences));
  console.log(`${weights.rows.length} token rows`);
  writeFileSync(new URL('../src/classify/sentence-weights.json', import.meta.url), `${JSON.stringify(weights)}\n`);
}
