import type { z } from 'zod';
import { DamagedStoreError } from '../lib/errors.ts';
import { issueMessages } from '../lib/schema-mistakes.ts';

/** Where a value of the database stands. */
export interface ColumnPlace {
  readonly table: string;
  /** What finds the row: its key, or its number. */
  readonly row: string | number;
  readonly field: string;
  /** Id of the run, where the row belongs to one and it is known. */
  readonly run?: string;
}

/** Mistakes of one value that a message names. */
const MOST_NAMED = 3;

/** Reads a column of JSON text by a schema. Throws StoreError with run, table, row and field. */
export function parseColumn<S extends z.ZodType>(schema: S, text: string, place: ColumnPlace): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(place, `expected JSON, got ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const found = issueMessages(parsed.error, value, schema).slice(0, MOST_NAMED);
  throw unreadable(place, found.join('; '), parsed.error);
}

/** A test for the words of a choice set, fast enough for every row of a large table. Throws StoreError like {@link parseColumn}. */
export function wordReader<T extends string>(
  words: readonly T[],
  table: string,
  field: string,
): (value: string, row: string | number) => T {
  const known = new Set<string>(words);
  return (value, row) => {
    if (known.has(value)) return value as T;
    throw unreadable({ table, row, field }, `expected one of ${words.join(', ')}, got "${value}"`);
  };
}

function unreadable({ table, row, field, run }: ColumnPlace, found: string, cause?: unknown): DamagedStoreError {
  const ofRun = run === undefined ? '' : ` of run ${run}`;
  return new DamagedStoreError(
    `this store cannot be read at table ${table}, row ${row}, field ${field}${ofRun}: ${found}. A newer Candor may have written it (then read it with that one), or the file is damaged (then candor store repair keeps what can be read; or take its last copy, or the run out of it with: candor runs remove RUN)`,
    { cause },
  );
}
