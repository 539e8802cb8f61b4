import type { Transaction } from 'kysely';
import { canonicalJson } from '../lib/digest.ts';
import { StoreError } from '../lib/errors.ts';
import type { TrialRecord } from '../model/answer.ts';
import type { RunRecord, TargetRecord, VariantRecord } from '../model/run.ts';
import { insertIdentity, rowOfTarget } from './insert-target.ts';
import type { Database } from './schema.ts';

/** Rows of one INSERT; SQLite takes 32,766 parameters, PostgreSQL 65,535. */
const ROWS_PER_INSERT = 1_000;

/** Writes a run with its targets, probes, variants and trials. */
export async function insertRun(
  trx: Transaction<Database>,
  run: RunRecord,
  targets: readonly TargetRecord[],
  variants: readonly VariantRecord[],
  trials: Iterable<TrialRecord>,
): Promise<void> {
  const { id: runId } = await trx
    .insertInto('runs')
    .values({
      key: run.id,
      name: run.name,
      origin: run.origin,
      started_at: run.startedAt,
      ended_at: run.endedAt,
      config: canonicalJson(run.config),
      seed: run.seed,
      plan_hash: run.planHash,
      package_version: run.packageVersion,
      git_version: run.gitVersion,
      probe_sets: canonicalJson(run.probeSets),
      owner: run.owner?.name ?? null,
      heartbeat_at: run.owner?.heartbeatAt ?? null,
      discarded: run.discarded ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const targetIds = await insertTargets(trx, runId, targets);
  const variantIds = await insertVariants(trx, runId, variants);
  let rows = [];
  for (const trial of trials) {
    const variantId = variantIds.get(trial.variant);
    const targetId = targetIds.get(trial.target);
    if (variantId === undefined || targetId === undefined) {
      throw new StoreError(
        `trial ${trial.id} names variant ${trial.variant} or target ${trial.target}, which the run lacks`,
      );
    }
    const { sample, seed, position, arm = null } = trial;
    rows.push({
      run_id: runId,
      key: trial.id,
      variant_id: variantId,
      target_id: targetId,
      sample,
      seed,
      position,
      arm,
    });
    if (rows.length === ROWS_PER_INSERT) {
      await trx.insertInto('trials').values(rows).execute();
      rows = [];
    }
  }
  if (rows.length > 0) await trx.insertInto('trials').values(rows).execute();
}

async function insertTargets(
  trx: Transaction<Database>,
  runId: number,
  targets: readonly TargetRecord[],
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const target of targets) {
    await insertIdentity(trx, target);
    const { id } = await trx
      .insertInto('run_targets')
      .values(rowOfTarget(runId, target))
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.set(target.id, id);
  }
  return ids;
}

async function insertVariants(
  trx: Transaction<Database>,
  runId: number,
  variants: readonly VariantRecord[],
): Promise<Map<string, number>> {
  const probeIds = new Map<string, number>();
  const ids = new Map<string, number>();
  for (const variant of variants) {
    let probeId = probeIds.get(variant.probe.id);
    if (probeId === undefined) {
      const inserted = await trx
        .insertInto('probes')
        .values({ run_id: runId, key: variant.probe.id, probe: canonicalJson(variant.probe) })
        .returning('id')
        .executeTakeFirstOrThrow();
      probeId = inserted.id;
      probeIds.set(variant.probe.id, probeId);
    }
    const { id } = await trx
      .insertInto('variants')
      .values({
        run_id: runId,
        probe_id: probeId,
        hash: variant.hash,
        lang: variant.lang,
        prompt: variant.prompt,
        set_version: variant.setVersion,
        phrasing: variant.phrasing ?? null,
        cluster: variant.cluster ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.set(variant.hash, id);
  }
  return ids;
}
