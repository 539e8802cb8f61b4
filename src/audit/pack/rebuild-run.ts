import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readRows } from '../../formats/candor.ts';
import { linesNow } from '../../formats/lines-now.ts';
import { metaSchema, readMeta } from '../../formats/meta.ts';
import { fileSource, readJsonLines } from '../../formats/read-lines.ts';
import type { Row } from '../../formats/row.ts';
import { ConfigError } from '../../lib/errors.ts';
import { jsonMistake } from '../../lib/json-mistake.ts';
import type { ResponseRecord, TrialRecord } from '../../model/answer.ts';
import { confusionByLangSchema } from '../../model/calibration.ts';
import { jsonObjectSchema } from '../../model/json-object.ts';
import { sampleDesignSchema } from '../../model/label-sample.ts';
import { probeSchema } from '../../model/probe.ts';
import type { RunRecord, TargetRecord, VariantRecord } from '../../model/run.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { classifierIdSchema } from '../../model/verdict.ts';
import type { Store } from '../../store/store.ts';
import { shippedCalibrations } from '../calibrate/measured-error.ts';
import { keptResponse } from '../collect/collected-records.ts';
import { RUN_FILES } from './pack-format.ts';
import { type PackedTrial, packedTrialSchema } from './packed-trial.ts';

const variantSchema: z.ZodType<VariantRecord> = z.object({
  hash: z.string(),
  lang: z.string(),
  prompt: z.string(),
  setVersion: z.string(),
  probe: probeSchema,
  phrasing: z.int().nonnegative().exactOptional(),
  cluster: z.string().exactOptional(),
});
const sampledSchema = z.object({
  trial: z.string(),
  draw: z.string(),
  stratum: z.string(),
  probability: z.number(),
  at: z.string(),
  design: sampleDesignSchema,
});
const calibrationsSchema = z.array(
  z.object({
    classifier: classifierIdSchema,
    at: z.string(),
    gold: jsonObjectSchema,
    byLang: confusionByLangSchema,
  }),
);

/** Answers that are stored together. */
const STORED_TOGETHER = 512;

/**
 * Takes a run of a pack into a store as it was: its plan with what was never asked, its answers with every verdict, the sample drawn for labelling and
 * the measured errors. Trials are read twice and never held. Throws ConfigError, with file and line, for what is no file of a pack.
 */
export async function rebuildRun(store: Store, folder: string): Promise<RunRecord> {
  const file = (name: keyof typeof RUN_FILES): string => join(folder, RUN_FILES[name]);
  const meta = await readMeta(file('rows'), metaSchema);
  if (meta === null) throw mistake(file('meta'), 'expected what stands beside the rows, got no such file');
  const run: RunRecord = {
    id: meta.run,
    name: meta.name,
    origin: meta.origin,
    startedAt: meta.started_at ?? '1970-01-01T00:00:00.000Z',
    endedAt: null,
    config: meta.config,
    seed: meta.seed ?? 0,
    planHash: meta.plan_hash ?? '',
    packageVersion: meta.package_version ?? '',
    gitVersion: meta.git_version,
    probeSets: meta.probe_sets,
  };
  const targets = meta.targets.map((target): TargetRecord => {
    const { identity: identityHash, name, ...rest } = target;
    const identity = meta.identities[identityHash];
    if (identity === undefined) throw mistake(file('meta'), `expected the identity ${identityHash} of ${target.id}`);
    return { ...rest, identityHash, identity, ...(name === null ? {} : { name }) };
  });
  const variants: VariantRecord[] = [];
  for await (const { value } of readJsonLines(fileSource(file('variants')), variantSchema)) variants.push(value);
  const trials = (): Iterable<PackedTrial> => linesNow(file('trials'), packedTrialSchema);
  await store.createRun(run, targets, variants, { [Symbol.iterator]: () => numbered(trials()) });
  await storeAnswers(store, run, file('rows'), notesOf(trials()));
  const sample: z.infer<typeof sampledSchema>[] = [];
  for await (const { value } of readJsonLines(fileSource(file('sample')), sampledSchema)) sample.push(value);
  if (sample.length > 0) await store.addLabelSample(run.id, sample);
  if (meta.ended_at !== null) await store.endRun(run.id, meta.ended_at);
  await takeCalibrations(store, file('calibrations'));
  return run;
}

function* numbered(trials: Iterable<PackedTrial>): Generator<TrialRecord> {
  let position = 0;
  for (const { turns: _, ...trial } of trials) yield { ...trial, position: position++ };
}

type Notes = ReadonlyMap<string, NonNullable<PackedTrial['turns']>>;

function notesOf(trials: Iterable<PackedTrial>): Notes {
  const notes = new Map<string, NonNullable<PackedTrial['turns']>>();
  for (const { id, turns } of trials) if (turns !== undefined) notes.set(id, turns);
  return notes;
}

async function storeAnswers(store: Store, run: RunRecord, file: string, notes: Notes): Promise<void> {
  let group: Promise<boolean>[] = [];
  for await (const { line, value: row } of readRows(fileSource(file))) {
    if (row.trial === null) throw mistake(file, 'expected the id of a trial, got null', line);
    group.push(store.recordAnswer(run.id, row.trial, responseOf(row, line, notes), [], verdictsOf(row, run)));
    if (group.length < STORED_TOGETHER) continue;
    await requireAllNew(group, file, line);
    group = [];
  }
  await requireAllNew(group, file, null);
}

async function requireAllNew(group: readonly Promise<boolean>[], file: string, line: number | null): Promise<void> {
  if ((await Promise.all(group)).includes(false))
    throw mistake(file, 'expected one answer to each turn of a trial, got two (at or before this line)', line);
}

function responseOf(row: Row, line: number, notes: Notes): ResponseRecord {
  const noted = notes.get(row.trial ?? '')?.find(({ turn }) => turn === row.turn);
  const response = keptResponse({ ...row, line, error: null, envelope: noted?.envelope ?? {} }, row.delivery);
  return { ...response, reason: noted?.reason ?? null, ...(row.turn === 1 ? {} : { turn: row.turn }) };
}

function verdictsOf({ verdicts }: Row, { startedAt }: RunRecord): StoredVerdict[] {
  return verdicts.map((verdict) => ({ ...verdict, at: verdict.at ?? startedAt }));
}

/** What ships with this version need not be taken in: figures say whether an error is the store's own. */
async function takeCalibrations(store: Store, file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw mistake(file, `expected JSON, got ${jsonMistake(text, error)}`);
  }
  const parsed = calibrationsSchema.safeParse(value);
  if (!parsed.success) throw mistake(file, `expected measured errors of classifiers, got ${parsed.error.message}`);
  const shipped = new Set(shippedCalibrations().map((one) => JSON.stringify(one)));
  for (const one of parsed.data) if (!shipped.has(JSON.stringify(one))) await store.addCalibration(one);
}

function mistake(file: string, message: string, line: number | null = null): ConfigError {
  return new ConfigError([{ file, line, column: null, message }]);
}
