import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { restoreTarget } from '../../config/public-config.ts';
import { fileSource, readJsonLines } from '../../formats/read-lines.ts';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { BatchService, type BatchState } from '../../targets/openai/batch-service.ts';
import type { AuditIo } from '../run/audit-io.ts';
import { readBatchId } from './batch-id.ts';
import { type TakenBatch, takeBatch } from './take-batch.ts';

/** A file of a run that was handed in to a batch service. */
export interface BatchJob {
  readonly batch: string;
  readonly target: string;
  readonly file: string;
  readonly requests: number;
  readonly submittedAt: string;
  /** When its results were taken in; null: not yet. */
  readonly collectedAt: string | null;
}

const jobSchema = z.object({
  target: z.string(),
  file: z.string(),
  digest: z.string(),
  requests: z.number(),
  submittedAt: z.string(),
  collectedAt: z.string().nullable(),
});
type Held = z.output<typeof jobSchema>;

const sourceOf = (run: string): string => `batch:${run}`;

/** Hands files of requests in, each with the service of the target that it is for. Throws UsageError for a file that was handed in before, TargetError. */
export async function submitBatches(
  run: RunRecord,
  files: readonly string[],
  store: Store,
  io: Pick<AuditIo, 'env' | 'clock'>,
  again: boolean,
): Promise<BatchJob[]> {
  const known = await heldOf(run.id, store);
  const jobs: BatchJob[] = [];
  for (const file of files) {
    const { target, requests } = await contentsOf(file, run, store);
    const digest = await digestOf(file);
    const before = [...known].find(([, job]) => job.digest === digest);
    if (before !== undefined && !again)
      throw new UsageError(
        `expected files that were not handed in, got ${file}: it is batch ${before[0]} since ${before[1].submittedAt}, and would be paid for twice (--again does it)`,
      );
    const state = await withService(run, target, io, (service) => service.submit(file, run.id));
    const job = {
      target,
      file: basename(file),
      digest,
      requests,
      submittedAt: isoTime(io.clock.now()),
      collectedAt: null,
    };
    await store.remember(sourceOf(run.id), state.id, JSON.stringify(job), job.submittedAt);
    jobs.push(jobOf(state.id, job));
  }
  return jobs;
}

/** How the batches of a run stand. Throws TargetError where a service cannot be asked. */
export async function batchStates(
  run: RunRecord,
  store: Store,
  io: Pick<AuditIo, 'env' | 'clock'>,
): Promise<{ readonly job: BatchJob; readonly state: BatchState }[]> {
  const states: { job: BatchJob; state: BatchState }[] = [];
  for (const [batch, held] of await heldOf(run.id, store)) {
    const state = await withService(run, held.target, io, (service) => service.state(batch));
    states.push({ job: jobOf(batch, held), state });
  }
  return states;
}

/** A batch as it stands, and what was taken of it; null: nothing. `missing`: answers that the service counts and its files do not hold. */
export interface CollectedBatch {
  readonly job: BatchJob;
  readonly state: BatchState;
  readonly taken: (TakenBatch & { readonly missing: number }) | null;
}

/** Answers that the service counts and did not give, as where a file came short. */
function missingResults({ over, requests }: BatchState, { stored, known, skipped }: TakenBatch): number {
  return over && requests !== null ? Math.max(0, requests.completed - stored - known - skipped.length) : 0;
}

/** Takes the results of every batch of a run in that has some, and says how each stands. What was taken in before changes nothing. */
export async function collectBatches(
  run: RunRecord,
  store: Store,
  io: Pick<AuditIo, 'env' | 'clock'>,
): Promise<CollectedBatch[]> {
  const collected: CollectedBatch[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'candor-batch-'));
  try {
    for (const { job, state } of await batchStates(run, store, io)) {
      if (job.collectedAt !== null || state.files.length === 0) {
        collected.push({ job, state, taken: null });
        continue;
      }
      const files: string[] = [];
      for (const [i, id] of state.files.entries()) {
        const file = join(folder, `${collected.length}-${i}.jsonl`);
        await withService(run, job.target, io, (service) => service.save(id, file));
        files.push(file);
      }
      const taken = await takeBatch(run, files, store, io);
      const at = isoTime(io.clock.now());
      const missing = missingResults(state, taken);
      const isWhole = state.over && missing === 0;
      if (isWhole) await noteCollected(run.id, job.batch, store, at);
      collected.push({ job: { ...job, collectedAt: isWhole ? at : null }, state, taken: { ...taken, missing } });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return collected;
}

async function noteCollected(run: string, batch: string, store: Store, at: string): Promise<void> {
  const held = (await heldOf(run, store)).get(batch);
  if (held === undefined) return;
  await store.remember(sourceOf(run), batch, JSON.stringify({ ...held, collectedAt: at }), at);
}

async function heldOf(run: string, store: Store): Promise<Map<string, Held>> {
  const memories = await store.remembered(sourceOf(run));
  return new Map(memories.map(({ key, value }) => [key, jobSchema.parse(JSON.parse(value))]));
}

function jobOf(batch: string, { digest: _, ...job }: Held): BatchJob {
  return { batch, ...job };
}

async function withService<T>(
  run: RunRecord,
  target: string,
  { env }: Pick<AuditIo, 'env'>,
  work: (service: BatchService) => Promise<T>,
): Promise<T> {
  const { targets } = run.config as { targets?: JsonObject[] };
  const stored = targets?.find(({ id }) => id === target);
  if (stored === undefined)
    throw new UsageError(`expected target ${target} in the configuration of run ${run.id}, got none`);
  const service = await BatchService.open(restoreTarget(stored, env).spec, { env });
  try {
    return await work(service);
  } finally {
    await service.close();
  }
}

const requestSchema = z.looseObject({ custom_id: z.string(), body: z.looseObject({ model: z.string() }) });

/** Whom a file of requests is for, and how many it holds. Throws UsageError where one is not of the run, or they are for several targets. */
async function contentsOf(file: string, run: RunRecord, store: Store): Promise<{ target: string; requests: number }> {
  let [target, model, requests] = ['', '', 0];
  for await (const { line, value } of readJsonLines(fileSource(file), requestSchema)) {
    requests += 1;
    const asked = await targetOf(value.custom_id, run, store);
    if (asked === null)
      throw new UsageError(
        `${file}:${line}: expected a request of run ${run.id}, got ${value.custom_id}, which is not of it`,
      );
    if (requests === 1) [target, model] = [asked, value.body.model];
    else if (asked !== target)
      throw new UsageError(`${file}:${line}: expected requests to one target, got ${asked} beside ${target}`);
    else if (value.body.model !== model)
      throw new UsageError(`${file}:${line}: expected requests to one model, got ${value.body.model} beside ${model}`);
  }
  if (requests === 0) throw new UsageError(`expected requests in ${file}, got none`);
  return { target, requests };
}

async function targetOf(id: string, run: RunRecord, store: Store): Promise<string | null> {
  for await (const { target } of store.trials(run.id, { trial: readBatchId(id).trial, texts: false })) return target;
  return null;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest('hex');
}
