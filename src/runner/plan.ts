import { contentHash } from '../lib/digest.ts';
import type { JsonObject } from '../lib/json.ts';
import type { TrialRecord } from '../model/answer.ts';
import type { Variant } from '../model/probe.ts';

/** A target as the plan sees it. */
export interface PlannedTarget {
  readonly id: string;
  /** Content hash of its identity. */
  readonly identityHash: string;
  /** The arm in which it is asked; absent: nothing is varied. */
  readonly arm?: string;
  /** Parameters that are sent with every call. */
  readonly params: JsonObject;
}

/** All calls of a run. `hash` is of the trial ids in their order. */
export interface Plan {
  readonly seed: number;
  readonly trials: readonly TrialRecord[];
  readonly hash: string;
}

/** What a plan is made of. `random` gives numbers in [0, 1) and decides the order. */
export interface PlanInput {
  readonly variants: readonly Variant[];
  readonly targets: readonly PlannedTarget[];
  readonly samples: number;
  readonly seed: number;
  readonly random: () => number;
}

/**
 * Plans every variant × target × sample in random order, so that a service that drifts does not look like a topic.
 * Sample k is asked with seed `seed + k`, the same for every probe and target; of a question with n wordings it takes the one numbered
 * k mod n, so that wordings add no call.
 */
export function planTrials({ variants, targets, samples, seed, random }: PlanInput): Plan {
  const trials: Omit<TrialRecord, 'position'>[] = [];
  const questions = wordingsByQuestion(variants);
  for (const target of targets) {
    const arm = target.arm === undefined ? {} : { arm: target.arm };
    for (const wordings of questions) {
      // A check of what is known has its repeats in the places of the right statement.
      const times = wordings[0]?.probe.knowledge === undefined ? samples : 1;
      for (let sample = 0; sample < times; sample++) {
        const variant = wordings[sample % wordings.length] as Variant;
        const key = {
          variant: variant.hash,
          identity: target.identityHash,
          target: target.id,
          params: target.params,
          seed: seed + sample,
          sample,
          ...arm,
        };
        trials.push({
          id: contentHash(key),
          variant: variant.hash,
          target: target.id,
          sample,
          seed: seed + sample,
          ...arm,
        });
      }
    }
  }
  shuffle(trials, random);
  return {
    seed,
    trials: trials.map((trial, position) => ({ ...trial, position })),
    hash: contentHash(trials.map(({ id }) => id)),
  };
}

/** Variants of one question in one language, together, in the order in which the questions come. */
function wordingsByQuestion(variants: readonly Variant[]): Variant[][] {
  const questions = new Map<string, Variant[]>();
  for (const variant of variants) {
    const key = `${variant.probe.id} ${variant.lang}`;
    const known = questions.get(key);
    if (known === undefined) questions.set(key, [variant]);
    else known.push(variant);
  }
  return [...questions.values()];
}

/** Fisher-Yates shuffle in place (Durstenfeld 1964). */
function shuffle<T>(items: T[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const item = items[i] as T;
    items[i] = items[j] as T;
    items[j] = item;
  }
}
