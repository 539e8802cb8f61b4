import type { ColumnMap } from './answer-fields.ts';
import { readBatch } from './batch-import.ts';
import { readCandor } from './candor.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { readCsv } from './csv-import.ts';
import { readInspect } from './inspect.ts';
import { readJson } from './json-import.ts';
import { readJsonl } from './jsonl-import.ts';
import { readLmEval } from './lm-eval.ts';
import { readParquet } from './parquet-import.ts';
import { readPromptfoo } from './promptfoo.ts';
import type { LineSource, OnBadLine } from './read-lines.ts';
import type { ReadOptions } from './read-options.ts';
import { readSpeechmap } from './speechmap.ts';

/**
 * Reads collected answers of one format. Lines that cannot be read go to `onBadLine`; without it the first one ends
 * reading in a ConfigError. `columns` is for formats of rows, whose columns and keys that nothing is made of are added to `unused`; `options`
 * says more of the file.
 */
export type ReadAnswers = (
  source: LineSource,
  onBadLine: OnBadLine | null,
  columns?: ColumnMap,
  unused?: Set<string>,
  options?: ReadOptions,
) => AsyncGenerator<CollectedAnswer>;

/** The formats that `candor import --format` takes. Add one by registering it here. */
export const IMPORT_FORMATS = {
  candor: readCandor,
  speechmap: readSpeechmap,
  promptfoo: readPromptfoo,
  inspect: readInspect,
  'lm-eval': readLmEval,
  'openai-batch': readBatch,
  csv: readCsv,
  jsonl: readJsonl,
  json: readJson,
  parquet: readParquet,
} as const satisfies Readonly<Record<string, ReadAnswers>>;
export type ImportFormatName = keyof typeof IMPORT_FORMATS;
