import { writeCsv } from './csv-export.ts';
import { writeJsonl } from './jsonl-export.ts';
import { writeLabelStudio } from './label-studio.ts';
import { writeParquet } from './parquet-export.ts';
import type { Row } from './row.ts';

/** Writes rows in one format; `write` resolves when there is room for more. */
export type WriteRows = (
  rows: AsyncIterable<Row>,
  write: (part: string | Uint8Array) => Promise<void>,
) => Promise<void>;

/** A way to write rows. */
export interface ExportFormat {
  readonly write: WriteRows;
  /** True where it is no text, so that it needs a file. */
  readonly binary: boolean;
  /** True where a program of tables reads the file as UTF-8 only behind a byte order mark. */
  readonly marked?: true;
}

/** The formats of rows that `candor export --format` writes, the default first. Add one by registering it here. */
export const EXPORT_FORMATS = {
  jsonl: { write: writeJsonl, binary: false },
  csv: { write: writeCsv, binary: false, marked: true },
  parquet: { write: writeParquet, binary: true },
  'label-studio': { write: writeLabelStudio, binary: false },
} as const satisfies Readonly<Record<string, ExportFormat>>;
export type ExportFormatName = keyof typeof EXPORT_FORMATS;
