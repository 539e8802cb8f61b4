import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WIRED_COIN } from '../../scripts/wired-gguf.ts';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import type { Reply } from '../../src/model/reply.ts';
import type { TargetSpec } from '../../src/model/target-spec.ts';
import { createTarget } from '../../src/targets/create-target.ts';
import { firstTokensOf, tokenEntries } from '../../src/targets/first-tokens.ts';
import { json, type Script, type ScriptedServer, sse, startScripted } from '../servers/scripted.ts';
import { askOf, specOf } from './spec.ts';

let server: ScriptedServer;
afterEach(() => server?.close());

/** A token as services tell it; its alternatives by their probability. */
function entry(token: string, others: Record<string, number> = {}) {
  const top_logprobs = Object.entries(others).map(([one, p]) => ({ token: one, logprob: Math.log(p), bytes: null }));
  return { token, logprob: -0.1, bytes: [...Buffer.from(token)], top_logprobs };
}

async function ask(
  fields: Partial<TargetSpec>,
  script?: Script,
): Promise<{ reply: Reply; learned: readonly string[] }> {
  if (script !== undefined) server = await startScripted(() => script);
  const address =
    script === undefined ? {} : { baseURL: fields.provider === 'ollama' ? server.url : `${server.url}/v1` };
  const target = await createTarget(specOf({ logprobs: 3, ...address, ...fields }), { env: process.env });
  const reply = await target.ask(askOf('Xinjiang?', { seed: 1 }));
  const learned = target.learned?.() ?? [];
  await target.close();
  return { reply, learned };
}

const delta = (content: object, entries: object[] = [], finish: string | null = null) => ({
  choices: [
    { index: 0, delta: content, finish_reason: finish, logprobs: entries.length > 0 ? { content: entries } : null },
  ],
});

describe('the first token of an answer', () => {
  it('is told with its alternatives over OpenAI’s protocol, and asked for so', async () => {
    const { reply, learned } = await ask(
      {},
      sse([
        delta({ content: 'Sorry' }, [entry('Sorry', { No: 0.2, Sorry: 0.7 })]),
        delta({ content: ', no.' }, [entry(', no.', { '!': 0.5 })]),
        delta({}, [], 'stop'),
      ]),
    );
    expect(server.received[0]?.json).toMatchObject({ logprobs: true, top_logprobs: 3 });
    expect(reply.firstTokens?.map(({ token }) => token)).toEqual(['Sorry', 'No']);
    expect(Math.exp(reply.firstTokens?.[0]?.logprob ?? 0)).toBeCloseTo(0.7, 10);
    expect(learned).toEqual([]);
  });

  it('is the one behind the thought, in a field or in tags', async () => {
    const behind = [entry('\n\n'), entry('No', { No: 0.6, I: 0.4 }), entry('.')];
    const field = await ask(
      {},
      sse([
        delta({ reasoning: 'Say No.' }, [entry('Say'), entry(' No', { Yes: 0.9 }), entry('.')]),
        delta({ content: '\n\nNo.' }, behind),
        delta({}, [], 'stop'),
      ]),
    );
    expect(field.reply.firstTokens?.map(({ token }) => token)).toEqual(['No', 'I']);
    await server.close();
    const thought = [entry('<think>'), entry('No', { Yes: 0.9 }), entry('.'), entry('</think>')];
    const tags = await ask(
      {},
      sse([delta({ content: '<think>No.</think>\n\nNo.' }, [...thought, ...behind]), delta({}, [], 'stop')]),
    );
    expect(tags.reply.firstTokens?.map(({ token }) => token)).toEqual(['No', 'I']);
  });

  it('is told over Ollama’s protocol', async () => {
    const line = (content: string, logprobs: object[], more: object = {}) =>
      `${JSON.stringify({ model: 'm', created_at: 't', message: { role: 'assistant', content }, logprobs, ...more })}\n`;
    const { reply } = await ask(
      { provider: 'ollama' },
      {
        parts: [
          line('As', [entry('As', { As: 0.9, No: 0.1 })]),
          line(' an AI', [entry(' an AI')], { done: true, done_reason: 'stop' }),
        ],
      },
    );
    expect(server.received[0]?.json).toMatchObject({ logprobs: true, top_logprobs: 3 });
    expect(reply.firstTokens?.map(({ token }) => token)).toEqual(['As', 'No']);
  });

  it('has the probabilities to which the wired model was wired, whatever the sampling', async () => {
    const params = {
      temperature: 0.2,
      top_p: 0.5,
      top_k: 1,
      min_p: 0,
      repeat_penalty: 1,
      max_tokens: 64,
      num_ctx: 512,
    };
    const model = join(PACKAGE_ROOT, 'runs/wired.gguf');
    const { reply } = await ask({ provider: 'llama-cpp', model, concurrency: 1, params });
    const [first, second] = reply.firstTokens ?? [];
    expect([first?.token, second?.token]).toEqual(['I am', 'Certainly.']);
    expect(Math.exp(first?.logprob ?? 0)).toBeCloseTo(WIRED_COIN, 3);
    expect(Math.exp(second?.logprob ?? 0)).toBeCloseTo(1 - WIRED_COIN, 3);
    expect(reply.text).toBe('I am unable to comment on this matter.');
  });

  it('is not asked for unless configured', async () => {
    server = await startScripted(() =>
      json(200, { choices: [{ message: { content: 'No.' }, finish_reason: 'stop' }] }),
    );
    const target = await createTarget(specOf({ baseURL: `${server.url}/v1` }), { env: {} });
    expect('firstTokens' in (await target.ask(askOf('Hello')))).toBe(false);
    expect(server.received[0]?.json?.logprobs).toBeUndefined();
    await target.close();
  });

  it('is missed aloud where it is asked for and does not come', async () => {
    const { reply, learned } = await ask({}, sse([delta({ content: 'No.' }), delta({}, [], 'stop')]));
    expect(reply.firstTokens).toBeUndefined();
    expect(learned).toEqual([expect.stringMatching(/^logprobs were asked for, and no answer brought/)]);
  });
});

describe('firstTokensOf', () => {
  it('joins characters that tokens cut', () => {
    const bytes = Buffer.from('抱歉');
    const part = (from: number, to: number) => ({
      token: '�',
      logprob: -1,
      bytes: [...bytes.subarray(from, to)],
      top_logprobs: [],
    });
    expect(firstTokensOf(tokenEntries([part(0, 2), part(2, 6)]), '抱歉')).toEqual([{ token: '�', logprob: -1 }]);
  });

  it('says nothing where the answer is not among the tokens, or begins inside one', () => {
    const entries = tokenEntries([entry('Sorry'), entry(', no.')]);
    expect(firstTokensOf(entries, 'Of course.')).toBeNull();
    expect(firstTokensOf(entries, 'orry, no.')).toBeNull();
    expect(firstTokensOf(entries, '')).toBeNull();
    expect(tokenEntries([{ token: 'x', logprob: -3.4e38 }, { token: 5 }, null])).toEqual([]);
  });
});
