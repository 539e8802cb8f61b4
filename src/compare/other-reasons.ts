import { compareText } from '../lib/compare-text.ts';
import type { Observation } from '../model/observation.ts';
import type { Role } from '../model/probe.ts';
import { groupBy, isJudged } from './tally.ts';

/** How many answers are of class `other` for one reason: its sub-class, or `not said`, and whether they are in another language than asked for. */
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
  const reasonOf = ({ why = 'not said', switched }: Observation): string =>
    switched === true ? `${why}, other language` : why;
  const groups = groupBy(others, (one) => JSON.stringify([one.target, one.lang, one.role, reasonOf(one)]));
  return [...groups.values()]
    .flatMap(([one, ...more]): OtherReason[] => {
      if (one === undefined) return [];
      const { target, lang, role } = one;
      return [{ target, lang, role, reason: reasonOf(one), n: more.length + 1 }];
    })
    .sort((a, b) => compareText(a.target + a.lang + a.role, b.target + b.lang + b.role) || b.n - a.n);
}

/** How many answers are in another language than they were asked for in, and how many of these have no class since it was not measured. */
export interface LanguageSwitches {
  readonly target: string;
  readonly lang: string;
  readonly role: Role;
  /** Answers with a text to judge. */
  readonly n: number;
  readonly switched: number;
  readonly unmeasured: number;
}

/** Answers in another language than asked for by target, language and role; none where there is none. No class says so: those that can be read have one. */
export function languageSwitches(observations: readonly Observation[]): LanguageSwitches[] {
  const spoken = observations.filter((one) => isJudged(one) || one.unjudged);
  const groups = groupBy(spoken, ({ target, lang, role }) => JSON.stringify([target, lang, role]));
  return [...groups.values()]
    .flatMap((all): LanguageSwitches[] => {
      const switched = all.filter((one) => one.switched === true);
      const [first] = switched;
      if (first === undefined) return [];
      const { target, lang, role } = first;
      const unmeasured = switched.filter((one) => one.unmeasured === true).length;
      return [{ target, lang, role, n: all.length, switched: switched.length, unmeasured }];
    })
    .sort((a, b) => compareText(a.target + a.lang + a.role, b.target + b.lang + b.role));
}
