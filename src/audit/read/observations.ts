import { compareText } from '../../lib/compare-text.ts';
import { UsageError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { wasNeverAsked } from '../../model/answer.ts';
import { ObservationPool } from '../../model/compact-observation.ts';
import type { LabelSample } from '../../model/label-sample.ts';
import { type Observation, observationOf, spentBudget } from '../../model/observation.ts';
import type { Probe } from '../../model/probe.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import { plannedTurns } from '../../model/turn.ts';
import { type ClassifierId, FIRST_CODEBOOK, type Verdict } from '../../model/verdict.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import { targetJurisdictions } from './jurisdictions.ts';
import { sampleLabels } from './sample-labels.ts';

/** Which verdicts count: those of a classifier by name, version and mode, or by name alone (its newest verdict). */
export type ClassifierChoice = Pick<ClassifierId, 'name'> & Partial<ClassifierId>;

/** A run's trials without their texts, and the classifiers whose verdicts were counted. */
export interface RunObservations {
  readonly observations: readonly Observation[];
  /** Every classifier that gave a counted verdict. More than one: the run was judged in parts. */
  readonly classifiers: readonly ClassifierId[];
  /** The sample that was drawn for labelling; its labels stand at the observations. null: none was drawn. */
  readonly sample: LabelSample | null;
}

/** What reads trials as observations, and what it has seen of them. */
export interface Observer {
  /** The trial as the statistics see it; null: they do not. */
  see(trial: StoredTrial): Observation | null;
  /** Whose verdicts were counted, once all are seen. Throws UsageError as `observe` does. */
  seen(): Pick<RunObservations, 'classifiers' | 'sample'>;
}

/**
 * Reads what the statistics need of a run. Where no classifier is named, the newest verdict of a machine counts. `labelsBy` names the judge or
 * panel whose verdicts on the sample drawn for labelling stand in the place of people's labels; they count as nothing else then. Throws
 * UsageError where others judged what is read and the named one did not, since its rates would all be of nothing, where the labels
 * would be those verdicts that they are held against, and where there are none.
 */
export async function observe(
  store: Store,
  run: string,
  choice: ClassifierChoice | null = null,
  filter: TrialFilter = {},
  labelsBy?: string,
): Promise<RunObservations> {
  const observer = await observerOf(store, run, choice, filter, labelsBy);
  const observations: Observation[] = [];
  for await (const trial of store.trials(run, { ...filter, texts: false })) {
    const one = observer.see(trial);
    if (one !== null) observations.push(one);
  }
  const { turn = 1 } = filter;
  if (turn > 1 && observations.length === 0)
    throw new UsageError(`expected a turn of the conversations of run ${run}, got ${turn}`);
  return { observations, ...observer.seen() };
}

/** What sees the trials of a run, or of the part that a filter leaves, as `observe` does; for who reads them with their texts. */
export async function observerOf(
  store: Store,
  run: string,
  choice: ClassifierChoice | null,
  filter: TrialFilter,
  labelsBy?: string,
): Promise<Observer> {
  if (labelsBy !== undefined && choice?.name === labelsBy)
    throw new UsageError(`expected labels by another than whose verdicts count, got "${labelsBy}" for both`);
  const { turn = 1 } = filter;
  if (turn > 1 && labelsBy !== undefined)
    throw new UsageError(`expected --labels-by or --turn ${turn}, got both: first turns alone are drawn for labelling`);
  const labelled = turn > 1 ? null : await sampleLabels(store, run, labelsBy);
  const variants = new Map((await store.variants(run)).map((variant) => [variant.hash, variant]));
  const families = new Map((await store.targets(run)).map((target) => [target.id, target.family]));
  const jurisdictions = await targetJurisdictions(store, run);
  const classifiers = new Map<string, ClassifierId>();
  const names = new Set<string>();
  const pool = new ObservationPool();
  const see = (trial: StoredTrial): Observation | null => {
    const variant = variants.get(trial.variant);
    if (variant === undefined) return null;
    const { probe, lang } = variant;
    if (probe.knowledge !== undefined) return null;
    if (turn > 1 && trial.response === null && !plannedTurns(probe, lang).some((one) => one.turn === turn)) return null;
    const verdict = countedVerdict(trial, choice, labelsBy);
    if (verdict !== null) classifiers.set(keyOf(verdict.classifier), verdict.classifier);
    for (const { of, classifier } of trial.verdicts) if (of === 'response') names.add(classifier.name);
    const delivery = trial.response?.delivery ?? null;
    const label = labelled?.labels.get(trial.id);
    return pool.compact(
      observationOf({
        run,
        trial: trial.id,
        target: trial.target,
        ...(trial.arm === undefined ? {} : { arm: trial.arm }),
        family: families.get(trial.target) ?? null,
        set: probe.set,
        probe: probe.id,
        variant: trial.variant,
        lang,
        topic: probe.topic,
        style: probe.style,
        role: probe.role,
        state: probe.state,
        ...(isOwnState(probe, jurisdictions.get(trial.target)) ? { ownState: true } : {}),
        control: probe.control,
        ...(probe.origin === undefined ? {} : { origin: probe.origin }),
        sample: trial.sample,
        ...(variant.phrasing === undefined ? {} : { phrasing: variant.phrasing }),
        ...(variant.cluster === undefined ? {} : { cluster: variant.cluster }),
        delivery,
        class: verdict?.class ?? null,
        ...verdictMarks(verdict),
        ...spilloverOf(verdict, probe.state),
        ...spentBudget(trial.response?.flags ?? []),
        ...(trial.response !== null && wasNeverAsked(trial.response) ? { neverAsked: true } : {}),
        ...(label === undefined ? {} : { label }),
      }),
    );
  };
  const seen = (): ReturnType<Observer['seen']> => {
    const known = [...names].sort(compareText);
    const missing = (name: string): UsageError =>
      new UsageError(
        `expected who judged answers of run ${run} (${known.join(', ')}), got "${name}".${didYouMean(name, known)}`,
      );
    if (choice !== null && classifiers.size === 0 && names.size > 0) throw missing(choice.name);
    if (labelsBy !== undefined) requireLabels(run, labelsBy, labelled?.sample ?? null, names, missing);
    return { classifiers: [...classifiers.values()], sample: labelled?.sample ?? null };
  };
  return { see, seen };
}

function keyOf({ name, version, mode }: ClassifierId): string {
  return `${name}\n${version}\n${mode}`;
}

/** Refuses labels that are not there, and those that nothing is held against. */
function requireLabels(
  run: string,
  by: string,
  sample: LabelSample | null,
  names: ReadonlySet<string>,
  missing: (name: string) => UsageError,
): void {
  if (sample === null)
    throw new UsageError(
      `expected a sample drawn for labelling in run ${run}, found none: candor review RUN --sample N draws one`,
    );
  if (!names.has(by)) throw missing(by);
  const [only] = [...names].filter((name) => name !== 'human' && name !== by);
  if (only === undefined)
    throw new UsageError(
      `expected verdicts of another classifier than "${by}" in run ${run}, for its labels to be held against; judge with: candor classify RUN`,
    );
}

/** What of a verdict is marked on its observation. */
export function verdictMarks(
  verdict: Verdict | null,
): Pick<Observation, 'unsure' | 'unmeasured' | 'switched' | 'omits' | 'why'> {
  return {
    ...(verdict?.class === 'neutral' && verdict.flags.includes('omission') ? { omits: true } : {}),
    ...(verdict?.class === 'other' && verdict.sub !== null ? { why: verdict.sub } : {}),
    ...(verdict?.unsure === true ? { unsure: true } : {}),
    ...(verdict?.flags.includes('language_switch') === true ? { switched: true } : {}),
    ...(verdict?.unjudged === true && verdict.flags.includes('unmeasured_language') ? { unmeasured: true } : {}),
  };
}

/** True where a state guards a probe's subject, or has a stake in it. */
export function isOwnState({ state, stakes = [] }: Pick<Probe, 'state' | 'stakes'>, own: string | undefined): boolean {
  return own !== undefined && (state === own || stakes.includes(own));
}

/** The codebook's version from which on verdicts say whose line is put forward. */
const LINE_OF_SINCE = 2;

/**
 * Whose line an answer to a probe of a state puts forward, where it is not that state's. Where nobody guards the subject, only what the verdict
 * flags as another state's line is one: an official narrative is that of the state which the classifier took for the subject's own.
 */
export function spilloverOf(verdict: Verdict | null, state: string | null): Pick<Observation, 'spillover'> {
  if (verdict === null || verdict.class === null) return {};
  const { line_of = null, flags, codebook = FIRST_CODEBOOK } = verdict;
  const flagged = flags.includes('advocacy_other');
  const isOthers = line_of !== null && (state === null ? flagged : line_of !== state);
  if (isOthers || flagged) return { spillover: { of: isOthers ? line_of : null } };
  return codebook < LINE_OF_SINCE && line_of === null ? {} : { spillover: null };
}

/** The verdict on a trial's answer that counts; null: there is none. Where no classifier is named, not that of `except`. */
export function countedVerdict<V extends Verdict>(
  trial: { readonly verdicts: readonly V[] },
  choice: ClassifierChoice | null,
  except?: string,
): V | null {
  return (
    trial.verdicts.findLast(({ of, classifier }) => {
      if (of !== 'response') return false;
      if (choice === null) return classifier.name !== 'human' && classifier.name !== except;
      return (
        classifier.name === choice.name &&
        (choice.version === undefined || classifier.version === choice.version) &&
        (choice.mode === undefined || classifier.mode === choice.mode)
      );
    }) ?? null
  );
}
