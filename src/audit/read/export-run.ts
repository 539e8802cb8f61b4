import { EXPORT_FORMATS, type ExportFormat, type ExportFormatName } from '../../formats/export-formats.ts';
import { metaFileOf } from '../../formats/meta.ts';
import { visibleJson } from '../../lib/visible.ts';
import { writeTogether, writeWhole } from '../../lib/write-file.ts';
import type { RunRecord } from '../../model/run.ts';
import { labelStudioConfig } from '../../review/label-studio-config.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import { metaOf, type RowParts, rowsOf } from './exported-rows.ts';

/** Writes a run's rows through `write`, which resolves when there is room for more; they end early where `isGone` says that nobody reads on. */
export function exportRows(
  store: Store,
  run: RunRecord,
  format: ExportFormatName,
  filter: TrialFilter,
  write: (part: string | Uint8Array) => Promise<void>,
  parts: RowParts = {},
  isGone: () => boolean = () => false,
): Promise<void> {
  return EXPORT_FORMATS[format].write(whileRead(rowsOf(store, run, filter, parts), isGone), write);
}

async function* whileRead<T>(rows: AsyncIterable<T>, isGone: () => boolean): AsyncGenerator<T> {
  for await (const row of rows) {
    if (isGone()) return;
    yield row;
  }
}

/** Writes a run's rows into a file. Throws OutputError. */
export async function writeRows(
  store: Store,
  run: RunRecord,
  format: ExportFormatName,
  filter: TrialFilter,
  file: string,
  parts: RowParts = {},
): Promise<void> {
  await writeWhole(file, (write) => exportRows(store, run, format, filter, write, parts));
}

/**
 * Writes a run's rows into a file, and what they name by hash into `FILE.meta.json` beside it; beside tasks of Label Studio stands the labelling configuration.
 * CSV begins with a byte order mark, unless `bom` is false.
 */
export async function exportToFile(
  store: Store,
  run: RunRecord,
  format: ExportFormatName,
  filter: TrialFilter,
  file: string,
  parts: RowParts = {},
  { bom = true }: { readonly bom?: boolean } = {},
): Promise<void> {
  const meta = `${visibleJson(JSON.stringify(await metaOf(store, run), null, 2))}\n`;
  const { marked = false } = EXPORT_FORMATS[format] as ExportFormat;
  await writeTogether([
    [
      file,
      async (write) => {
        if (marked && bom) await write('\ufeff');
        await exportRows(store, run, format, filter, write, parts);
      },
    ],
    format === 'label-studio' ? [`${file}.config.xml`, labelStudioConfig()] : [metaFileOf(file), meta],
  ]);
}
