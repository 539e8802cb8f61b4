import { createRulesClassifier } from '../../classify/rules.ts';
import type { JudgeConfig } from '../../config/config.ts';
import { isoTime } from '../../lib/clock.ts';
import type { TrialRecord } from '../../model/answer.ts';
import type { Store } from '../../store/store.ts';
import type { JudgedVariant } from '../judge/answer-verdicts.ts';
import { cutThoughtWarning, markCutThoughts } from '../judge/cut-thoughts.ts';
import { judgeRun } from '../judge/judge-run.ts';
import type { JudgingEvent } from '../judge/judging-event.ts';
import { type AuditIo, signalOr, targetIoOf } from './audit-io.ts';
import type { AuditResult } from './audit-result.ts';
import { concludeRun } from './conclude-run.ts';
import { executeRun } from './execute-run.ts';
import type { InspectedTarget } from './prepare-run.ts';

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
    answered: new Set((await store.served(run)).keys()),
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
  const cut = signal.aborted ? [] : await markCutThoughts(store, run, isoTime(clock.now()));
  for (const message of cut.map(cutThoughtWarning)) onEvent?.({ type: 'warning', message });
  const judging = { clock, random, targetIo: targetIoOf(io), onEvent: (event: JudgingEvent) => onEvent?.(event) };
  const judged = signal.aborted || (await judgeRun(run, judges, store, judging, signal));
  return concludeRun(
    { run, warnings: [...warnings, ...learned, ...cut.map(cutThoughtWarning)], judged, stopped: signal.aborted },
    store,
    (message) => onEvent?.({ type: 'warning', message }),
  );
}
