import type { Estimate } from '../runner/estimate.ts';
import { renderTable } from './table.ts';

/** What is asked of whom, as a table: calls, tokens, and cost where prices are known. */
export function estimateTable(estimates: readonly Estimate[]): string {
  const rows = estimates.map(({ target, where, calls, promptTokens, completionTokens, cost }) => [
    target,
    where,
    String(calls),
    `${thousands(promptTokens)} + ≤ ${thousands(completionTokens)}`,
    cost === null ? (where === 'hosted' ? 'price unknown' : '–') : `≤ ${cost.toFixed(2)}`,
  ]);
  return renderTable(['target', 'where', 'calls', 'tokens in + out', 'cost'], rows, 2);
}

function thousands(n: number): string {
  return n < 10_000 ? String(n) : `${Math.round(n / 1000)}k`;
}
