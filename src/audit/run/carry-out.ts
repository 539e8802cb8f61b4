import type { JudgeConfig } from '../../config/config.ts';
import { isoTime } from '../../lib/clock.ts';
import type { ResponseRecord, TrialRecord } from '../../model/answer.ts';
import { isDelivered } from '../../model/delivery.ts';
import { shownNames } from '../../model/target-names.ts';
import { plannedTurns } from '../../model/turn.ts';
import type { Store } from '../../store/store.ts';
import type { JudgedVariant } from '../judge/answer-verdicts.ts';
import { cutThoughtWarning, markCutThoughts } from '../judge/cut-thoughts.ts';
import type { JudgingEvent } from '../judge/judging-event.ts';
import { type AuditIo, patienceMs, signalOr, targetIoOf } from './audit-io.ts';
import type { AuditResult } from './audit-result.ts';
import { executeRun } from './execute-run.ts';
import type { InspectedTarget } from './prepare-run.ts';

/** A stored run and what of it is to be asked now. */
export interface RunWork {
  readonly run: string;
  readonly trials: readonly TrialRecord[];
  readonly targets: readonly InspectedTarget[];
  readonly variants: readonly (JudgedVariant & { readonly hash: string })[];
  readonly judges: readonly JudgeConfig[];
  /** Seconds; absent: the configuration says nothing. */
  readonly patience?: number;
  /** What was warned of before. */
  readonly warnings: readonly string[];
}

/** Asks the trials of a stored run, lets rules and judges judge the answers, and says what came of the whole run. */
export async function carryOut(work: RunWork, store: Store, io: AuditIo): Promise<AuditResult> {
  const { run, trials, targets, variants, judges, warnings } = work;
  const { clock, random, onEvent } = io;
  const signal = signalOr(io.signal);
  const waited = patienceMs(io, work.patience);
  const begun = await begunConversations(store, run, trials, variants);
  const names = shownNames(await store.targets(run));
  onEvent?.({ type: 'asking', run, trials, calls: callsByTarget(trials, variants, begun), names });
  const events = executeRun({
    run,
    trials,
    targets: new Map(targets.map(({ configured, target }) => [configured.spec.id, target])),
    variants: new Map(variants.map((variant) => [variant.hash, variant])),
    begun,
    answered: new Set((await store.served(run)).keys()),
    store,
    classifier: async () => (await import('../../classify/rules.ts')).createRulesClassifier('probe'),
    clock,
    random,
    patienceMs: waited,
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
  const judging = {
    clock,
    random,
    patienceMs: waited,
    targetIo: targetIoOf(io),
    onEvent: (event: JudgingEvent) => onEvent?.(event),
  };
  // Loaded where they are needed: what comes before the first call is waited for.
  const { judgeRun } = judges.length === 0 ? { judgeRun: null } : await import('../judge/judge-run.ts');
  const judged = signal.aborted || judgeRun === null || (await judgeRun(run, judges, store, judging, signal));
  const { concludeRun } = await import('./conclude-run.ts');
  return concludeRun(
    { run, warnings: [...warnings, ...learned, ...cut.map(cutThoughtWarning)], judged, stopped: signal.aborted },
    store,
    (message) => onEvent?.({ type: 'warning', message }),
  );
}

/** The answers that trials with later turns have already, from an earlier part of the run. */
async function begunConversations(
  store: Store,
  run: string,
  trials: readonly TrialRecord[],
  variants: RunWork['variants'],
): Promise<Map<string, ResponseRecord[]>> {
  const last = Math.max(1, ...variants.flatMap(({ probe, lang }) => plannedTurns(probe, lang).map(({ turn }) => turn)));
  const begun = new Map<string, ResponseRecord[]>();
  if (last === 1) return begun;
  const wanted = new Set(trials.map(({ id }) => id));
  for (let turn = 1; turn <= last; turn++) {
    for await (const { id, response } of store.trials(run, { turn })) {
      if (response === null || !wanted.has(id)) continue;
      begun.set(id, [...(begun.get(id) ?? []), response]);
    }
  }
  return begun;
}

function callsByTarget(
  trials: readonly TrialRecord[],
  variants: RunWork['variants'],
  begun: ReadonlyMap<string, readonly ResponseRecord[]>,
): Map<string, number> {
  const turns = new Map(variants.map(({ hash, probe, lang }) => [hash, 1 + plannedTurns(probe, lang).length]));
  const calls = new Map<string, number>();
  for (const { id, target, variant } of trials) {
    const answered = (begun.get(id) ?? []).filter(({ delivery }) => isDelivered(delivery)).length;
    calls.set(target, (calls.get(target) ?? 0) + (turns.get(variant) ?? 1) - answered);
  }
  return calls;
}
