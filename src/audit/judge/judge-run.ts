import type { JudgeConfig } from '../../config/config.ts';
import type { Clock } from '../../lib/clock.ts';
import { TargetError } from '../../lib/errors.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Store } from '../../store/store.ts';
import type { TargetIo } from '../../targets/target.ts';
import { type Classified, classifyRun } from './classify-run.ts';
import type { JudgeUsage } from './judge-meter.ts';
import type { JudgingEvent } from './judging-event.ts';
import { openClassifier } from './open-classifier.ts';

/** What judging a run needs from outside. */
export interface JudgeRunIo {
  readonly targetIo: TargetIo;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long a judge that answered and does not any more is waited for, in milliseconds. */
  readonly patienceMs: number;
  readonly onEvent: (event: JudgingEvent) => void;
}

/**
 * Lets a run's judges judge it, one after the other, each its languages. Their verdicts are added to those of the rules, and the
 * newest counts. A judge that cannot be asked is told of; false: something is left to judge.
 */
export async function judgeRun(
  run: string,
  judges: readonly JudgeConfig[],
  store: Store,
  io: JudgeRunIo,
  signal: AbortSignal,
): Promise<boolean> {
  const names = judges.map(({ target }) => `judge:${target.spec.id}`);
  let complete = true;
  for (const judge of judges) {
    if (signal.aborted) return false;
    const name = `judge:${judge.target.spec.id}`;
    const beside = names.filter((other) => other !== name);
    try {
      const { classifier, judged, unjudged, changed, usage } = await judgeBy(
        judge,
        name,
        beside,
        run,
        store,
        io,
        signal,
      );
      io.onEvent({ type: 'judged', classifier, judged, unjudged, changed, usage });
      if (unjudged > 0) complete = false;
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      io.onEvent({ type: 'judge_missing', judge: name, reason: error.message });
      complete = false;
    }
  }
  return complete && !signal.aborted;
}

async function judgeBy(
  { target, languages, flags = false }: JudgeConfig,
  judge: string,
  beside: readonly string[],
  run: string,
  store: Store,
  { onEvent, ...io }: JudgeRunIo,
  signal: AbortSignal,
): Promise<Classified & { readonly usage: JudgeUsage }> {
  const source = await openClassifier(
    { members: [{ kind: 'judge', target, flags }], rule: null },
    {
      ...io,
      store,
      onEvent: (event) => {
        if (event.type === 'retrying') onEvent({ type: 'judge_retrying', judge, attempt: event.attempt });
        if (event.type === 'away') onEvent({ type: 'judge_away', judge, reason: event.reason });
      },
    },
    signal,
  );
  try {
    for (const message of source.warnings) onEvent({ type: 'judge_warning', judge, message });
    const { classifier, judges } = await source.in('probe');
    const onJudged = (verdict: Verdict): void => onEvent({ type: 'judging', judge, verdict });
    const done = await classifyRun(store, run, classifier, io.clock, signal, { languages, beside, onJudged });
    const [usage] = judges.map((one) => one.usage());
    if (usage === undefined) throw new RangeError(`expected the judge ${judge} to be open`);
    return { ...done, usage };
  } finally {
    await source.close();
  }
}
