import { join } from 'node:path';
import { writeJsonl } from '../../formats/jsonl-export.ts';
import type { Row } from '../../formats/row.ts';
import { type WritePart, writeWhole } from '../../lib/write-file.ts';
import type { ResponseRecord } from '../../model/answer.ts';
import type { CalibrationRecord } from '../../model/calibration.ts';
import type { RunRecord } from '../../model/run.ts';
import { publishable, recipeOf } from '../../report/repeat-run.ts';
import type { Store } from '../../store/store.ts';
import { shippedCalibrations } from '../calibrate/measured-error.ts';
import { metaOf, rowsOf } from '../read/exported-rows.ts';
import { laterTurns } from '../read/later-turns.ts';
import { RUN_FILES } from './pack-format.ts';
import type { PackedTrial } from './packed-trial.ts';

/**
 * Writes what a run is into a folder: its rows as `candor export` writes them with what they name by hash, and what rows do not tell: every variant
 * whole, every planned trial, the sample drawn for labelling and the measured errors that correct its rates. Paths of this machine are cut to file
 * names. Nothing is held whole. Throws OutputError.
 */
export async function writeRunFiles(store: Store, run: RunRecord, folder: string): Promise<void> {
  const file = (name: keyof typeof RUN_FILES): string => join(folder, RUN_FILES[name]);
  await writeWhole(file('rows'), (write) => writeJsonl(withoutPaths(rowsOf(store, run)), write));
  await writeWhole(file('meta'), jsonText(publishable(await metaOf(store, run))));
  const variants = await store.variants(run.id);
  await writeWhole(file('variants'), (write) => writeLines(variants, write));
  await writeWhole(file('trials'), (write) => writeLines(packedTrials(store, run), write));
  await writeWhole(file('sample'), (write) => store.labelSample(run.id).then((sample) => writeLines(sample, write)));
  await writeWhole(file('calibrations'), jsonText(await calibrationsOf(store, run)));
  const recipe = recipeOf(run).file;
  if (recipe !== null) await writeWhole(file('candor'), recipe);
}

/** JSON as the files of a pack are written. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Some servers name a model by the file that they loaded. */
async function* withoutPaths(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) yield { ...row, served_model: publishable(row.served_model) };
}

async function writeLines(values: Iterable<unknown> | AsyncIterable<unknown>, write: WritePart): Promise<void> {
  for await (const value of values) await write(`${JSON.stringify(value)}\n`);
}

/** Every planned trial, with what its rows do not tell. */
async function* packedTrials(store: Store, run: RunRecord): AsyncGenerator<PackedTrial> {
  const variants = new Map((await store.variants(run.id)).map((variant) => [variant.hash, variant]));
  for await (const trial of store.trials(run.id)) {
    const { id, variant, target, sample, seed, arm, response } = trial;
    const asked = variants.get(variant);
    const later = response === null || asked === undefined ? [] : await laterTurns(store, run.id, trial, asked);
    const notes = [trial, ...later].flatMap((one) => (one.response === null ? [] : notesOf(one.response)));
    const told = notes.length === 0 ? {} : { turns: notes };
    yield { id, variant, target, sample, seed, ...(arm === undefined ? {} : { arm }), ...told };
  }
}

function notesOf({ reason, envelope, turn = 1 }: ResponseRecord): NonNullable<PackedTrial['turns']> {
  const { think_tags, follow_up, collected_by_hand } = envelope;
  const kept = {
    ...(think_tags === undefined ? {} : { think_tags }),
    ...(follow_up === undefined ? {} : { follow_up }),
    ...(collected_by_hand === undefined ? {} : { collected_by_hand }),
  };
  if (reason === null && Object.keys(kept).length === 0) return [];
  return [{ turn, reason, envelope: kept }];
}

/** The measured errors of the classifiers that judged: the store's own, and those that ship with this version. */
async function calibrationsOf(store: Store, run: RunRecord): Promise<CalibrationRecord[]> {
  const found: CalibrationRecord[] = [];
  for (const classifier of await store.classifiers(run.id)) {
    const own = await store.findCalibration(classifier);
    const { name, version, mode } = classifier;
    const shipped = shippedCalibrations().findLast(
      (one) => one.classifier.name === name && one.classifier.version === version && one.classifier.mode === mode,
    );
    const used = own ?? shipped;
    if (used != null) found.push(used);
  }
  return found;
}
