import { z } from 'zod';
import { ConfigError } from '../lib/errors.ts';
import { parsePythonJson } from '../lib/parse-python-json.ts';
import type { ColumnMap } from './answer-fields.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { answersOfRows, type FieldRow } from './jsonl-import.ts';
import { type LineSource, type OnBadLine, readWholeText } from './read-lines.ts';

const rowsSchema = z.array(z.record(z.string(), z.unknown())).min(1);

/** One JSON text: a list of objects, or an object with one such list in it, with the fields of CSV as keys. It is held whole. */
export async function* readJson(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
  columns: ColumnMap = {},
  unused: Set<string> = new Set(),
): AsyncGenerator<CollectedAnswer> {
  const wrong = (message: string) => new ConfigError([{ file: source.name, line: null, column: null, message }]);
  const text = await readWholeText(source);
  let value: unknown;
  try {
    value = parsePythonJson(text);
  } catch (error) {
    throw wrong(`expected JSON, got ${(error as Error).message}. An object a line is --format jsonl`);
  }
  const lists = listsIn(value);
  const [list] = lists;
  if (list === undefined || lists.length > 1)
    throw wrong(
      `expected a list of objects, or an object with one in it, got ${lists.length === 0 ? 'none' : 'several'}`,
    );
  async function* rows(): AsyncGenerator<{ line: number; value: FieldRow }> {
    for (const [at, row] of (list ?? []).entries()) yield { line: at + 1, value: row };
  }
  yield* answersOfRows(rows(), 'json', source, onBadLine, columns, unused);
}

function listsIn(value: unknown): FieldRow[][] {
  const inside = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value) : [value];
  return inside.flatMap((one) => {
    const rows = rowsSchema.safeParse(one);
    return rows.success ? [rows.data] : [];
  });
}
