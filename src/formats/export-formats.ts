import { writeCsv } from './csv-export.ts';
import { writeJsonl } from './jsonl-export.ts';
import { writeParquet } from './parquet-export.ts';
import type { Row } from './row.ts';

/** Writes rows in one format; `write` resolves when there is room for more. */
export type WriteRows = (
  rows: AsyncIterable<Row>,
  write: (part: string | Uint8Array) => Promise<void>,
) => Promise<void>;

/** The formats that `candor export --format` writes. */
export const EXPORT_FORMATS = {
  jsonl: writeJsonl,
  csv: writeCsv,
  parquet: writeParquet,
} as const satisfies Readonly<Record<string, WriteRows>>;
export type ExportFormat = keyof typeof EXPORT_FORMATS;
