import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Tinypool } from 'tinypool';
import type { Classifier, Item } from '../../classify/classifier.ts';
import { createRulesClassifier } from '../../classify/rules.ts';
import type { Mode, Verdict } from '../../model/verdict.ts';
import type { RulesWork } from './rules-thread.ts';

/** Items that go to a thread together, and that are judged before threads are worth their start. */
const TOGETHER = 64;
const BEFORE_THREADS = 512;
/** What a thread runs. null: the sources themselves are run, for which a thread would need a loader. */
const THREAD = import.meta.url.endsWith('.ts') ? null : new URL('./rules-thread.js', import.meta.url);

interface Waiting {
  readonly item: Item;
  readonly done: (verdict: Verdict) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The rules on every core: the same verdicts as `createRulesClassifier`, many at a time. Threads begin with the first item after
 * the first 512, and end with `close`.
 */
export function rulesInThreads(mode: Mode, threads = availableParallelism(), thread = THREAD): Classifier {
  const { judge, ...here } = createRulesClassifier(mode);
  if (threads < 2 || thread === null) return here;
  let judged = 0;
  let pool: Promise<Tinypool> | null = null;
  let waiting: Waiting[] = [];
  const send = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    pool ??= openPool(threads, thread);
    const work: RulesWork = { mode, items: batch.map(({ item }) => item) };
    pool
      .then((opened) => opened.run(work, { name: 'judgeItems' }))
      .then(
        (verdicts: readonly Verdict[]) => {
          for (const [i, { done, failed }] of batch.entries()) {
            const verdict = verdicts[i];
            if (verdict === undefined) failed(new Error('expected a verdict for each item that a thread was given'));
            else done(verdict);
          }
        },
        (error: unknown) => {
          for (const { failed } of batch) failed(error);
        },
      );
  };
  return {
    ...here,
    concurrency: threads * TOGETHER * 2,
    async classify(item, signal) {
      signal.throwIfAborted();
      judged += 1;
      if (judged <= BEFORE_THREADS) return judge(item);
      return new Promise((done, failed) => {
        waiting.push({ item, done, failed });
        if (waiting.length >= TOGETHER) send();
        else if (waiting.length === 1) setImmediate(send);
      });
    },
    async close() {
      await (await pool)?.destroy();
      pool = null;
    },
  };
}

/** Loaded where threads begin: few answers need none. */
async function openPool(threads: number, thread: URL): Promise<Tinypool> {
  const { Tinypool } = await import('tinypool');
  return new Tinypool({
    filename: fileURLToPath(thread),
    runtime: 'worker_threads',
    minThreads: threads,
    maxThreads: threads,
  });
}
