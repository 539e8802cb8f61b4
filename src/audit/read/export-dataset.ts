import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { groupBy } from '../../compare/tally.ts';
import { type CardCount, type CardFacts, datasetCard, type MeasuredError } from '../../formats/dataset-card.ts';
import type { Meta } from '../../formats/meta.ts';
import { compareText } from '../../lib/compare-text.ts';
import { contentHash } from '../../lib/digest.ts';
import { UsageError } from '../../lib/errors.ts';
import { isEmptyFolder, writeFolder, writeWhole } from '../../lib/write-file.ts';
import { isDelivered } from '../../model/delivery.ts';
import type { RunRecord } from '../../model/run.ts';
import { cohenKappa } from '../../stats/cohen-kappa.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import { exportToFile, writeRows } from './export-run.ts';
import { metaOf } from './exported-rows.ts';
import { countedVerdict } from './observations.ts';

/** Under which licences a data set is published; null: not stated. */
export interface DatasetLicences {
  readonly license: string | null;
  readonly probesLicense: string | null;
}

/**
 * Writes a run as a folder that can be published: `data.parquet`, `data.jsonl` with its meta file, `probes/`, and a card. Throws
 * UsageError where the folder is there and not empty.
 */
export async function exportDataset(
  store: Store,
  run: RunRecord,
  filter: TrialFilter,
  folder: string,
  licences: DatasetLicences,
): Promise<void> {
  if ((await stat(folder).catch(() => null))?.isFile() === true)
    throw new UsageError(`expected an empty or a new folder, got ${folder}, which is a file`);
  if (!(await isEmptyFolder(folder)))
    throw new UsageError(`expected an empty or a new folder, got ${folder}, which has files in it`);
  await writeFolder(folder, async (inside) => {
    await exportToFile(store, run, 'jsonl', filter, join(inside, 'data.jsonl'));
    await writeRows(store, run, 'parquet', filter, join(inside, 'data.parquet'));
    await writeProbes(store, run, join(inside, 'probes'));
    const card = await cardOf(store, run, filter, { ...licences, meta: await metaOf(store, run), files: 'dataset' });
    await writeWhole(join(inside, 'README.md'), card);
  });
}

/** The card of a run's rows, or of the part that a filter leaves, as the named files have them. */
export async function cardOf(
  store: Store,
  run: RunRecord,
  filter: TrialFilter,
  facts: Pick<CardFacts, 'meta' | 'files' | 'license' | 'probesLicense'>,
): Promise<string> {
  const counted = await countRows(store, run, filter);
  return datasetCard({ ...facts, ...counted, errors: await measuredErrors(store, facts.meta) });
}

/** The probes as they were asked, a file a set. */
async function writeProbes(store: Store, run: RunRecord, folder: string): Promise<void> {
  const variants = await store.variants(run.id);
  const sets = groupBy(variants, ({ probe }) => probe.set);
  for (const [id, ofSet] of sets) {
    const noted = run.probeSets.find((set) => set.id === id);
    const probes = [...new Map(ofSet.map(({ probe }) => [probe.id, probe])).values()];
    const hashes = ofSet.map(({ probe, lang, hash }) => ({ probe: probe.id, lang, variant: hash }));
    const body = { id, version: noted?.version ?? null, hash: noted?.hash ?? null, variants: hashes, probes };
    const name = /^[\w.-]{1,80}$/.test(id) && !id.startsWith('.') ? id : contentHash(id);
    await writeWhole(join(folder, `${name}.json`), `${JSON.stringify(body, null, 2)}\n`);
  }
}

async function countRows(
  store: Store,
  run: RunRecord,
  filter: TrialFilter,
): Promise<Pick<CardFacts, 'counts' | 'labelled' | 'asked' | 'undated'>> {
  const langs = new Map((await store.variants(run.id)).map(({ hash, lang }) => [hash, lang]));
  type Count = CardCount & { rows: number; deliveries: Record<string, number>; classes: Record<string, number> };
  const counts = new Map<string, Count>();
  let [labelled, undated] = [0, 0];
  let [first, last] = ['', ''];
  for await (const trial of store.trials(run.id, { ...filter, texts: false })) {
    if (trial.response === null) continue;
    const lang = langs.get(trial.variant) ?? 'und';
    const key = JSON.stringify([trial.target, lang]);
    const count = counts.get(key) ?? { target: trial.target, lang, rows: 0, deliveries: {}, classes: {} };
    counts.set(key, count);
    count.rows += 1;
    const { delivery, askedAt } = trial.response;
    if (askedAt === null) undated += isDelivered(delivery) ? 1 : 0;
    else {
      if (first === '' || askedAt < first) first = askedAt;
      if (askedAt > last) last = askedAt;
    }
    count.deliveries[delivery] = (count.deliveries[delivery] ?? 0) + 1;
    const name = countedVerdict(trial, null)?.class ?? null;
    if (name !== null) count.classes[name] = (count.classes[name] ?? 0) + 1;
    if (countedVerdict(trial, { name: 'human' }) !== null) labelled += 1;
  }
  const sorted = [...counts].sort(([a], [b]) => compareText(a, b)).map(([, count]) => count);
  return { counts: sorted, labelled, asked: first === '' ? null : { first, last }, undated };
}

async function measuredErrors(store: Store, meta: Meta): Promise<MeasuredError[]> {
  const errors: MeasuredError[] = [];
  for (const classifier of meta.classifiers) {
    const calibration = await store.findCalibration(classifier);
    for (const [lang, table] of Object.entries(calibration?.byLang ?? {})) {
      const n = table.flat().reduce((sum, count) => sum + count, 0);
      if (n === 0) continue;
      const right = table.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
      errors.push({ classifier, lang, n, accuracy: right / n, kappa: cohenKappa(table) });
    }
  }
  return errors;
}
