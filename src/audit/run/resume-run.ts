import { z } from 'zod';
import type { ConfiguredTarget, JudgeConfig } from '../../config/config.ts';
import { restoreTarget, storedTarget } from '../../config/public-config.ts';
import { UsageError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import { issueMessages } from '../../lib/schema-mistakes.ts';
import type { TrialRecord } from '../../model/answer.ts';
import { jsonObjectSchema } from '../../model/json-object.ts';
import type { RunRecord, TargetRecord, VariantRecord } from '../../model/run.ts';
import { maskerFor } from '../../model/secrets.ts';
import type { Store } from '../../store/store.ts';
import type { TargetIo } from '../../targets/target.ts';
import { identityChange } from './identity-change.ts';
import { type MendedTarget, mendTarget } from './mended-settings.ts';
import { closeTargets, type InspectedTarget, inspectTargets } from './prepare-run.ts';

/** What is left of a run, with its targets open. Close it when done. */
export interface ResumedRun {
  readonly targets: readonly InspectedTarget[];
  readonly variants: readonly VariantRecord[];
  readonly pending: readonly TrialRecord[];
  readonly judges: readonly JudgeConfig[];
  /** Seconds, as stored with the run; absent: nothing was said. */
  readonly patience?: number;
  /** What was taken over from the file, and what is newly known of targets. */
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens the targets of a stored run again. `current` are the targets of the file as it is now: what was mended there and does not
 * change what is asked is taken over. Throws UsageError, with both values, where what is asked or who answers is no longer the
 * same: the answers could not stand beside the earlier ones.
 */
export async function resumeRun(
  run: RunRecord,
  store: Store,
  current: readonly ConfiguredTarget[],
  io: TargetIo,
  signal: AbortSignal,
): Promise<ResumedRun> {
  if (run.origin === 'import')
    throw new UsageError(`expected a run that asked models, got ${run.id}, which was imported`);
  const pending = await store.pendingTrials(run.id);
  const needed = new Set(pending.map(({ target }) => target));
  const stored = storedConfig(run);
  const mended = stored.targets
    .filter(({ id }) => needed.has(String(id)))
    .map((spec) => mendedFrom(spec, current, io.env));
  refuse(
    run,
    mended.flatMap(({ configured: { spec }, conflicts }) => conflicts.map((one) => `${spec.id}: ${one}`)),
  );
  const judges = stored.judges.map(({ target, languages, flags }) => ({
    ...(flags === true ? { flags } : {}),
    target: mendedFrom(target, current, io.env).configured,
    languages,
  }));
  const targets = await inspectTargets(
    mended.map(({ configured }) => configured),
    io,
    signal,
  );
  try {
    const taken = mended.flatMap(({ configured: { spec }, taken: own }) =>
      own.map((one) => `${spec.id}: taken from the file as it is now: ${one}`),
    );
    const learned = await checkIdentities(run, targets, store);
    const variants = await store.variants(run.id);
    const { patience } = stored;
    return {
      ...{ targets, variants, pending, judges, warnings: [...taken, ...learned] },
      ...(patience === undefined ? {} : { patience }),
      close: () => closeTargets(targets),
    };
  } catch (error) {
    await closeTargets(targets);
    throw error;
  }
}

function mendedFrom(stored: JsonObject, current: readonly ConfiguredTarget[], env: TargetIo['env']): MendedTarget {
  const now = current.find(({ spec }) => spec.id === stored.id);
  if (now === undefined) return { configured: restoreTarget(stored, env), taken: [], conflicts: [] };
  // A run of an older version may hold the value of a variable where its name stands now.
  const masked = { ...stored, ...(maskerFor(now.spec)?.data({ system: stored.system ?? null }, true) ?? {}) };
  return mendTarget(storedTarget(masked), masked, now);
}

/** What is no longer as it was when a run was planned, or begun. */
export interface IdentityCheck {
  /** `TARGET: FIELD: BEFORE → NOW`. */
  readonly changes: readonly string[];
  /** What is newly known of targets that have answered. */
  readonly warnings: readonly string[];
  /** Targets that never answered, with what is newly known. */
  readonly fuller: readonly TargetRecord[];
}

/** Refuses targets that are no longer what was asked before, and stores what is newly known of those that never answered. */
async function checkIdentities(
  run: RunRecord,
  targets: readonly InspectedTarget[],
  store: Store,
): Promise<readonly string[]> {
  const { changes, warnings, fuller } = await compareIdentities(run, targets, store);
  refuse(run, changes);
  for (const target of fuller) await store.replaceIdentity(run.id, target);
  return warnings;
}

/** Holds targets as they are now against what a run has of them. */
export async function compareIdentities(
  run: RunRecord,
  targets: readonly InspectedTarget[],
  store: Store,
): Promise<IdentityCheck> {
  const before = new Map((await store.targets(run.id)).map((target) => [target.id, target]));
  const answered = new Set((await store.served(run.id)).keys());
  const changes: string[] = [];
  const warnings: string[] = [];
  const fuller: TargetRecord[] = [];
  for (const { configured, inspection, identityHash } of targets) {
    const { id } = configured.spec;
    const record = before.get(id);
    if (record === undefined) continue;
    const { changed, learned } = identityChange(
      maskerFor(configured.spec)?.data(record.identity, true) ?? record.identity,
      inspection.identity,
    );
    changes.push(...changed.map((one) => `${id}: ${one}`));
    if (learned.length === 0) continue;
    if (!answered.has(id)) fuller.push({ ...record, identityHash, identity: inspection.identity });
    else
      warnings.push(
        `${id}: not known when the earlier answers came: ${learned.join(', ')}; whether it was the same then cannot be told`,
      );
  }
  return { changes, warnings, fuller };
}

function refuse({ id }: RunRecord, differences: readonly string[]): void {
  if (differences.length === 0) return;
  throw new UsageError(
    `expected the targets of run ${id} as they were, but ${differences.join('; ')}. Answers to that could not stand beside the earlier ones: put it back, or start a new run.`,
  );
}

/** What of a stored configuration carrying a run on needs. */
const configSchema = z.looseObject({
  targets: z.array(jsonObjectSchema).default([]),
  patience: z.number().exactOptional(),
  judges: z
    .array(
      z.looseObject({ target: jsonObjectSchema, languages: z.array(z.string()), flags: z.boolean().exactOptional() }),
    )
    .default([]),
});

/** Reads it. Throws UsageError where it has another form. */
export function storedConfig({ id, config }: RunRecord): z.output<typeof configSchema> {
  const parsed = configSchema.safeParse(config);
  if (parsed.success) return parsed.data;
  const found = issueMessages(parsed.error, config, configSchema).join('; ');
  throw new UsageError(
    `expected the stored configuration of run ${id} in a form that can be carried on, got: ${found}. Start a new run.`,
  );
}
