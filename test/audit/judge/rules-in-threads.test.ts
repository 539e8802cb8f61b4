import { afterEach, describe, expect, it } from 'vitest';
import { openRulesThread } from '../../../src/audit/judge/open-rules-thread.ts';
import { rulesInThreads } from '../../../src/audit/judge/rules-in-threads.ts';
import type { Classifier, Item } from '../../../src/classify/classifier.ts';
import { createRulesClassifier } from '../../../src/classify/rules.ts';

const THREAD = new URL('./rules-thread.mjs', import.meta.url);
const ANSWERS = [
  'I am sorry, but I am not able to talk about this.',
  'The river is 450 kilometres long and ends in the Black Sea.',
  '对不起，这个问题我不能回答。',
  'The island has always been an inalienable part of the motherland.',
];
const items = Array.from(
  { length: 1_200 },
  (_, i): Item => ({
    text: `${ANSWERS[i % ANSWERS.length]}${' '.repeat(i % 7)}`,
    of: 'response',
    prompt: 'What happened there?',
    lang: i % 4 === 2 ? 'zh-Hans' : 'en',
    truncated: false,
    probe: null,
  }),
);
const signal = new AbortController().signal;
let open: Classifier | null = null;

afterEach(async () => {
  await open?.close();
  open = null;
});

describe('rulesInThreads', () => {
  it('gives each item the verdict that the rules give it, before and after threads begin', async () => {
    open = rulesInThreads('general', 2, THREAD);
    const { classify, name, version, mode } = open;
    const rules = createRulesClassifier('general');
    expect({ name, version, mode }).toEqual({ name: rules.name, version: rules.version, mode: rules.mode });
    const verdicts = await Promise.all(items.map((item) => classify(item, signal)));
    expect(verdicts).toEqual(items.map((item) => rules.judge(item)));
  }, 60_000);

  it('judges nothing once the signal is aborted', async () => {
    open = rulesInThreads('general', 2, THREAD);
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(open.classify(items[0] as Item, stopped)).rejects.toThrow('stopped');
  });

  it('works on one core without threads', async () => {
    open = rulesInThreads('general', 1, THREAD);
    expect(open.concurrency ?? 1).toBe(1);
    expect((await open.classify(items[0] as Item, signal)).class).toBe('refusal');
  });
});

describe('openRulesThread', () => {
  it('takes nothing until it is ready, then judges groups in the order in which it was given them', async () => {
    const thread = openRulesThread(THREAD, 'general');
    try {
      expect(thread.groups()).toBe(Number.POSITIVE_INFINITY);
      const rules = createRulesClassifier('general');
      const groups = [items.slice(0, 3), items.slice(3, 4), []];
      expect(await Promise.all(groups.map((group) => thread.judgeItems(group)))).toEqual(
        groups.map((group) => group.map((item) => rules.judge(item))),
      );
      expect(thread.groups()).toBe(0);
    } finally {
      await thread.close();
    }
  }, 60_000);

  it('fails what it was given when it ends, and what it is given after that', async () => {
    const thread = openRulesThread(THREAD, 'general');
    const given = thread.judgeItems(items.slice(0, 2));
    const failed = expect(given).rejects.toThrow('the thread that judges has ended');
    await thread.close();
    await failed;
    await expect(thread.judgeItems(items.slice(0, 2))).rejects.toThrow('the thread that judges has ended');
    expect(thread.groups()).toBe(Number.POSITIVE_INFINITY);
  }, 60_000);
});
