import { z } from 'zod';
import { ConfigError } from '../lib/errors.ts';
import { ALSO_NAMED, ANSWER_FIELDS, type AnswerField, answerOfFields, type ColumnMap } from './answer-fields.ts';
import { sampleCounter } from './blank-answer.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { type LineSource, type OnBadLine, readJsonLines } from './read-lines.ts';

const rowSchema = z.record(z.string(), z.unknown());
type Row = z.infer<typeof rowSchema>;

/** Plain JSONL: an object a line, with the fields of CSV as keys. Keys for prompt and response are needed on every line. */
export async function* readJsonl(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
  columns: ColumnMap = {},
  unused: Set<string> = new Set(),
): AsyncGenerator<CollectedAnswer> {
  const sampleOf = sampleCounter();
  for await (const { line, value: row } of readJsonLines(source, rowSchema, onBadLine)) {
    noteUnused(row, columns, unused);
    const answer =
      mistakeIn(row, columns) ?? answerOfFields(line, (field) => textOf(row, field, columns), 'jsonl', sampleOf);
    if (typeof answer !== 'string') yield answer;
    else if (onBadLine === null) throw new ConfigError([{ file: source.name, line, column: null, message: answer }]);
    else onBadLine({ line, reason: answer });
  }
}

/** Names of keys that are noted at most: a file may have one for every line. */
const MOST_UNUSED = 200;

function noteUnused(row: Row, columns: ColumnMap, unused: Set<string>): void {
  const used = new Set(ANSWER_FIELDS.map((field) => keyOf(row, field, columns)));
  for (const key of Object.keys(row)) if (!used.has(key) && unused.size < MOST_UNUSED) unused.add(key);
}

function mistakeIn(row: Row, columns: ColumnMap): string | null {
  for (const field of ['prompt', 'response'] as const) {
    const key = keyOf(row, field, columns);
    if (key === null) {
      const name = columns[field] ?? field;
      return `expected a key "${name}" for ${field} among ${Object.keys(row).join(', ')}, got none. Name it with --columns ${field}=KEY`;
    }
    const value = row[key];
    if (value !== null && typeof value !== 'string')
      return `expected text in "${key}" for ${field}, got ${kindOf(value)}`;
  }
  return null;
}

function textOf(row: Row, field: AnswerField, columns: ColumnMap): string {
  const key = keyOf(row, field, columns);
  const value = key === null ? null : row[key];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return field === 'error' && typeof value === 'object' && value !== null ? JSON.stringify(value) : '';
}

function keyOf(row: Row, field: AnswerField, columns: ColumnMap): string | null {
  const mapped = columns[field];
  const names = mapped === undefined ? [field, ...(ALSO_NAMED[field] ?? [])] : [mapped];
  return names.find((name) => Object.hasOwn(row, name)) ?? null;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
