import { groupBy } from '../../compare/tally.ts';
import { familyOf } from '../../lib/family.ts';
import type { GoldProfile } from '../../model/gold-profile.ts';

/** A labelled answer, as far as it tells what kind of answers an error was measured on. */
export interface ProfiledAnswer {
  readonly lang: string;
  readonly source: string | null;
  readonly model: string | null;
  readonly found: string | null;
  readonly response: string;
}

/** Quantiles of lengths that are kept. */
const QUANTILES = 40;

/** What answers an error was measured on, by language: families, sources, and lengths by the class that was found. */
export function goldProfiles(answers: readonly ProfiledAnswer[]): Record<string, GoldProfile> {
  const profiles = [...groupBy(answers, ({ lang }) => lang)].map(([lang, members]) => [
    lang,
    {
      families: counts(members.map(({ model }) => (model === null ? null : familyOf(model)))),
      sources: counts(members.map(({ source }) => source)),
      lengths: Object.fromEntries(
        [...groupBy(members, ({ found }) => found ?? 'unjudged')].map(([found, ofClass]) => {
          const lengths = ofClass.map(({ response }) => charactersOf(response)).sort((a, b) => a - b);
          return [found, { n: lengths.length, quantiles: quantilesOf(lengths) }];
        }),
      ),
    },
  ]);
  return Object.fromEntries(profiles);
}

/** Characters, counted as SQL counts them. */
export function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function counts(names: readonly (string | null)[]): Record<string, number> {
  return Object.fromEntries([...groupBy(names, (name) => name ?? 'unknown')].map(([name, of]) => [name, of.length]));
}

function quantilesOf(sorted: readonly number[]): number[] {
  if (sorted.length <= QUANTILES) return [...sorted];
  return Array.from({ length: QUANTILES }, (_, i) => sorted[Math.floor(((i + 0.5) / QUANTILES) * sorted.length)] ?? 0);
}
