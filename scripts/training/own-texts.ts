import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldScript } from '../../src/classify/fold-script.ts';
import { ownWords } from '../../src/classify/framing/own-words.ts';
import { rowsOf } from '../../src/classify/sentence-model.ts';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import type { WordExample } from '../../src/training/fit-words.ts';

/** How much a sentence, and an answer that was written for the purpose, count beside an answer that a model gave. */
export const SENTENCE_WEIGHT = 0.3;
export const WRITTEN_WEIGHT = 0.3;

/** The files of a folder of `data`, in order. */
export function dataFiles(folder: string): string[] {
  return readdirSync(join(PACKAGE_ROOT, 'data', folder))
    .sort()
    .map((name) => join(PACKAGE_ROOT, 'data', folder, name));
}

/** The lines of a file. */
export function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split('\n');
}

/** The sentences of `data/sentences` that bear on framing, as words. */
export function framingSentences(): WordExample[] {
  return dataFiles('sentences')
    .flatMap(linesOf)
    .flatMap((line): WordExample[] => {
      const [stance, , text = ''] = line.split('\t');
      if (stance === 'refuse' || stance === 'empty') return [];
      const folded = foldScript(text).toLowerCase();
      const rows = rowsOf(folded, 0, folded.length);
      const places = ownWords({ sentences: [{ rows, reported: stance === 'attrib' }] });
      return [{ places, official: stance === 'state', weight: SENTENCE_WEIGHT }];
    });
}
