import { z } from 'zod';
import { ConfigError } from '../lib/errors.ts';
import {
  ALSO_NAMED,
  ANSWER_FIELDS,
  type AnswerField,
  answerOfFields,
  type ColumnMap,
  type FieldContext,
} from './answer-fields.ts';
import { messagesIn, roleOf } from './asked-in.ts';
import { sampleCounter } from './blank-answer.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { envelopeOf, isFilterField } from './filter-fields.ts';
import { ImportNotes } from './import-notes.ts';
import { type LineSource, type OnBadLine, readJsonLines } from './read-lines.ts';
import { atPath } from './value-path.ts';

const rowSchema = z.record(z.string(), z.unknown());
/** An object with the fields of an answer, under their own names or those of a map. */
export type FieldRow = z.infer<typeof rowSchema>;

/** Plain JSONL: an object a line, with the fields of CSV as keys. Keys for prompt and response are needed on every line. */
export async function* readJsonl(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
  columns: ColumnMap = {},
  unused: Set<string> = new Set(),
): AsyncGenerator<CollectedAnswer> {
  yield* answersOfRows(readJsonLines(source, rowSchema, onBadLine), 'jsonl', source, onBadLine, columns, unused);
}

/** The answers in rows of any origin; those that are of no use go to `onBadLine`, or end reading in a ConfigError. */
export async function* answersOfRows(
  rows: AsyncIterable<{ readonly line: number; readonly value: FieldRow }>,
  fallback: string,
  source: Pick<LineSource, 'name' | 'onNote'>,
  onBadLine: OnBadLine | null,
  columns: ColumnMap,
  unused: Set<string>,
): AsyncGenerator<CollectedAnswer> {
  const context: FieldContext = { fallback, sampleOf: sampleCounter(), notes: new ImportNotes() };
  for await (const { line, value } of rows) {
    const row = withConversation(value, columns);
    noteUnused(row, columns, unused);
    const answer = answerOfRow(line, row, columns, context);
    if (typeof answer !== 'string') yield answer;
    else if (onBadLine === null) throw new ConfigError([{ file: source.name, line, column: null, message: answer }]);
    else onBadLine({ line, reason: answer });
  }
  context.notes.tell(source.onNote);
}

function answerOfRow(line: number, row: FieldRow, columns: ColumnMap, context: FieldContext): CollectedAnswer | string {
  try {
    return mistakeIn(row, columns) ?? answerOfFields(line, readerOf(row, columns), context);
  } catch (error) {
    if (error instanceof RangeError) return 'expected values that can be read, got some that are nested too deeply';
    throw error;
  }
}

/** A row that is one conversation, ending in the model's answer, with that as prompt and response. */
function withConversation(row: FieldRow, columns: ColumnMap): FieldRow {
  if (placeOf(row, 'prompt', columns) !== null || placeOf(row, 'response', columns) !== null) return row;
  const messages = messagesIn(row);
  const last = messages?.at(-1);
  if (messages === null || last === undefined || !/^(?:assistant|gpt|model|bot)$/i.test(roleOf(last))) return row;
  const said = last.content ?? last.value ?? last.parts ?? last.text;
  return { ...row, prompt: messages.slice(0, -1), response: 'content' in last ? last : said };
}

/** Names of keys that are noted at most: a file may have one for every line. */
const MOST_UNUSED = 200;

function noteUnused(row: FieldRow, columns: ColumnMap, unused: Set<string>): void {
  const used = new Set(ANSWER_FIELDS.map((field) => keyOf(row, field, columns)));
  for (const key of Object.keys(row))
    if (!used.has(key) && !isFilterField(key) && unused.size < MOST_UNUSED) unused.add(key);
}

/** The key of the row under which a field stands, or a part of it. */
function keyOf(row: FieldRow, field: AnswerField, columns: ColumnMap): string | undefined {
  const mapped = columns[field];
  const names = mapped === undefined ? [field, ...(ALSO_NAMED[field] ?? [])] : [mapped, ...mapped.split(/[.[]/, 1)];
  return names.find((name) => Object.hasOwn(row, name));
}

function mistakeIn(row: FieldRow, columns: ColumnMap): string | null {
  for (const field of ['prompt', 'response'] as const) {
    const place = placeOf(row, field, columns);
    const name = columns[field] ?? field;
    if (place === null)
      return `expected a key "${name}" for ${field} among ${Object.keys(row).join(', ')}, got none. Name it with --map ${field}=KEY`;
    const { value } = place;
    const isReadable = value === null || typeof value === 'string' || isMessageLike(value);
    if (!isReadable) return `expected text in "${name}" for ${field}, got ${kindOf(value)}`;
  }
  return null;
}

/** Parts, messages, or one message. */
function isMessageLike(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.every((part) => typeof part === 'object' && part !== null && isPart(part));
  return 'content' in value || 'messages' in value || 'refusal' in value;
}

function isPart(part: object): boolean {
  return ['type', 'role', 'from', 'text', 'refusal'].some((name) => name in part);
}

function readerOf(row: FieldRow, columns: ColumnMap) {
  const response = placeOf(row, 'response', columns);
  return {
    value: (field: AnswerField): unknown => placeOf(row, field, columns)?.value,
    envelope: envelopeOf(row, response?.value),
    typed: true,
  };
}

function placeOf(row: FieldRow, field: AnswerField, columns: ColumnMap): { readonly value: unknown } | null {
  const mapped = columns[field];
  if (mapped !== undefined) return atPath(row, mapped);
  for (const name of [field, ...(ALSO_NAMED[field] ?? [])]) if (Object.hasOwn(row, name)) return { value: row[name] };
  return null;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
