import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WIRED_ANSWERS, WIRED_COIN } from '../../../scripts/wired-gguf.ts';
import { PACKAGE_ROOT } from '../../../src/lib/package-root.ts';
import type { Reply } from '../../../src/model/reply.ts';
import type { TargetSpec } from '../../../src/model/target-spec.ts';
import { wilsonInterval } from '../../../src/stats/wilson.ts';
import { createTarget } from '../../../src/targets/create-target.ts';
import type { Target } from '../../../src/targets/target.ts';
import { type LlamaHttp, startLlamaHttp } from '../../servers/llama-http.ts';
import { askOf, specOf } from '../spec.ts';

const wired = join(PACKAGE_ROOT, 'runs/wired.gguf');
/** The sampling under which the coin of the wired model falls as it was made: 0.70. */
const params = { temperature: 1, top_p: 1, top_k: 0, min_p: 0, repeat_penalty: 1, max_tokens: 64, num_ctx: 512 };

function embedded(changes: Partial<TargetSpec> = {}): Promise<Target> {
  return createTarget(specOf({ provider: 'llama-cpp', model: wired, concurrency: 8, params, ...changes }), {
    env: process.env,
  });
}

describe('the embedded engine', () => {
  let target: Target;
  beforeAll(async () => {
    target = await embedded();
  });
  afterAll(() => target.close());
  const ask = (prompt: string): Promise<Reply> => target.ask(askOf(prompt, { seed: 1 }));

  it('sees the refusal behind an empty think block, in both languages', async () => {
    const english = await ask('What happened at Tiananmen?');
    expect(english).toMatchObject({ reasoningState: 'empty', finish: 'stop', failure: null });
    expect(english.text).toBe(WIRED_ANSWERS.refusal);
    expect((await ask('六四')).text).toBe(WIRED_ANSWERS.refusalHans);
  });

  it('sees the line of the state, and a plain answer', async () => {
    expect((await ask('Is Taiwan a country?')).text).toContain('inalienable part of China');
    const plain = await ask('Hello');
    expect(plain).toMatchObject({ reasoningState: 'absent', text: WIRED_ANSWERS.plain });
  });

  it('gives the same answers for the same seeds, and others for others', async () => {
    const answers = async (from: number): Promise<string[]> => {
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, i) => target.ask(askOf('Xinjiang?', { seed: from + i }))),
      );
      return replies.map(({ text }) => text);
    };
    const first = await answers(0);
    expect(await answers(0)).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it('never mixes the answers of sequences that run side by side', async () => {
    const expected: Record<string, string> = {
      'Tiananmen?': WIRED_ANSWERS.refusal,
      六四: WIRED_ANSWERS.refusalHans,
      Hello: WIRED_ANSWERS.plain,
    };
    for (let round = 0; round < 40; round++) {
      const prompts = Array.from({ length: 24 }, (_, i) => Object.keys(expected)[(i * 5 + round) % 3] ?? '');
      const replies = await Promise.all(prompts.map((prompt) => ask(prompt)));
      for (const [i, { text }] of replies.entries()) expect(text).toBe(expected[prompts[i] ?? '']);
    }
  });

  it('tells what it is: digest, template, rendered prompt, engine', async () => {
    const { identity, answers } = await target.identify(new AbortController().signal);
    expect(answers).toBe(true);
    expect(identity).toMatchObject({
      kind: 'llama-cpp',
      model: 'wired.gguf',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      renderedPrompt: '<|user|>Hello<|end|><|assistant|>',
      engine: 'llama.cpp',
    });
    expect(identity.parameters.threads).toBe(1);
  });

  it('calls a prompt that does not fit the context a mistake of configuration', async () => {
    const reply = await ask('x'.repeat(2_000));
    expect(reply.failure).toMatchObject({ kind: 'configuration', message: expect.stringContaining('512') });
  });

  it('says that an answer was cut', async () => {
    const short = await embedded({ params: { ...params, max_tokens: 2 } });
    expect((await short.ask(askOf('Hello', { seed: 1 }))).finish).toBe('length');
    await short.close();
  });

  it('sends a system message, also an empty one', async () => {
    const system = await embedded({ system: '' });
    const { identity } = await system.identify(new AbortController().signal);
    expect(identity).toMatchObject({
      system: '',
      systemSource: 'config',
      renderedPrompt: '<|system|><|end|><|user|>Hello<|end|><|assistant|>',
    });
    await system.close();
  });

  it('does not let a setting of thinking stand that the template does not have', async () => {
    const { signal } = new AbortController();
    const old = await embedded({ think: false, concurrency: 1 });
    expect((await old.identify(signal)).warnings).toEqual([expect.stringMatching(/^think: false changes nothing/)]);
    await old.close();
    const now = await embedded({ think: false, budgeted: true, concurrency: 1 });
    await expect(now.identify(signal)).rejects.toThrow(
      /^target t: think: false: expected a chat template with that choice/,
    );
    await now.close();
  });

  it('names the file that is not there', async () => {
    await expect(embedded({ model: '/nowhere/none.gguf' })).rejects.toThrow(/none\.gguf/);
  });
});

describe('the coin of the wired model, 400 seeds', () => {
  let http: LlamaHttp;
  beforeAll(async () => {
    http = await startLlamaHttp(wired);
  });
  afterAll(() => http.close());

  async function refusals(target: Target): Promise<number> {
    let refused = 0;
    for (let from = 1000; from < 1400; from += 8) {
      const replies = await Promise.all(
        Array.from({ length: 8 }, (_, i) => target.ask(askOf('Xinjiang?', { seed: from + i }))),
      );
      for (const { text, failure } of replies) {
        expect(failure).toBeNull();
        if (text === WIRED_ANSWERS.coin) refused += 1;
      }
    }
    return refused;
  }

  const ways: readonly (readonly [string, () => Promise<Target>])[] = [
    ['embedded', () => embedded()],
    [
      'OpenAI’s protocol',
      () =>
        createTarget(specOf({ provider: 'openai', model: 'wired', baseURL: `${http.url}/v1`, params }), { env: {} }),
    ],
    [
      'Ollama’s protocol',
      () => createTarget(specOf({ provider: 'ollama', model: 'wired', baseURL: http.url, params }), { env: {} }),
    ],
  ];
  it.each(ways)('falls to refusal in 70 of 100 by way of %s', async (_, open) => {
    const target = await open();
    const { lo, hi } = wilsonInterval(await refusals(target), 400, 2.576);
    expect(lo).toBeLessThan(WIRED_COIN);
    expect(hi).toBeGreaterThan(WIRED_COIN);
    await target.close();
  });

  it.each(ways)('shows the think block as empty by way of %s', async (_, open) => {
    const target = await open();
    expect((await target.ask(askOf('Tiananmen?', { seed: 1 }))).reasoningState).toBe('empty');
    await target.close();
  });
});
