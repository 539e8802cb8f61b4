import { availableParallelism } from 'node:os';
import type { Classifier, Item } from '../../classify/classifier.ts';
import { createRulesClassifier } from '../../classify/rules.ts';
import type { Mode, Verdict } from '../../model/verdict.ts';
import { openRulesThread, type RulesThread } from './open-rules-thread.ts';

/** Items that are judged before a thread is worth its start. */
const BEFORE_THREADS = 64;
/** Items that go to a thread together, and how many such groups it holds, so that it never waits. */
const TOGETHER = 16;
const GROUPS = 2;
/** Items that are judged here in a row, before what else is to be done here has its turn. */
const IN_A_ROW = 4;
/** Items under way for each core. */
const AT_ONCE = 96;
/** What a thread runs. null: the sources themselves are run, for which a thread would need a loader. */
const THREAD = import.meta.url.endsWith('.ts') ? null : new URL('./rules-thread.js', import.meta.url);

interface Waiting {
  readonly item: Item;
  readonly done: (verdict: Verdict) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The rules on every core: the same verdicts as `createRulesClassifier`, many at a time. This thread judges as well, and one less than
 * there are cores beside it: each takes weights and compiled expressions of its own. They begin with the first item after the first 64,
 * and end with `close`.
 */
export function rulesInThreads(mode: Mode, cores = availableParallelism(), thread = THREAD): Classifier {
  const { judge, ...here } = createRulesClassifier(mode);
  if (cores < 2 || thread === null) return here;
  const waiting: Waiting[] = [];
  const threads: RulesThread[] = [];
  let asked = 0;
  let isPlanned = false;
  const plan = (): void => {
    if (isPlanned || waiting.length === 0) return;
    isPlanned = true;
    setImmediate(judgeSome);
  };
  const judgeSome = (): void => {
    isPlanned = false;
    share();
    for (const { item, done, failed } of waiting.splice(0, IN_A_ROW)) {
      try {
        done(judge(item));
      } catch (error) {
        failed(error);
      }
    }
    plan();
  };
  /** Gives threads what they can take, and leaves the last few to this one. */
  const share = (): void => {
    for (const one of threads) while (one.groups() < GROUPS && waiting.length > TOGETHER) give(one);
  };
  const give = ({ judgeItems }: RulesThread): void => {
    const group = waiting.splice(0, TOGETHER);
    judgeItems(group.map(({ item }) => item)).then(
      (verdicts) => {
        for (const [i, { done, failed }] of group.entries()) {
          const verdict = verdicts[i];
          if (verdict === undefined) failed(new Error('expected a verdict for each item that a thread was given'));
          else done(verdict);
        }
        share();
      },
      (error: unknown) => {
        for (const { failed } of group) failed(error);
      },
    );
  };
  return {
    ...here,
    concurrency: cores * AT_ONCE,
    async classify(item, signal) {
      signal.throwIfAborted();
      asked += 1;
      if (asked <= BEFORE_THREADS) return judge(item);
      while (threads.length < cores - 1) threads.push(openRulesThread(thread, mode));
      return new Promise((done, failed) => {
        waiting.push({ item, done, failed });
        plan();
      });
    },
    async close() {
      await Promise.all(threads.splice(0).map((one) => one.close()));
    },
  };
}
