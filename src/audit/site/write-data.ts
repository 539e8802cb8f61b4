import { EXPORT_FORMATS } from '../../formats/export-formats.ts';
import { metaFileOf } from '../../formats/meta.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Withdrawal } from '../../model/withdrawal.ts';
import { publishable } from '../../report/repeat-run.ts';
import { dataAddress } from '../../site/addresses.ts';
import type { SiteSettings } from '../../site/site-data.ts';
import type { Store } from '../../store/store.ts';
import { cardOf } from '../read/export-dataset.ts';
import { metaOf, rowsOf } from '../read/exported-rows.ts';
import type { Annotators } from './annotators.ts';
import { publishedRows } from './published-rows.ts';
import type { SiteFolder } from './site-folder.ts';

interface DataParts {
  readonly settings: SiteSettings;
  readonly withdrawn: ReadonlyMap<string, Withdrawal>;
  readonly annotators: Annotators;
}

/** Writes a run's rows as JSON lines and CSV, with the meta data that they name by hash and a data card. */
export async function writeData(
  store: Store,
  run: RunRecord,
  files: SiteFolder,
  { settings, withdrawn, annotators }: DataParts,
): Promise<void> {
  const own = [...withdrawn.values()].filter((one) => one.run === run.id);
  const unpublished = {
    withdrawn: new Set(own.map(({ trial }) => trial)),
    traces: settings.traces,
    annotators,
  };
  for (const format of ['jsonl', 'csv'] as const) {
    await files.put(dataAddress(run.id, `data.${format}`), (write) =>
      EXPORT_FORMATS[format].write(publishedRows(rowsOf(store, run), unpublished), write),
    );
  }
  const meta = publishable(await metaOf(store, run));
  await files.put(dataAddress(run.id, metaFileOf('data.jsonl')), `${JSON.stringify(meta, null, 2)}\n`);
  const licences = { license: settings.license, probesLicense: settings.probesLicense };
  const card = await cardOf(store, run, {}, { ...licences, meta, files: 'rows' });
  const note =
    own.length === 0
      ? ''
      : `\n## Withdrawn answers\n\n${own.length} ${own.length === 1 ? 'row has' : 'rows have'} the delivery flag \`withdrawn\` and no text: the answer was withdrawn from publication. Counts above have ${own.length === 1 ? 'it' : 'them'} in.\n`;
  const traces = settings.traces ? '' : '\n## Reasoning traces\n\nReasoning traces are left out of these files.\n';
  await files.put(dataAddress(run.id, 'README.md'), `${card}${note}${traces}`);
}
