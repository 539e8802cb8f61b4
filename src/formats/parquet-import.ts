import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { decompress as unpackZstandard } from 'fzstd';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { ConfigError } from '../lib/errors.ts';
import type { ColumnMap } from './answer-fields.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { answersOfRows, type FieldRow } from './jsonl-import.ts';
import { type LineSource, type OnBadLine, readWhole } from './read-lines.ts';

const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)),
  BROTLI: (bytes: Uint8Array) => new Uint8Array(brotliDecompressSync(bytes)),
  ZSTD: (bytes: Uint8Array) => unpackZstandard(bytes),
};
/** Rows that are unpacked together. */
const TOGETHER = 1000;

/** Parquet, with the fields of CSV as columns. The file is held packed, its rows a thousand at a time; a line is a row. */
export async function* readParquet(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
  columns: ColumnMap = {},
  unused: Set<string> = new Set(),
): AsyncGenerator<CollectedAnswer> {
  const bytes = await readWhole(source);
  const file = new Uint8Array(bytes).buffer;
  const wrong = (cause: unknown) => {
    const found = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    const message = `expected a Parquet file, got one that cannot be read (${found})`;
    return new ConfigError([{ file: source.name, line: null, column: null, message }], { cause });
  };
  async function* rows(): AsyncGenerator<{ line: number; value: FieldRow }> {
    try {
      const metadata = await parquetMetadataAsync(file);
      const count = Number(metadata.num_rows);
      for (let at = 0; at < count; at += TOGETHER) {
        const part = { rowStart: at, rowEnd: Math.min(count, at + TOGETHER) };
        const found = await parquetReadObjects({ file, metadata, compressors: COMPRESSORS, ...part });
        for (const [index, row] of found.entries()) yield { line: at + index + 1, value: plainRow(row) };
      }
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      throw wrong(error);
    }
  }
  yield* answersOfRows(rows(), 'parquet', source, onBadLine, columns, unused);
}

/** A row with numbers of 64 bits as plain ones, and without columns that are null. */
function plainRow(row: Readonly<Record<string, unknown>>): FieldRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : (value ?? null)]),
  );
}
