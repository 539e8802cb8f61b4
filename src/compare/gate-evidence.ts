import { isDelivered } from '../model/delivery.ts';
import type { Observation } from '../model/observation.ts';
import { tenthPercent } from '../model/share-words.ts';
import { BUDGET_ADVICE, spentBudgets } from './spent-budgets.ts';

/** A side of a gate as its reasons name it: `the base`, `the candidate`. */
export interface NamedSide {
  readonly name: string;
  readonly observations: readonly Observation[];
}

/** What of the evidence is broken, in words: no rate is looked at where anything is. */
export function brokenEvidence(
  sides: readonly NamedSide[],
  pairings: readonly { readonly target: string | null; readonly planned: number; readonly paired: number }[],
  { tolerance, pairing }: { readonly tolerance: number; readonly pairing: number },
): string[] {
  const broken = sides.flatMap(({ name, observations }) => {
    if (observations.length === 0) return [`the ${name} has no trials here`];
    const share = undeliveredShare(observations);
    return share > tolerance
      ? [`${percent(share)} of the ${name}'s trials brought no answer; ${percent(tolerance)} are tolerated`]
      : [];
  });
  for (const { name, observations } of sides) {
    for (const { target, spent, trials } of spentBudgets(observations, tolerance)) {
      broken.push(
        `${spent} of ${trials} trials of the ${name}'s ${target} spent the token limit on thinking and say nothing; ${percent(tolerance)} are tolerated: ${BUDGET_ADVICE}`,
      );
    }
  }
  if (pairings.every(({ paired }) => paired === 0)) {
    return [...broken, 'nothing is paired: the two sides share no delivered trial of the same question'];
  }
  for (const { target, planned, paired } of pairings) {
    const few = tooFewPaired(paired, planned, pairing, target === null ? '' : ` of ${target}`);
    if (few !== null) broken.push(few);
  }
  return broken;
}

/** Says that too few of the planned trials are paired; null where enough are. */
export function tooFewPaired(paired: number, planned: number, pairing: number, whose = ''): string | null {
  if (paired >= pairing * planned) return null;
  return `${paired} of ${planned} planned trials${whose} are paired (${percent(paired / planned)}); the gate asks for ${percent(pairing)} (gate.pairing)`;
}

/** Share of a side's trials that failed or were never asked, 0…1. */
export function undeliveredShare(observations: readonly Observation[]): number {
  if (observations.length === 0) return 1;
  return observations.filter(({ delivery }) => !isDelivered(delivery)).length / observations.length;
}

function percent(share: number): string {
  return `${tenthPercent(share)} %`;
}
