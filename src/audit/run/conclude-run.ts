import type { Store } from '../../store/store.ts';
import { summarizeRun } from '../read/summarize-run.ts';
import type { AuditResult, Shortfall } from './audit-result.ts';
import { endWarnings } from './end-warnings.ts';
import { runCost } from './run-cost.ts';
import { findingsOf, type TargetFindings, toleranceOf } from './run-findings.ts';

/** A run at its end. */
export interface EndedRun {
  readonly run: string;
  /** What was warned of before. */
  readonly warnings: readonly string[];
  /** False where a judge left something to judge. */
  readonly judged: boolean;
  readonly stopped: boolean;
}

/** Counts what came of a run, says what a careful user should know of it, each through `warn`, and what is missing. */
export async function concludeRun(
  { run, warnings, judged, stopped }: EndedRun,
  store: Store,
  warn: (message: string) => void,
): Promise<AuditResult> {
  const overview = await store.overview(run);
  const { trials, delivered, undelivered } = overview;
  const findings = await findingsOf(store, run);
  const summary = await summarizeRun(store, run);
  const atEnd = findings.flatMap(endWarnings);
  for (const message of atEnd) warn(message);
  const served = summary.served.flatMap((one) => one.warnings);
  const unjudged = findings.reduce((sum, one) => sum + one.unjudged, 0);
  const unfinished = await store.pendingTurns(run);
  const shortfalls: Shortfall[] = [
    ...(undelivered > 0 ? [{ kind: 'undelivered', trials: undelivered } as const] : []),
    ...(unfinished > 0 ? [{ kind: 'turns', trials: unfinished } as const] : []),
    ...spentBudgets(findings, toleranceOf(overview)),
    ...(judged && unjudged === 0 ? [] : [{ kind: 'unjudged', answers: unjudged, judge: !judged } as const]),
  ];
  return {
    run,
    trials,
    delivered,
    undelivered,
    warnings: [...warnings, ...atEnd, ...served],
    summary,
    costs: await runCost(store, overview),
    stopped,
    shortfalls,
  };
}

function spentBudgets(findings: readonly TargetFindings[], tolerance: number): Shortfall[] {
  return findings.flatMap(({ target, flags, trials }) => {
    const spent = flags.get('budget_spent') ?? 0;
    return spent > tolerance * trials ? [{ kind: 'budget_spent', target: target.id, trials: spent, of: trials }] : [];
  });
}
