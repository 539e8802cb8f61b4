import { groupBy } from '../../compare/tally.ts';
import type { Baseline, BaselineRun } from '../../formats/baseline.ts';
import { readBaseline } from '../../formats/baseline.ts';
import { compareText } from '../../lib/compare-text.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { isByHand } from '../../model/by-hand.ts';
import { isDelivered } from '../../model/delivery.ts';
import { observationOf } from '../../model/observation.ts';
import type { GateSide } from './gate-sides.ts';

/** Reads a committed baseline, with its further runs and those of the first one. Throws ConfigError. */
export async function sideOfBaseline(file: string): Promise<GateSide> {
  const { further = [], first = [], ...run } = await readBaseline(file);
  return {
    ...sideOfRun(run),
    ...(further.length === 0 ? {} : { further: further.map(sideOfRun) }),
    ...(first.length === 0 ? {} : { first: first.map(sideOfRun) }),
  };
}

function sideOfRun({
  run,
  label,
  classifiers,
  targets,
  probe_sets,
  questions,
  turn,
  follow_up,
}: BaselineRun): GateSide {
  const observations = questions.flatMap(({ outcomes, control = null, ...question }) =>
    outcomes.map(({ budget_spent: budgetSpent, unsure, unmeasured, ...outcome }) =>
      observationOf({
        ...question,
        ...outcome,
        ...(budgetSpent === true ? { budgetSpent } : {}),
        ...(unsure === true ? { unsure } : {}),
        ...(unmeasured === true ? { unmeasured } : {}),
        run,
        trial: '',
        family: null,
        state: null,
        control,
      }),
    ),
  );
  const later = {
    ...(turn === undefined ? {} : { turn }),
    ...(follow_up === undefined ? {} : { followUp: follow_up }),
  };
  const known = targets.map(({ by_hand: noted, ...target }) =>
    noted === true || isByHand(target) ? { ...target, byHand: true as const } : target,
  );
  return { observations, info: { label, classifiers, targets: known, probeSets: probe_sets, ...later } };
}

/** A side as a baseline to commit: sensitive probes only, since nothing else is compared. Throws UsageError where there are none. */
export function baselineOf(reference: string, side: GateSide): Baseline {
  return { format: 'candor-baseline', version: 1, ...runOf(reference, side) };
}

/** A baseline in place of an older one, whose runs, or whose own first ones, are kept beside it, so that slow drift is seen. */
export function renewedBaseline(reference: string, side: GateSide, older: Baseline): Baseline {
  const fresh = runOf(reference, side);
  const { format: _format, version: _version, further = [], first, ...old } = older;
  const kept = first ?? (old.run === fresh.run ? [] : [old, ...further]);
  return kept.length === 0
    ? baselineOf(reference, side)
    : { format: 'candor-baseline', version: 2, ...fresh, first: kept };
}

/** A baseline with a further run of the same release, which shows how far runs lie apart. Throws UsageError where it has that run already. */
export function extendedBaseline(reference: string, side: GateSide, older: Baseline): Baseline {
  const fresh = runOf(reference, side);
  const further = older.further ?? [];
  if ([older, ...further].some(({ run }) => run === fresh.run)) {
    throw new UsageError(`expected a further run for the baseline, got ${fresh.run}, which is in it`);
  }
  return { ...older, version: 2, further: [...further, fresh] };
}

function runOf(reference: string, { info, observations }: GateSide): BaselineRun {
  const sensitive = observations.filter(({ role }) => role === 'sensitive');
  const [first] = sensitive;
  if (first === undefined) throw new UsageError(`expected answers to sensitive probes in ${reference}, got none`);
  if (!sensitive.some(({ delivery }) => isDelivered(delivery)))
    throw new UsageError(
      `expected answers to sensitive probes in ${reference}, got none of ${numberOf(sensitive.length, 'trial')}`,
    );
  const groups = [...groupBy(sensitive, ({ target, variant }) => `${target}/${variant}`)].sort(([a], [b]) =>
    compareText(a, b),
  );
  return {
    run: first.run === '' ? reference : first.run,
    label: info.label,
    classifiers: [...info.classifiers],
    targets: info.targets.map(({ served, byHand, ...target }) => ({
      ...target,
      ...(byHand === true ? { by_hand: byHand } : {}),
      ...(served === undefined ? {} : { served: [...served] }),
    })),
    probe_sets: [...info.probeSets],
    ...(info.turn === undefined ? {} : { turn: info.turn }),
    ...(info.followUp === undefined ? {} : { follow_up: info.followUp }),
    questions: groups.flatMap(([, members]) => {
      const [one] = members;
      if (one === undefined) return [];
      const { target, set, probe, variant, lang, topic, style, role, cluster, control } = one;
      const outcomes = members
        .map(({ sample, delivery, class: found, budgetSpent, unsure, unmeasured }) => ({
          sample,
          delivery,
          class: found,
          ...(budgetSpent === true ? { budget_spent: budgetSpent } : {}),
          ...(unsure === true ? { unsure } : {}),
          ...(unmeasured === true ? { unmeasured } : {}),
        }))
        .sort((a, b) => a.sample - b.sample);
      const hung = { ...(cluster === undefined ? {} : { cluster }), ...(control === null ? {} : { control }) };
      return [{ target, set, probe, variant, lang, topic, style, role, ...hung, outcomes }];
    }),
  };
}
