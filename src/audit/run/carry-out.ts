import { createRulesClassifier } from '../../classify/rules.ts';
import type { JudgeConfig } from '../../config/config.ts';
import type { TrialRecord } from '../../model/answer.ts';
import type { Store } from '../../store/store.ts';
import type { JudgedVariant } from '../judge/answer-verdicts.ts';
import { judgeRun } from '../judge/judge-run.ts';
import type { JudgingEvent } from '../judge/judging-event.ts';
import { summarizeRun } from '../read/summarize-run.ts';
import { type AuditIo, signalOr, targetIoOf } from './audit-io.ts';
import type { AuditResult, Shortfall } from './audit-result.ts';
import { endWarnings } from './end-warnings.ts';
import { executeRun } from './execute-run.ts';
import type { InspectedTarget } from './prepare-run.ts';
import { findingsOf, type TargetFindings, toleranceOf } from './run-findings.ts';

/** A stored run and what of it is to be asked now. */
export interface RunWork {
  readonly run: string;
  readonly trials: readonly TrialRecord[];
  readonly targets: readonly InspectedTarget[];
  readonly variants: readonly (JudgedVariant & { readonly hash: string })[];
  readonly judges: readonly JudgeConfig[];
  /** What was warned of before. */
  readonly warnings: readonly string[];
}

/** Asks the trials of a stored run, lets rules and judges judge the answers, and says what came of the whole run. */
export async function carryOut(work: RunWork, store: Store, io: AuditIo): Promise<AuditResult> {
  const { run, trials, targets, variants, judges, warnings } = work;
  const { clock, random, onEvent } = io;
  const signal = signalOr(io.signal);
  onEvent?.({ type: 'asking', run, trials });
  const events = executeRun({
    run,
    trials,
    targets: new Map(targets.map(({ configured, target }) => [configured.spec.id, target])),
    variants: new Map(variants.map((variant) => [variant.hash, variant])),
    store,
    classifier: createRulesClassifier('probe'),
    clock,
    random,
    drain: signal,
    abort: signalOr(io.abort),
  });
  for await (const event of events) onEvent?.(event);
  onEvent?.({ type: 'asked' });
  const learned = targets.flatMap(({ configured, target }) =>
    (target.learned?.() ?? []).map((message) => `${configured.spec.id}: ${message}`),
  );
  for (const message of learned) onEvent?.({ type: 'warning', message });
  const judging = { clock, random, targetIo: targetIoOf(io), onEvent: (event: JudgingEvent) => onEvent?.(event) };
  const judged = signal.aborted || (await judgeRun(run, judges, store, judging, signal));
  const overview = await store.overview(run);
  const { trials: planned, delivered, undelivered } = overview;
  const findings = await findingsOf(store, run);
  const atEnd = findings.flatMap(endWarnings);
  for (const message of atEnd) onEvent?.({ type: 'warning', message });
  const shortfalls: Shortfall[] = [
    ...(undelivered > 0 ? [{ kind: 'undelivered', trials: undelivered } as const] : []),
    ...spentBudgets(findings, toleranceOf(overview)),
    ...(judged && findings.every(({ unjudged }) => unjudged === 0) ? [] : [{ kind: 'unjudged' } as const]),
  ];
  const summary = await summarizeRun(store, run);
  const served = summary.served.flatMap((one) => one.warnings);
  return {
    run,
    trials: planned,
    delivered,
    undelivered,
    warnings: [...warnings, ...learned, ...atEnd, ...served],
    summary,
    stopped: signal.aborted,
    shortfalls,
  };
}

function spentBudgets(findings: readonly TargetFindings[], tolerance: number): Shortfall[] {
  return findings.flatMap(({ target, flags, trials }) => {
    const spent = flags.get('budget_spent') ?? 0;
    return spent > tolerance * trials ? [{ kind: 'budget_spent', target: target.id, trials: spent, of: trials }] : [];
  });
}
