import { comparability, type SideInfo } from '../../compare/comparability.ts';
import {
  type Comparison,
  type Correction,
  compare,
  compareAcross,
  compareRaw,
  correctedTogether,
  type RawComparison,
} from '../../compare/compare.ts';
import { DEFAULT_ESTIMAND, type Estimand } from '../../compare/estimand.ts';

export { CORRECTIONS, type Correction } from '../../compare/compare.ts';

import type { HomeRow } from '../../compare/home.ts';
import { pairUp } from '../../compare/pair.ts';
import { changeWithin } from '../../compare/served-change.ts';
import { PAIRED_ACROSS, type PairedAcross, reasoningOf, targetPairs } from '../../compare/target-pairs.ts';
import { UsageError } from '../../lib/errors.ts';
import type { TargetRecord } from '../../model/run.ts';
import { type Named, shownNames } from '../../model/target-names.ts';
import type { Store } from '../../store/store.ts';
import { type ClassifierChoice, observe, type RunObservations } from '../read/observations.ts';
import type { Side } from '../read/resolve-side.ts';
import { runHome } from '../read/run-home.ts';
import { sideInfo } from '../read/side-info.ts';

/** How two sides are compared. */
export interface CompareSidesOptions {
  /** Show what would mislead. */
  readonly force: boolean;
  readonly classifier: ClassifierChoice | null;
  readonly correction?: Correction;
  /** Compare rates of sides that share no questions. */
  readonly unpaired?: boolean;
  readonly estimand?: Estimand;
  /** A margin, 0…1, that each difference is tested against for equivalence. */
  readonly equivalent?: number;
  /** Whose labels of drawn samples count: people's where absent, else those of a judge or panel by its name. */
  readonly labelsBy?: string;
}

/** Compares two sides. Throws UsageError where the comparison would mislead, unless forced. */
export async function compareSides(
  store: Store,
  base: Side,
  candidate: Side,
  {
    force,
    classifier,
    correction = 'maxt',
    unpaired = false,
    estimand = DEFAULT_ESTIMAND,
    equivalent,
    labelsBy,
  }: CompareSidesOptions,
): Promise<Comparison> {
  const speaking = speakingOf(estimand, equivalent);
  const left = await observe(store, base.run.id, classifier, base.filter, labelsBy);
  const right = await observe(store, candidate.run.id, classifier, candidate.filter, labelsBy);
  const [baseInfo, candidateInfo] = [
    await sideInfo(store, base, left.classifiers),
    await sideInfo(store, candidate, right.classifiers),
  ];
  const found = comparability(baseInfo, candidateInfo);
  const besides = { ...samplesOf(left, right), ...namesOf(baseInfo.targets, candidateInfo.targets) };
  const shared = unpaired && pairUp(left.observations, right.observations, 'variant').pairs.length > 0;
  const misleading = [
    ...found.misleading,
    ...(shared ? ['the sides share questions, which --unpaired would not use'] : []),
  ];
  if (misleading.length > 0 && !force) {
    throw new UsageError(`this comparison would mislead: ${misleading.join('; ')}. --force shows it all the same.`);
  }
  const labels = { base: base.reference, candidate: candidate.reference };
  const notes = [...misleading, ...found.warnings];
  const several = (targets: readonly { readonly target: string }[]): boolean =>
    new Set(targets.map(({ target }) => target)).size > 1;
  if (several(left.observations) || several(right.observations)) {
    if (unpaired) throw new UsageError('expected one target on each side with --unpaired: name them as RUN/TARGET');
    return {
      ...compareByTarget(left.observations, right.observations, labels, notes, correction, speaking),
      ...besides,
    };
  }
  const otherLang =
    base.filter.lang !== undefined && candidate.filter.lang !== undefined && base.filter.lang !== candidate.filter.lang;
  const pairBy = unpaired ? 'nothing' : otherLang ? 'probe' : 'variant';
  const options = { pairBy, warnings: notes, correction, ...speaking } as const;
  return { ...compare(left.observations, right.observations, labels, options), ...besides };
}

/** What people read of the targets of two sides, where that is not their ids. */
function namesOf(...sides: (readonly Named[])[]): Pick<Comparison, 'names'> {
  const names = shownNames(...sides);
  return Object.keys(names).length === 0 ? {} : { names };
}

/** The samples for labelling behind two sides, each once. */
function samplesOf(left: Sampled, right: Sampled): Pick<Comparison, 'samples'> {
  const found = [left.sample, right.sample].filter((one) => one !== null);
  const each = [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
  return each.length === 0 ? {} : { samples: each };
}

type Sampled = Pick<RunObservations, 'sample'>;

/** What one run can be compared across: all pairs of targets, of a target's languages, or of targets that differ in one thing. */
export const ACROSS = ['targets', 'languages', ...PAIRED_ACROSS] as const;
export type Across = (typeof ACROSS)[number];

/**
 * All pairs within one run, with p corrected over all cells of all of them. Throws UsageError where no two targets are one model,
 * and where who answered changed within a target, unless forced.
 */
export async function compareWithin(
  store: Store,
  side: Side,
  across: Across,
  classifier: ClassifierChoice | null,
  {
    correction = 'maxt',
    force = false,
    estimand = DEFAULT_ESTIMAND,
    equivalent,
    labelsBy,
  }: Partial<Omit<CompareSidesOptions, 'classifier' | 'unpaired'>> = {},
): Promise<Comparison[]> {
  const speaking = speakingOf(estimand, equivalent);
  const { observations, classifiers, sample } = await observe(store, side.run.id, classifier, side.filter, labelsBy);
  const all = await store.targets(side.run.id);
  const besides = { ...samplesOf({ sample }, { sample: null }), ...namesOf(all) };
  const changes = await changesWithin(store, side, force);
  if (across === 'targets' || across === 'languages') {
    return compareAcross(observations, across, correction, speaking).map((one) => ({
      ...one,
      ...besides,
      warnings: [...changes, ...one.warnings],
    }));
  }
  const targets = all.filter(({ id }) => (side.filter.target ?? id) === id);
  const pairs = targetPairs(targets, across);
  if (pairs.length === 0) {
    const models = targets.map(({ id, model }) => `${id} (${model})`).join(', ');
    throw new UsageError(`expected ${WANTED[across]} in run ${side.run.id}, found ${models}`);
  }
  const infoOf = (target: string): Promise<SideInfo> =>
    sideInfo(store, { ...side, filter: { ...side.filter, target } }, classifiers);
  const found: RawComparison[] = [];
  for (const { base, candidate } of pairs) {
    const only = (id: string): Observations => observations.filter(({ target }) => target === id);
    const { warnings } = comparability(await infoOf(base.id), await infoOf(candidate.id));
    // These are set by parameters and template: that they differ is what is asked about.
    const notes = across === 'reasoning' || across === 'arms' ? [] : warnings;
    const labels = { base: labelOf(base, across), candidate: labelOf(candidate, across) };
    found.push(
      compareRaw(only(base.id), only(candidate.id), labels, { warnings: [...changes, ...notes], ...speaking }),
    );
  }
  return correctedTogether(found, correction).map((one) => ({ ...one, ...besides }));
}

/** Home and away within one run, as `summary --by home` has them. Throws UsageError where who answered changed within a target, unless forced. */
export async function compareHome(
  store: Store,
  side: Side,
  classifier: ClassifierChoice | null,
  { force, estimand }: { readonly force: boolean; readonly estimand: Estimand },
): Promise<{ readonly rows: readonly HomeRow[]; readonly warnings: readonly string[] }> {
  const { lang } = side.filter;
  const warnings = await changesWithin(store, { ...side, filter: lang === undefined ? {} : { lang } }, force);
  return { rows: await runHome(store, side.run.id, { classifier, filter: side.filter, estimand }), warnings };
}

/** How who answered changed within targets. Throws UsageError where it did, unless forced. */
async function changesWithin(store: Store, side: Side, force: boolean): Promise<string[]> {
  const changes = await changesOf(store, side);
  if (changes.length > 0 && !force)
    throw new UsageError(`this comparison would mislead: ${changes.join('; ')}. --force shows it all the same.`);
  return changes;
}

async function changesOf(store: Store, { run, filter }: Side): Promise<string[]> {
  const { target, lang } = filter;
  const part = { ...(target === undefined ? {} : { target }), ...(lang === undefined ? {} : { lang }) };
  return [...(await store.served(run.id, part))].flatMap(([id, counts]) => {
    const change = changeWithin(counts);
    return change === null ? [] : [`who answered for ${id} changed within the run: ${change}`];
  });
}

const WANTED = {
  hosts: 'one model through two providers or addresses',
  reasoning: 'one model that was really asked with reasoning on and off',
  arms: 'one target in two arms (arms: of candor.yaml) that differ in one factor',
  quantisation: 'one model in two quantisations that are both known',
} as const satisfies Readonly<Record<PairedAcross, string>>;

function labelOf({ id, kind, identity, params }: TargetRecord, across: PairedAcross): string {
  const words = {
    hosts: ` (${identity.host ?? kind})`,
    reasoning: ` (reasoning ${reasoningOf(params)})`,
    quantisation: ` (${identity.quantization})`,
    arms: '',
  } as const satisfies Readonly<Record<PairedAcross, string>>;
  return id + words[across];
}

/** What the figures speak of, and the margin of equivalence where there is one. */
type Speaking = ReturnType<typeof speakingOf>;

function speakingOf(estimand: Estimand, equivalent: number | undefined) {
  return { estimand, ...(equivalent === undefined ? {} : { equivalent }) };
}

type Observations = Parameters<typeof compare>[0];

/** Runs of several targets are compared target by target, by id; the cells stand together, and p is corrected over all of them. */
function compareByTarget(
  left: Observations,
  right: Observations,
  labels: { readonly base: string; readonly candidate: string },
  warnings: readonly string[],
  correction: Correction,
  speaking: Speaking,
): Comparison {
  const targets = [...new Set(left.map(({ target }) => target))].filter((id) =>
    right.some(({ target }) => target === id),
  );
  const only = (side: Observations, id: string): Observations => side.filter(({ target }) => target === id);
  const parts = correctedTogether(
    targets.map((id) => compareRaw(only(left, id), only(right, id), labels, speaking)),
    correction,
  );
  const shared = new Set(targets);
  const alone = [...left, ...right].filter(({ target, role }) => !shared.has(target) && role === 'sensitive');
  const missing = [...new Set(alone.map(({ target }) => target))];
  return {
    ...labels,
    paired: parts.reduce((sum, { paired }) => sum + paired, 0),
    unpaired: parts.reduce((sum, { unpaired }) => sum + unpaired, alone.length),
    unsure: {
      base: parts.reduce((sum, { unsure }) => sum + unsure.base, 0),
      candidate: parts.reduce((sum, { unsure }) => sum + unsure.candidate, 0),
    },
    unmatched: [...parts.flatMap(({ unmatched }) => unmatched), ...pairUp(alone, [], 'variant').unmatched],
    warnings: [
      ...warnings,
      ...new Set(parts.flatMap((part) => part.warnings)),
      ...(missing.length === 0
        ? []
        : [`on one side only: ${missing.join(', ')}; name targets as RUN/TARGET to compare them`]),
    ],
    correction,
    estimand: speaking.estimand,
    transitions: parts.flatMap(({ transitions }) => transitions),
    cells: parts.flatMap(({ cells }) => cells),
    changed: parts.flatMap(({ changed }) => changed),
  };
}
