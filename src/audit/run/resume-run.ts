import { z } from 'zod';
import type { JudgeConfig } from '../../config/config.ts';
import { restoreTarget } from '../../config/public-config.ts';
import { contentHash } from '../../lib/digest.ts';
import { UsageError } from '../../lib/errors.ts';
import { issueMessages } from '../../lib/schema-mistakes.ts';
import type { TrialRecord } from '../../model/answer.ts';
import type { Identity } from '../../model/identity.ts';
import { jsonObjectSchema } from '../../model/json-object.ts';
import type { RunRecord, VariantRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import type { TargetIo } from '../../targets/target.ts';
import { closeTargets, type InspectedTarget, inspectTargets } from './prepare-run.ts';

/** What is left of a run, with its targets open. Close it when done. */
export interface ResumedRun {
  readonly targets: readonly InspectedTarget[];
  readonly variants: readonly VariantRecord[];
  readonly pending: readonly TrialRecord[];
  readonly judges: readonly JudgeConfig[];
  close(): Promise<void>;
}

/**
 * Opens the targets of a stored run again. Throws UsageError where one of them is no longer what was asked before: its
 * answers could not stand beside the earlier ones.
 */
export async function resumeRun(run: RunRecord, store: Store, io: TargetIo, signal: AbortSignal): Promise<ResumedRun> {
  if (run.origin === 'import')
    throw new UsageError(`expected a run that asked models, got ${run.id}, which was imported`);
  const pending = await store.pendingTrials(run.id);
  const needed = new Set(pending.map(({ target }) => target));
  const stored = storedConfig(run);
  const configured = stored.targets
    .filter(({ id }) => needed.has(String(id)))
    .map((spec) => restoreTarget(spec, io.env));
  const judges = stored.judges.map(({ target, languages }) => ({ target: restoreTarget(target, io.env), languages }));
  const targets = await inspectTargets(configured, io, signal);
  const before = new Map((await store.targets(run.id)).map(({ id, identity }) => [id, hashWithoutAddress(identity)]));
  const changed = targets.filter(
    ({ configured: { spec }, inspection }) => before.get(spec.id) !== hashWithoutAddress(inspection.identity),
  );
  if (changed.length > 0) {
    await closeTargets(targets);
    const names = changed.map(({ configured: { spec } }) => spec.id).join(', ');
    throw new UsageError(
      `expected the targets of run ${run.id} as they were, but ${names} differs: another model, template, engine or server, or one that was not reachable before. Start a new run.`,
    );
  }
  const variants = await store.variants(run.id);
  return { targets, variants, pending, judges, close: () => closeTargets(targets) };
}

const configSchema = z.looseObject({
  targets: z.array(jsonObjectSchema).default([]),
  judges: z.array(z.looseObject({ target: jsonObjectSchema, languages: z.array(z.string()) })).default([]),
});

function storedConfig({ id, config }: RunRecord): z.output<typeof configSchema> {
  const parsed = configSchema.safeParse(config);
  if (parsed.success) return parsed.data;
  const found = issueMessages(parsed.error, config, configSchema).join('; ');
  throw new UsageError(
    `expected the stored configuration of run ${id} in a form that can be carried on, got: ${found}. Start a new run.`,
  );
}

/** The identity without its address: the same model behind another address is the same. */
function hashWithoutAddress(identity: Identity): string {
  return contentHash({ ...identity, host: null });
}
