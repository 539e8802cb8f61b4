import { type Meta, metaSchema } from '../../formats/meta.ts';
import type { Row } from '../../formats/row.ts';
import { withoutArm } from '../../model/arm.ts';
import type { RunRecord, TargetRecord, VariantRecord } from '../../model/run.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import { askedIn } from '../../model/turn.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import { shownBy } from './check-answers.ts';
import { readFacts } from './fact-readings.ts';
import { laterTurns } from './later-turns.ts';

/** What rows have only where it is asked for. */
export interface RowParts {
  /** How each answer treats the facts that its probe lists, by their marks. */
  readonly facts?: boolean;
}

function factsOf(response: NonNullable<StoredTrial['response']>, variant: VariantRecord): NonNullable<Row['facts']> {
  return readFacts(response, variant).map(({ fact: { claim, kind = 'omitted', source }, standing, span }) => {
    return { claim, kind, standing, start: span?.start ?? null, end: span?.end ?? null, source };
  });
}

/** A run's trials as rows, in the order of the plan, each turn of a conversation after the one before. Trials that were never asked are left out. */
export async function* rowsOf(
  store: Store,
  run: RunRecord,
  filter: TrialFilter = {},
  { facts = false }: RowParts = {},
): AsyncGenerator<Row> {
  const factsIn = (trial: StoredTrial, variant: VariantRecord): Pick<Row, 'facts'> =>
    facts && trial.response !== null ? { facts: factsOf(trial.response, variant) } : {};
  const variants = new Map((await store.variants(run.id)).map((variant) => [variant.hash, variant]));
  const probes = new Map([...variants.values()].map(({ probe }) => [probe.id, probe]));
  const targets = new Map((await store.targets(run.id)).map((target) => [target.id, target]));
  for await (const trial of store.trials(run.id, filter)) {
    const variant = variants.get(trial.variant);
    const target = targets.get(trial.target);
    if (variant === undefined || target === undefined || trial.response === null) continue;
    const { knowledge } = variant.probe;
    yield {
      ...rowOf(run, trial, variant, target),
      ...(knowledge === undefined ? {} : { knowledge: { ...knowledge, ...shownBy(knowledge, probes) } }),
      ...factsIn(trial, variant),
    };
    for (const later of await laterTurns(store, run.id, trial, variant))
      yield { ...rowOf(run, later, variant, target), ...factsIn(later, variant) };
  }
}

function rowOf(
  run: RunRecord,
  trial: StoredTrial,
  { probe, lang, prompt, phrasing, cluster }: VariantRecord,
  target: TargetRecord,
): Row {
  const { response } = trial;
  const { model = null, by = null, fingerprint = null, region = null } = response?.served ?? {};
  return {
    run: run.id,
    trial: trial.id,
    set: probe.set,
    probe: probe.id,
    variant: trial.variant,
    topic: probe.topic,
    state: probe.state,
    style: probe.style,
    role: probe.role,
    tags: [...probe.tags],
    lang,
    prompt: response === null ? prompt : askedIn(response, prompt),
    stakes: [...(probe.stakes ?? [])],
    control: probe.control,
    target: withoutArm(target.id, trial.arm),
    ...(target.name === undefined ? {} : { target_name: target.name }),
    family: target.family,
    sample: trial.sample,
    seed: trial.seed,
    delivery: response?.delivery ?? 'error',
    side: response?.side ?? null,
    kind: response?.kind ?? null,
    finish: response?.finish ?? null,
    response: response?.text ?? '',
    reasoning: response?.reasoning ?? null,
    reasoning_state: response?.reasoningState ?? 'absent',
    delivery_flags: [...(response?.flags ?? [])],
    attempts: response?.attempts ?? 0,
    asked_at: response?.askedAt ?? null,
    latency_ms: response?.latencyMs ?? null,
    usage: response?.usage == null ? null : { reasoning: null, ...response.usage },
    served_model: model,
    served_by: by,
    system_fingerprint: fingerprint,
    served_region: region,
    answer_end: response?.answerEnd ?? null,
    first_tokens: response?.firstTokens === undefined ? null : [...response.firstTokens],
    phrasing: phrasing ?? null,
    turn: response?.turn ?? 1,
    arm: trial.arm ?? null,
    cluster: cluster ?? null,
    identity: target.identityHash,
    verdicts: trial.verdicts.map((verdict) => ({ ...verdict, flags: [...verdict.flags] })),
  };
}

/** What stands once beside exported rows: run, configuration, probe sets, identities, parameters, classifiers. */
export async function metaOf(store: Store, run: RunRecord): Promise<Meta> {
  const targets = await store.targets(run.id);
  return metaSchema.parse({
    run: run.id,
    name: run.name,
    origin: run.origin,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    seed: run.seed,
    plan_hash: run.planHash,
    package_version: run.packageVersion,
    git_version: run.gitVersion,
    config: run.config,
    probe_sets: run.probeSets,
    targets: targets.map(({ id, name, family, kind, model, where, identityHash, params }) => {
      return { id, name: name ?? null, family, kind, model, where, identity: identityHash, params };
    }),
    identities: Object.fromEntries(targets.map(({ identityHash, identity }) => [identityHash, identity])),
    classifiers: await store.classifiers(run.id),
  });
}
