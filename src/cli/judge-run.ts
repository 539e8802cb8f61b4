import { classifyRun } from '../audit/judge/classify-run.ts';
import type { JudgeConfig } from '../config/config.ts';
import { TargetError } from '../lib/errors.ts';
import type { Store } from '../store/store.ts';
import { type CliIo, write } from './cli-io.ts';
import { judgingProgress } from './judging-progress.ts';
import { withJudges } from './open-judges.ts';

/**
 * Lets a run's judges judge it, one after the other, each its languages. Their verdicts are added to those of the rules, and the
 * newest counts. A judge that cannot be asked is told of; false: something is left to judge.
 */
export async function judgeRun(
  run: string,
  judges: readonly JudgeConfig[],
  store: Store,
  io: CliIo,
  signal: AbortSignal,
): Promise<boolean> {
  const names = judges.map(({ target }) => `judge:${target.spec.id}`);
  let complete = true;
  for (const [i, { target, languages }] of judges.entries()) {
    if (signal.aborted) return false;
    const request = { members: [{ kind: 'judge', target } as const], rule: null };
    const beside = names.filter((_, other) => other !== i);
    try {
      const { judged, unjudged, changed, classifier } = await withJudges(io, request, store, signal, async (source) => {
        const { classifier: judge } = await source.in('probe');
        const onJudged = judgingProgress(io, null);
        return classifyRun(store, run, judge, io.clock, signal, { languages, beside, onJudged });
      });
      await write(
        io.stderr,
        `${judged} answers judged by ${classifier.name}, ${changed} differ from the verdict before, ${unjudged} unjudged.\n`,
      );
      if (unjudged > 0) complete = false;
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      await write(io.stderr, `${names[i]}: ${error.message}. Its verdicts are missing.\n`);
      complete = false;
    }
  }
  return complete && !signal.aborted;
}
