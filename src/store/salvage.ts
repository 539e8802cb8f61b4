import SqliteConnection from 'better-sqlite3';
import { StoreError } from '../lib/errors.ts';
import { copyAside } from './copy-aside.ts';
import { isCorrupt } from './corrupt.ts';
import { damageIn } from './file-health.ts';
import { requireOurs } from './require-ours.ts';
import type { Database } from './schema.ts';
import { openSqliteDatabase } from './sqlite.ts';
import { requireReadable, type StoredRow, TABLES } from './stored-row.ts';

/** Rows of a table that a message names. */
const MOST_NAMED = 5;

/** What became of a table of a damaged store. */
export interface SalvagedTable {
  readonly table: keyof Database;
  readonly read: number;
  /** Rows that are or were there and cannot be read, those that hang on one included. */
  readonly lost: number;
  /** The first of them, by number. */
  readonly rows: readonly number[];
}

/** What of a damaged store could be read. */
export interface Salvage {
  /** What SQLite says is wrong; empty: it finds nothing, but values cannot be read. */
  readonly findings: readonly string[];
  readonly tables: readonly SalvagedTable[];
}

/**
 * Writes what can be read of a store into a new one, row by row; the old file is only read. Throws StoreError where it is no store, or
 * nothing of it can be read.
 */
export async function salvageStore(file: string, into: string): Promise<Salvage> {
  const aside = copyAside(file);
  try {
    await (await openSqliteDatabase(into)).destroy();
    const from = new SqliteConnection(aside.file);
    try {
      requireOurs(from, file);
      const to = new SqliteConnection(into);
      try {
        to.pragma('foreign_keys = ON');
        const findings = damageIn(from, true, MOST_NAMED);
        const tables = to.transaction(() => TABLES.map((table) => salvageTable(from, to, table)))();
        return { findings, tables };
      } finally {
        to.close();
      }
    } finally {
      from.close();
    }
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`expected a store of which a part can be read at ${file}, got: ${message}`, { cause });
  } finally {
    aside.remove();
  }
}

function salvageTable(
  from: SqliteConnection.Database,
  to: SqliteConnection.Database,
  table: keyof Database,
): SalvagedTable {
  const has = from.prepare("select count(*) from sqlite_master where type = 'table' and name = ?").pluck();
  if (has.get(table) === 0) return { table, read: 0, lost: 0, rows: [] };
  const columns = to.prepare(`select name, dflt_value as byDefault from pragma_table_info('${table}')`).all() as {
    name: string;
    byDefault: string | null;
  }[];
  const blank = Object.fromEntries(
    columns.map(({ name, byDefault }) => [name, byDefault === null ? null : Number(byDefault)]),
  );
  const insert = to.prepare(
    `insert into ${table} (${columns.map(({ name }) => name).join(', ')}) values (${columns.map(({ name }) => `@${name}`).join(', ')})`,
  );
  const one = from.prepare(`select * from ${table} where rowid = ?`);
  const rows: number[] = [];
  let [read, lost] = [0, 0];
  for (const id of rowIds(from, table)) {
    try {
      const row = one.get(id) as StoredRow | undefined;
      if (row === undefined) throw new StoreError('expected the row that an index names');
      const whole = { ...blank, ...row };
      requireReadable(table, whole);
      insert.run(whole);
      read++;
    } catch (cause) {
      if (!isLoss(cause)) throw cause;
      lost++;
      if (rows.length < MOST_NAMED) rows.push(id);
    }
  }
  return { table, read, lost, rows };
}

/** A row that is damaged, or that belongs to one that is. */
function isLoss(cause: unknown): boolean {
  if (cause instanceof StoreError || isCorrupt(cause) || cause instanceof TypeError) return true;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_MISMATCH';
}

/** The numbers of a table's rows in their order: those that the table gives, and those that its indices alone still know. */
function rowIds(from: SqliteConnection.Database, table: keyof Database): number[] {
  const ids = new Set<number>();
  const indices = from
    .prepare('select name from pragma_index_list(?) where partial = 0')
    .pluck()
    .all(table)
    .map(String);
  for (const index of indices) take(from, `select rowid from ${table} indexed by "${index}"`, [], ids);
  const known = [...ids].sort((a, b) => a - b);
  const walk = `select rowid from ${table} not indexed where rowid >= ? order by rowid`;
  let reached = take(from, walk, [Number.MIN_SAFE_INTEGER], ids);
  for (const id of known) {
    if (reached === null) break;
    if (id > reached) reached = take(from, walk, [id], ids) ?? null;
  }
  return [...ids].sort((a, b) => a - b);
}

/** Takes what a query gives until it fails; the last number that came, or null where it came to its end. */
function take(
  from: SqliteConnection.Database,
  query: string,
  values: readonly number[],
  ids: Set<number>,
): number | null {
  let last = values[0] ?? Number.MIN_SAFE_INTEGER;
  try {
    for (const id of from
      .prepare(query)
      .pluck()
      .iterate(...values)) {
      last = Number(id);
      if (Number.isSafeInteger(last)) ids.add(last);
    }
    return null;
  } catch (cause) {
    if (!isCorrupt(cause)) throw cause;
    return last;
  }
}

/** How many rows cannot be read. */
export function lostRows({ tables }: Salvage): number {
  return tables.reduce((sum, { lost }) => sum + lost, 0);
}

/** What of a damaged store cannot be read, in words. */
export function salvageText({ findings, tables }: Salvage): string {
  const lost = tables.filter((one) => one.lost > 0);
  const what = lost.map(
    ({ table, read, lost: n, rows }) =>
      `${n} of ${n + read} rows of ${table} (${rows.length < n ? 'among them ' : ''}${rows.join(', ')})`,
  );
  const found = findings.length === 0 ? '' : ` SQLite says: ${findings[0]}.`;
  return lost.length === 0 ? `every row can be read.${found}` : `cannot be read: ${what.join('; ')}.${found}`;
}
