import type { JudgeUsage } from '../audit/judge/judge-meter.ts';
import { renderTable } from './table.ts';

/** What an estimate of a judge's calls holds. */
export const REPEATS_NOTE =
  'A reply that cannot be used or contradicts itself is asked for once more: tokens and costs have room for that, the calls are without.\n';

/** What judges took, for a terminal of 80 columns; '' where none was called. */
export function usageText(usage: readonly JudgeUsage[]): string {
  const called = usage.filter(({ calls, kept }) => calls + kept > 0);
  if (called.length === 0) return '';
  const rows = called.map((one) => [
    one.judge,
    String(one.calls),
    String(one.again),
    String(one.kept),
    `${one.prompt_tokens} + ${one.completion_tokens}${one.estimated === 0 ? '' : ' (estimated)'}`,
    one.cost === null ? '–' : one.cost.toFixed(4),
  ]);
  return `\n${renderTable(['judge', 'calls', 'again', 'kept', 'tokens in + out', 'cost'], rows, 1)}`;
}
