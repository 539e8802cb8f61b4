import { isoTime } from '../../lib/clock.ts';
import type { JsonObject } from '../../lib/json.ts';
import { withoutArm } from '../../model/arm.ts';
import type { ProbeSet } from '../../model/probe.ts';
import type { RunRecord, TargetRecord, VariantRecord } from '../../model/run.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import type { Store } from '../../store/store.ts';
import type { Inspection } from '../../targets/target.ts';
import { type PreparedRun, sentParameters } from './prepare-run.ts';

/** What is noted of a run beside its plan. */
export interface RunNotes {
  readonly id: string;
  readonly name: string | null;
  /** The configuration without secrets. */
  readonly config: JsonObject;
  readonly packageVersion: string;
  readonly gitVersion: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Stores a prepared run before the first call is made, so that nothing asked can be lost. */
export async function createRun(prepared: PreparedRun, notes: RunNotes, store: Store): Promise<RunRecord> {
  const { request, plan } = prepared;
  const used = new Set(request.probes.map(({ set }) => set));
  const sets = request.sets.filter(({ id }) => used.has(id));
  const run: RunRecord = {
    id: notes.id,
    name: notes.name,
    origin: 'run',
    startedAt: isoTime(notes.now),
    endedAt: null,
    config: notes.config,
    seed: request.seed,
    planHash: plan.hash,
    packageVersion: notes.packageVersion,
    gitVersion: notes.gitVersion,
    probeSets: sets.map(({ id, version, hash }) => ({ id, version, hash })),
  };
  await store.createRun(run, prepared.targets.map(targetRecord), variantRecords(prepared, sets), plan.trials);
  return run;
}

function targetRecord({ configured, inspection, identityHash }: PreparedRun['targets'][number]): TargetRecord {
  const { spec } = configured;
  return {
    id: spec.id,
    family: spec.family,
    kind: spec.provider,
    model: spec.model,
    where: spec.where,
    identityHash,
    identity: inspection.identity,
    params: sentParameters(configured),
    ...nameOf(spec, inspection),
  };
}

/** A name that the file gives, else what the model calls itself, unless that is its id. */
function nameOf({ id, name, arm }: TargetSpec, inspection: Inspection): Pick<TargetRecord, 'name'> {
  const found = name ?? inspection.name;
  return found === undefined || found === withoutArm(id, arm) ? {} : { name: found };
}

function variantRecords({ variants }: PreparedRun, sets: readonly ProbeSet[]): VariantRecord[] {
  const versions = new Map(sets.map(({ id, version }) => [id, version]));
  return variants.map(({ hash, lang, prompt, probe, phrasing }) => {
    const { set, template } = probe;
    const cluster = template === undefined ? {} : { cluster: `${set}/${template}` };
    return {
      hash,
      lang,
      prompt,
      probe,
      setVersion: versions.get(set) ?? '',
      ...cluster,
      ...(phrasing === undefined ? {} : { phrasing }),
    };
  });
}

/** A run id that sorts by time and can be said aloud: `2026-11-24-k3f9x2`. */
export function newRunId(now: number, random: () => number): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const tail = Array.from({ length: 6 }, () => letters[Math.floor(random() * letters.length)]).join('');
  return `${isoTime(now).slice(0, 10)}-${tail}`;
}
