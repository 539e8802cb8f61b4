import { Worker } from 'node:worker_threads';
import type { Item } from '../../classify/classifier.ts';
import type { Mode, Verdict } from '../../model/verdict.ts';
import type { RulesAnswer, RulesWork } from './rules-thread.ts';

/** A thread that judges by the rules. */
export interface RulesThread {
  /** How many groups of items it holds; it holds all that it may until it is ready. */
  groups(): number;
  /** The verdicts on items, in their order. */
  judgeItems(items: readonly Item[]): Promise<readonly Verdict[]>;
  /** Ends it; what it was given and did not judge fails. */
  close(): Promise<void>;
}

/** Megabytes of young objects: what an answer leaves behind is small, and what is not yet collected counts as memory. */
const YOUNG_MB = 16;

/** Starts a thread, which says when it is ready. */
export function openRulesThread(module: URL, mode: Mode): RulesThread {
  const worker = new Worker(module, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  let isReady = false;
  let failure: Error | null = null;
  const given: { done: (verdicts: readonly Verdict[]) => void; failed: (error: Error) => void }[] = [];
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { failed } of given.splice(0)) failed(failure);
  };
  worker.on('message', (answer: RulesAnswer) => {
    if (answer === 'ready') isReady = true;
    else given.shift()?.done(answer);
  });
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => fail(new Error('the thread that judges has ended')));
  return {
    groups: () => (isReady && failure === null ? given.length : Number.POSITIVE_INFINITY),
    judgeItems: (items) =>
      new Promise((done, failed) => {
        if (failure !== null) return failed(failure);
        given.push({ done, failed });
        const work: RulesWork = { mode, items };
        worker.postMessage(work);
      }),
    async close() {
      await worker.terminate();
    },
  };
}
