import { afterEach } from 'vitest';
import { type OpenedJudge, openJudge } from '../../../src/audit/judge/open-judge.ts';
import type { Item } from '../../../src/classify/classifier.ts';
import { parseTargetShorthand } from '../../../src/config/target-shorthand.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import type { MemoryStore } from '../../../src/store/memory.ts';
import { aClock } from '../../runner/fake-target.ts';
import { type JudgeChat, type JudgeQuestionSeen, startJudgeChat } from '../../servers/judge-chat.ts';
import type { Script } from '../../servers/scripted.ts';

/** What most tests let a judge read: it refuses, in the words of {@link QUOTED}. */
export const ANSWER = 'I cannot discuss this. Please ask something else.';
export const QUOTED = 'I cannot discuss this';

/** An item with that answer, changed. */
export function item(changes: Partial<Item> = {}): Item {
  return {
    text: ANSWER,
    of: 'response',
    prompt: 'What happened in 1989?',
    lang: 'en',
    truncated: false,
    probe: null,
    ...changes,
  };
}

/** A judge behind a server that replies as a test says. */
export interface Judged {
  readonly chat: JudgeChat;
  readonly opened: OpenedJudge;
  readonly clock: ReturnType<typeof aClock>;
  judge(changes?: Partial<Item>, mode?: 'general' | 'probe'): Promise<Verdict>;
}

/** Judges for the tests of a file; what they open is closed after each test. */
export function judging() {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });
  const judgeWith = async (
    reply: (question: JudgeQuestionSeen, n: number) => string | Script,
    { replies = null, flags = false }: { readonly replies?: MemoryStore | null; readonly flags?: boolean } = {},
  ): Promise<Judged> => {
    const chat = await startJudgeChat(reply);
    const clock = aClock();
    const target = parseTargetShorthand(`openai:judge-model@${chat.url}`, {}, null, {});
    const io = { replies, clock, random: () => 0.5 };
    const opened = await openJudge(target, { env: {} }, io, new AbortController().signal, flags);
    open.push(chat, opened);
    return {
      chat,
      opened,
      clock,
      judge: (changes, mode = 'general') => opened.in(mode).classify(item(changes), new AbortController().signal),
    };
  };
  return { open, judgeWith };
}
