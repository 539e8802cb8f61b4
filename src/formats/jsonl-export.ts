import type { Row } from './row.ts';

/** Writes rows as JSON lines. */
export async function writeJsonl(rows: AsyncIterable<Row>, write: (text: string) => Promise<void>): Promise<void> {
  for await (const row of rows) await write(`${JSON.stringify(row)}\n`);
}
