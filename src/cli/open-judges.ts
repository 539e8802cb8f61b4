import { type ClassifierRequest, type ClassifierSource, openClassifier } from '../audit/judge/open-classifier.ts';
import { patienceMs } from '../audit/run/audit-io.ts';
import type { Store } from '../store/store.ts';
import { type CliIo, tell } from './cli-io.ts';
import { awayText } from './judging-progress.ts';
import { targetProgress } from './target-progress.ts';

/** Opens who judges, tells on stderr what there is to know, passes it to the work and closes it, whatever happens. */
export async function withJudges<T>(
  io: CliIo,
  request: ClassifierRequest,
  store: Store | null,
  signal: AbortSignal,
  work: (source: ClassifierSource) => Promise<T>,
): Promise<T> {
  let toldRetry = false;
  const source = await openClassifier(
    request,
    {
      targetIo: { env: io.env, onProgress: targetProgress(io) },
      store,
      clock: io.clock,
      random: io.random,
      patienceMs: patienceMs(io, undefined),
      onEvent: (event) => {
        if (event.type === 'away') void tell(io, `${awayText('a judge', event.reason)}\n`);
        if (event.type !== 'retrying' || toldRetry) return;
        toldRetry = true;
        void tell(io, `a judge's call failed: ${event.attempt.message.split('\n', 1)[0]}; such calls are made again\n`);
      },
    },
    signal,
  );
  try {
    for (const warning of source.warnings) void tell(io, `warning: ${warning}\n`);
    return await work(source);
  } finally {
    await source.close();
  }
}
