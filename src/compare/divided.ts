import { compareText } from '../lib/compare-text.ts';
import { armIn, levelsOf, withoutArm } from '../model/arm.ts';
import { withTarget } from '../model/compact-observation.ts';
import type { Observation } from '../model/observation.ts';
import { byOrigin } from './origins.ts';
import { type SummarizeOptions, type Summary, summarize } from './summarize.ts';
import { groupBy } from './tally.ts';

/** By what rates can be divided beside topic and style. */
export const DIVIDED_BY = ['phrasing', 'arm', 'origin'] as const;
export type DividedBy = (typeof DIVIDED_BY)[number];

/** The rates and contrasts of one part. */
export interface DividedPart extends Pick<Summary, 'rows' | 'contrasts'> {
  readonly by: DividedBy;
  /** `phrasing=0`; `origin=hand-written`; of arms a factor's level with the other factors taken together, `system=none`. */
  readonly level: string;
}

/**
 * Rates by wording, by where questions come from, or by each level of each factor of the arms, the other factors taken together; targets then stand without their arm. Nothing
 * where the run has one wording of each question, one origin, or no arms.
 */
export function dividedRates(
  observations: readonly Observation[],
  by: DividedBy,
  options: Pick<SummarizeOptions, 'classifiers' | 'calibration' | 'estimand' | 'lengths'> = {},
): DividedPart[] {
  return levels(observations, by).map(([level, members]) => {
    const { rows, contrasts } = summarize(members, options);
    return { by, level, rows, contrasts };
  });
}

function levels(observations: readonly Observation[], by: DividedBy): [string, Observation[]][] {
  if (by === 'phrasing') {
    if (observations.every(({ phrasing }) => phrasing === undefined)) return [];
    // A question with one wording stands beside the first wordings of the others.
    return [...groupBy(observations, ({ phrasing = 0 }) => `phrasing=${phrasing}`)].sort(([a], [b]) =>
      compareText(a, b),
    );
  }
  if (by === 'origin') return origins(observations);
  const parts = new Map<string, Observation[]>();
  for (const one of observations) {
    const arm = one.arm ?? armIn(one.target);
    if (arm === null) continue;
    const target = withoutArm(one.target, arm);
    for (const [factor, level] of levelsOf(arm)) {
      const key = level === '' ? factor : `${factor}=${level}`;
      const members = parts.get(key) ?? [];
      parts.set(key, members);
      members.push(withTarget(one, target));
    }
  }
  return [...parts].sort(([a], [b]) => compareText(a, b));
}

/** Questions of each origin, and of all but the hand-written ones together, with the controls that belong to them whatever their own origin is. Nothing where there is one origin. */
function origins(observations: readonly Observation[]): [string, Observation[]][] {
  const asked = observations.filter(({ role }) => role !== 'control');
  const parts = byOrigin(asked);
  if (parts.length < 2) return [];
  return parts.map(([origin, own]): [string, Observation[]] => {
    const controls = new Set(own.flatMap(({ control }) => control ?? []));
    const beside = observations.filter(({ role, probe }) => role === 'control' && controls.has(probe));
    return [`origin=${origin}`, [...own, ...beside]];
  });
}
