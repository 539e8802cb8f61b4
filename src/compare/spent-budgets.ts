import type { Observation } from '../model/observation.ts';
import { groupBy } from './tally.ts';

/** A target that spent its token limit before a visible word in more of its trials than tolerated. */
export interface SpentBudget {
  readonly target: string;
  readonly spent: number;
  readonly trials: number;
}

/** The targets of a side that thought more than they said: `tolerance` is a share of each target's trials, 0…1. */
export function spentBudgets(side: readonly Observation[], tolerance: number): SpentBudget[] {
  return [...groupBy(side, ({ target }) => target)].flatMap(([target, ofTarget]) => {
    const { length: trials } = ofTarget;
    const spent = ofTarget.filter(({ budgetSpent }) => budgetSpent === true).length;
    return spent > tolerance * trials ? [{ target, spent, trials }] : [];
  });
}

/** What helps against it. */
export const BUDGET_ADVICE = 'raise its params.reasoning_tokens or max_tokens, or set think: false, and run it again';
