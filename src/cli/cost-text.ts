import type { RunCost } from '../audit/run/run-cost.ts';
import { numberOf } from '../lib/number-of.ts';

/** What a run has cost, in a line or two; '' where no target has a price. */
export function costText(costs: readonly RunCost[]): string {
  const priced = costs.flatMap((one) => (one.cost === null ? [] : [{ ...one, cost: one.cost }]));
  if (priced.length === 0) return '';
  const total = priced.reduce((sum, { cost }) => sum + cost, 0);
  const uncounted = priced.reduce((sum, one) => sum + one.uncounted, 0);
  const parts =
    priced.length === 1 ? '' : ` (${priced.map(({ target, cost }) => `${target} ${money(cost)}`).join(', ')})`;
  const without =
    uncounted === 0
      ? ''
      : ` ${numberOf(uncounted, 'answer has', 'answers have')} no count of tokens and ${uncounted === 1 ? 'is' : 'are'} not in it.`;
  return `Cost: ${money(total)}${parts}, by the tokens that the services counted; failed calls and judges are not in it.${without}\n`;
}

/** Two places, four below one. */
function money(amount: number): string {
  return amount.toFixed(amount < 1 ? 4 : 2);
}
