import type { AnswerLengths } from '../model/answer.ts';
import { type GoldProfile, goldProfilesSchema } from '../model/gold-profile.ts';
import type { Observation } from '../model/observation.ts';
import { kolmogorovSmirnov } from '../stats/kolmogorov-smirnov.ts';
import { groupBy } from './tally.ts';

/** Labels that a family needs among those that an error was measured on. */
const FAMILY_FLOOR = 15;
/** Answers of a class on either side, fewer of which tell nothing of their lengths. */
const LENGTHS_FLOOR = 8;
/** Lengths are other ones where their distributions lie further apart than this, and not by chance at this level. */
const MOST_APART = 0.15;
const ALPHA = 0.01;

/** The profile of the labels in a language; null: it is not recorded. */
export function profileIn(gold: unknown, lang: string): GoldProfile | null {
  const profiles = goldProfilesSchema.safeParse((gold as { readonly profile?: unknown } | null)?.profile);
  return profiles.success ? (profiles.data[lang] ?? null) : null;
}

/**
 * Why judged answers in one language are not like those that an error was measured on, so that it says nothing of them; null: no
 * difference was found. Compared are families of models, and by the class that was found the lengths of the answers (`lengths` by
 * trial, in characters). That nothing was found does not show that the error is the same.
 */
export function unlikeGold(
  judged: readonly Observation[],
  profile: GoldProfile | null,
  lengths: AnswerLengths,
): string | null {
  if (profile === null) return 'it is not recorded on what answers the error was measured';
  const families = new Set(judged.map(({ family }) => family ?? 'unknown'));
  const strange = [...families].filter(
    (family) => (profile.families[family] ?? 0) < FAMILY_FLOOR || family === 'unknown',
  );
  if (strange.length > 0) {
    const names = strange.map((family) => (family === 'unknown' ? 'models of unknown family' : family));
    return `the error was not measured on answers of ${names.join(', ')}`;
  }
  for (const [found, members] of groupBy(judged, (one) => one.class ?? '')) {
    const own = members.flatMap(({ trial }) => lengths.get(trial) ?? []);
    const measured = profile.lengths[found];
    if (own.length < LENGTHS_FLOOR) continue;
    const name = found.replace('_', ' ');
    if (measured === undefined || measured.n < LENGTHS_FLOOR)
      return `the error was measured on too few answers found ${name}`;
    const { distance, p } = kolmogorovSmirnov(own, measured.quantiles, own.length, measured.n);
    if (distance > MOST_APART && p < ALPHA) {
      const [here, there] = [median(own), median(measured.quantiles)];
      return `answers found ${name} are of other lengths than those that the error was measured on (median ${here} characters, there ${there})`;
    }
  }
  return null;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
