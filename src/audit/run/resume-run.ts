import type { JudgeConfig } from '../../config/config.ts';
import { restoreTarget } from '../../config/public-config.ts';
import { UsageError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { TrialRecord } from '../../model/answer.ts';
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
  const stored = (run.config.targets ?? []) as readonly JsonObject[];
  const configured = stored.filter(({ id }) => needed.has(String(id))).map((spec) => restoreTarget(spec, io.env));
  const judges = storedJudges(run, io.env);
  const targets = await inspectTargets(configured, io, signal);
  const before = new Map((await store.targets(run.id)).map(({ id, identityHash }) => [id, identityHash]));
  const changed = targets.filter(({ configured: { spec }, identityHash }) => before.get(spec.id) !== identityHash);
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

function storedJudges({ config }: RunRecord, env: TargetIo['env']): JudgeConfig[] {
  const stored = (config.judges ?? []) as unknown as readonly { target: JsonObject; languages: readonly string[] }[];
  return stored.map(({ target, languages }) => ({ target: restoreTarget(target, env), languages }));
}
