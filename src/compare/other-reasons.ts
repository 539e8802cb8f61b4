import { compareText } from '../lib/compare-text.ts';
import type { Observation } from '../model/observation.ts';
import type { Role } from '../model/probe.ts';
import { groupBy, isJudged } from './tally.ts';

/** How many answers are of class `other` for one reason: its sub-class, or `not said`. */
export interface OtherReason {
  readonly target: string;
  readonly lang: string;
  readonly role: Role;
  readonly reason: string;
  readonly n: number;
}

/** Answers of class `other` by target, language, role and reason, the commonest first. */
export function otherReasons(observations: readonly Observation[]): OtherReason[] {
  const others = observations.filter((one) => isJudged(one) && one.class === 'other');
  const groups = groupBy(others, ({ target, lang, role, why }) =>
    JSON.stringify([target, lang, role, why ?? 'not said']),
  );
  return [...groups.values()]
    .flatMap(([one, ...more]): OtherReason[] => {
      if (one === undefined) return [];
      const { target, lang, role, why = 'not said' } = one;
      return [{ target, lang, role, reason: why, n: more.length + 1 }];
    })
    .sort((a, b) => compareText(a.target + a.lang + a.role, b.target + b.lang + b.role) || b.n - a.n);
}
