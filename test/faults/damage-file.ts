import { readFileSync, writeFileSync } from 'node:fs';
import SqliteConnection from 'better-sqlite3';

/** What of a store's file is overwritten. */
export interface Damage {
  readonly table: string;
  /** Which of the pages of the table's tree, by place among its leaves. */
  readonly leaf: number;
  readonly how: 'zeroed' | 'cells' | 'type';
}

/** Overwrites one leaf page of a table or index of a closed database. */
export function damageFile(file: string, { table, leaf, how }: Damage): void {
  const connection = new SqliteConnection(file);
  connection.pragma('wal_checkpoint(truncate)');
  connection.pragma('journal_mode = delete');
  const pageSize = Number(connection.pragma('page_size', { simple: true }));
  const root = Number(connection.prepare('select rootpage from sqlite_master where name = ?').pluck().get(table));
  connection.pragma('journal_mode = wal');
  connection.close();
  const bytes = readFileSync(file);
  const leaves = leavesOf(bytes, root, pageSize);
  const page = leaves.at(leaf) ?? root;
  const start = (page - 1) * pageSize;
  if (how === 'zeroed') bytes.fill(0, start, start + pageSize);
  if (how === 'cells') bytes.fill(0xff, start + 8, start + 40);
  if (how === 'type') bytes[start] = 0x77;
  writeFileSync(file, bytes);
}

/** The numbers of a tree's leaf pages in their order. */
function leavesOf(bytes: Buffer, root: number, pageSize: number): number[] {
  const start = (root - 1) * pageSize + (root === 1 ? 100 : 0);
  const type = bytes[start];
  if (type === 0x0d || type === 0x0a) return [root];
  const cells = bytes.readUInt16BE(start + 3);
  const children = Array.from({ length: cells }, (_, i) =>
    bytes.readUInt32BE((root - 1) * pageSize + bytes.readUInt16BE(start + 12 + 2 * i)),
  );
  return [...children, bytes.readUInt32BE(start + 8)].flatMap((child) => leavesOf(bytes, child, pageSize));
}
