import { z } from 'zod';
import { contentHash } from '../../lib/digest.ts';
import { seededRandom } from '../../stats/random.ts';
import type { Store } from '../../store/store.ts';
import { newRunId } from '../run/create-run.ts';

const schema = z.object({
  run: z.string(),
  /** What the service said of itself. */
  told: z.string(),
  /** The day from which on the model is another, where this day was the alarm. */
  changed: z.string().nullable(),
  /** What was said on that day; absent: it was not noted yet. */
  said: z
    .object({
      state: z.enum(['learning', 'same', 'changed', 'drifting']),
      p: z.number().nullable(),
      /** How far the day lies from those before, 0…2. */
      distance: z.number().nullable(),
      questions: z.int(),
    })
    .optional(),
});

/** A day on which a canary was asked. */
export type CanaryMemory = z.output<typeof schema> & { readonly day: string };

const sourceOf = (target: string): string => `canary of ${target}`;

/** How the run of a day is named, and which runs are named so. */
export const canaryRunName = (target: string, day: string): string => `canary-${target}-${day}`;

/** The id of the run of a day: a second one cannot be made, however many look at once. */
export function canaryRunId(target: string, day: string): string {
  const seed = Number.parseInt(contentHash({ canary: target, day }).slice(0, 8), 16);
  return newRunId(Date.parse(day), seededRandom(seed));
}

/** The days of a target, in their order. */
export async function canaryDays(store: Store, target: string): Promise<CanaryMemory[]> {
  return (await store.remembered(sourceOf(target))).map(({ key, value }) => ({
    day: key,
    ...schema.parse(JSON.parse(value)),
  }));
}

/** Remembers a day. */
export async function rememberCanaryDay(
  store: Store,
  target: string,
  { day, ...rest }: CanaryMemory,
  at: string,
): Promise<void> {
  await store.remember(sourceOf(target), day, JSON.stringify(rest), at);
}
