import { type Kysely, sql } from 'kysely';
import { DamagedStoreError } from '../lib/errors.ts';
import { isCorrupt } from './corrupt.ts';
import type { Database } from './schema.ts';
import { keyOf, requireReadable, type StoredRow, TABLES } from './stored-row.ts';

/** Rows that are read at once. */
const ROWS_AT_ONCE = 500;
/** Findings of a kind that are named. */
const MOST_NAMED = 10;

/** What a look through a whole store found. */
export interface StoreCheck {
  /** Rows that can be read, by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly answers: number;
  /** What is wrong, in words; empty: nothing. */
  readonly findings: readonly string[];
}

/** Reads every row of a store as commands do, and lets a SQLite file check itself and its references. Changes nothing. */
export async function checkStore(db: Kysely<Database>, isFile: boolean): Promise<StoreCheck> {
  const findings: string[] = [];
  if (isFile) findings.push(...(await found(integrity(db))), ...(await found(orphans(db))));
  const rows: Record<string, number> = {};
  for (const table of TABLES) {
    const mistakes: string[] = [];
    const { read, unreadable } = await readTable(db, table, mistakes);
    rows[table] = read;
    if (unreadable > 0) findings.push(...mistakes.slice(0, MOST_NAMED));
    if (unreadable > MOST_NAMED) findings.push(`${unreadable - MOST_NAMED} more rows of ${table} cannot be read`);
  }
  const answers = await found(
    (async () => {
      const counted = db.selectFrom('responses').select(({ fn }) => fn.countAll<number>().as('n'));
      return [String((await counted.where('delivery', '<>', 'error').executeTakeFirst())?.n ?? 0)];
    })(),
  );
  return { rows, answers: Number(answers[0]) || 0, findings };
}

async function readTable(
  db: Kysely<Database>,
  table: keyof Database,
  mistakes: string[],
): Promise<{ read: number; unreadable: number }> {
  const key = keyOf(table);
  let [read, unreadable] = [0, 0];
  let after: unknown = null;
  try {
    for (;;) {
      let query = sql<StoredRow>`select * from ${sql.table(table)}`;
      if (key !== null) {
        const behind = after === null ? sql`` : sql`where ${sql.ref(key)} > ${after}`;
        query = sql<StoredRow>`select * from ${sql.table(table)} ${behind} order by ${sql.ref(key)} limit ${ROWS_AT_ONCE}`;
      }
      const { rows } = await query.execute(db);
      for (const row of rows) {
        try {
          requireReadable(table, row);
          read++;
        } catch (cause) {
          if (!(cause instanceof DamagedStoreError)) throw cause;
          unreadable++;
          if (mistakes.length < MOST_NAMED) mistakes.push(cause.message.replace(/\. A newer Candor may .*$/s, ''));
        }
      }
      const last = rows.at(-1);
      if (key === null || last === undefined) return { read, unreadable };
      after = last[key];
    }
  } catch (cause) {
    if (!isCorrupt(cause)) throw cause;
    mistakes.unshift(`table ${table} cannot be read behind ${read + unreadable} rows: ${(cause as Error).message}`);
    return { read, unreadable: unreadable + 1 };
  }
}

async function integrity(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<Record<string, string>>`pragma integrity_check(${sql.lit(MOST_NAMED)})`.execute(db);
  return rows
    .flatMap((row) => String(Object.values(row)[0]).split('\n'))
    .filter((line) => line !== 'ok' && !line.startsWith('***'))
    .map((line) => `SQLite: ${line}`);
}

async function orphans(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ table: string; rowid: number; parent: string }>`pragma foreign_key_check`.execute(db);
  const more = rows.length > MOST_NAMED ? [`${rows.length - MOST_NAMED} more rows belong to none`] : [];
  return [
    ...rows
      .slice(0, MOST_NAMED)
      .map(({ table, rowid, parent }) => `row ${rowid} of ${table} belongs to no row of ${parent}`),
    ...more,
  ];
}

/** What a query finds; where the file is too damaged for it, that is the finding. */
async function found(findings: Promise<string[]>): Promise<string[]> {
  try {
    return await findings;
  } catch (cause) {
    if (!isCorrupt(cause)) throw cause;
    return [`SQLite: ${(cause as Error).message}`];
  }
}
