import type { Interval } from '../stats/interval.ts';

/**
 * What a figure speaks of: `these questions` as they were asked; questions like these on the same topics, of which they are taken as
 * a sample; or topics in general, of which the topics are.
 */
export const ESTIMANDS = ['these questions', 'questions like these on these topics', 'topics in general'] as const;
export type Estimand = (typeof ESTIMANDS)[number];

/** The estimand where none is named. */
export const DEFAULT_ESTIMAND: Estimand = 'questions like these on these topics';

/** With fewer clusters no interval generalizes and no test is made: six are the fewest of which sign flips can find anything at 5 % (2 of 64). */
export const FEWEST_CLUSTERS = 6;

/** With fewer topics nothing is said of topics in general. */
export const FEWEST_TOPICS = 10;

/** Why so many clusters give no interval for the estimand; null: they do. */
export function whyNoInterval(clusters: number, estimand: Estimand): string | null {
  if (estimand === 'topics in general' && clusters < FEWEST_TOPICS)
    return `topics in general need at least ${FEWEST_TOPICS} topics that share no questions, here ${clusters === 1 ? 'is 1' : `are ${clusters}`}`;
  if (estimand === 'questions like these on these topics' && clusters < FEWEST_CLUSTERS)
    return `${clusters} independent ${clusters === 1 ? 'question' : 'questions'}; fewer than ${FEWEST_CLUSTERS} speak for themselves only`;
  return null;
}

/** The interval that is shown for an estimand, or why there is none. */
export type ShownInterval =
  | (Interval & { readonly why: null })
  | { readonly lo: null; readonly hi: null; readonly why: string };

/** Chooses between the interval that generalizes and the one for these questions, and leaves out what so few clusters cannot carry. */
export function shownInterval(
  general: Interval,
  these: Interval | null,
  clusters: number,
  estimand: Estimand,
): ShownInterval {
  const why = whyNoInterval(clusters, estimand);
  if (why !== null) return { lo: null, hi: null, why };
  const { lo, hi } = estimand === 'these questions' && these !== null ? these : general;
  return { lo, hi, why: null };
}
