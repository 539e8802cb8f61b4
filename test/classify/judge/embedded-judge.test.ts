import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJudge } from '../../../src/audit/judge/open-judge.ts';
import type { Item } from '../../../src/classify/classifier.ts';
import type { JudgeCall } from '../../../src/classify/judge/judge-call.ts';
import { parseTargetShorthand } from '../../../src/config/target-shorthand.ts';
import { PACKAGE_ROOT } from '../../../src/lib/package-root.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import { aClock } from '../../runner/fake-target.ts';
import { NEUTRAL_ANSWERS } from '../../servers/judge-chat.ts';

const ITEM: Item = {
  text: 'I cannot discuss this. Please ask something else.',
  of: 'response',
  prompt: 'What happened in 1989?',
  lang: 'en',
  truncated: false,
  probe: null,
};

describe('the wired model as judge, under llama.cpp', () => {
  const wired = join(PACKAGE_ROOT, 'runs/wired.gguf');

  async function judgedBy(file: string, replies: MemoryStore): Promise<[Verdict, string | null]> {
    const target = parseTargetShorthand(`llama-cpp:${file}`, { num_ctx: 24_576 }, null, {});
    const io = { replies, clock: aClock(), random: () => 0.5 };
    const opened = await openJudge(target, { env: {} }, io, new AbortController().signal);
    const judge = opened.in('general');
    const verdict = await judge.classify(ITEM, new AbortController().signal);
    await opened.close();
    return [verdict, (await replies.findJudgeReply(opened.keyOf(judge.callsFor(ITEM)[0] as JudgeCall)))?.text ?? null];
  }

  it('is left unjudged where the question does not fit its context', async () => {
    const [verdict] = await judgedBy(wired, new MemoryStore());
    expect(verdict).toMatchObject({
      class: null,
      unjudged: true,
      note: expect.stringMatching(/tokens, the context 4096/),
    });
  });

  it('is held to the questions by the grammar, though it understands none of them', async () => {
    const bytes = readFileSync(wired);
    const key = 'llama.context_length';
    bytes.writeUInt32LE(24_576, bytes.indexOf(key) + key.length + 4);
    const file = join(mkdtempSync(join(tmpdir(), 'candor-judge-')), 'wide.gguf');
    writeFileSync(file, bytes);
    const [verdict, reply] = await judgedBy(file, new MemoryStore());
    expect(Object.keys(JSON.parse(reply ?? '')).toSorted()).toEqual(
      ['seal', ...Object.keys(NEUTRAL_ANSWERS)].toSorted(),
    );
    expect(['refusal', 'official_narrative']).not.toContain(verdict.class);
  });
});
