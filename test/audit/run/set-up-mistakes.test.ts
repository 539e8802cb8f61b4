import { afterEach, describe, expect, it } from 'vitest';
import { MemoryStore, resumeAudit, runAudit } from '../../../src/index.ts';
import { collect } from '../../../src/lib/collect.ts';
import {
  chatStream,
  json,
  type Received,
  type Script,
  type ScriptedServer,
  startScripted,
} from '../../servers/scripted.ts';
import { smallAudit, smallConfig, smallFolder, smallIo } from './small-audit.ts';

let server: ScriptedServer | null = null;
afterEach(() => server?.close());

/** A server whose chat answers are the script; its address ends in `/v1`. */
async function serve(answer: (request: Received) => Script): Promise<ScriptedServer> {
  server = await startScripted((request) => {
    if (request.path.endsWith('/chat/completions')) return answer(request);
    return request.path === '/v1/models' ? json(200, { data: [{ id: 'm' }] }) : json(404, { error: 'not here' });
  });
  return server;
}

function calls({ received }: ScriptedServer): number {
  return received.filter(({ method, path, json: body }) => {
    return method === 'POST' && path.endsWith('/chat/completions') && body?.max_tokens !== 1;
  }).length;
}

const refuse = (status: number, error: object | string) => () => json(status, { error });

/** What a server says, and what the run must say of it. */
const MISTAKES: readonly [string, () => Script, RegExp][] = [
  ['a wrong key', refuse(401, { message: 'Incorrect API key provided' }), /401.*Incorrect API key.*key/],
  ['no balance', refuse(402, { message: 'Insufficient Balance' }), /Insufficient Balance.*balance/],
  ['no balance under 429', refuse(429, { message: 'Your account balance is insufficient', code: '1113' }), /balance/],
  ['a daily quota', refuse(429, { message: 'Rate limit exceeded: free-models-per-day' }), /free-models-per-day.*quota/],
  ['an unknown model', refuse(404, { message: 'The model `m` does not exist' }), /does not exist.*model/],
  ['an error under 200', refuse(200, 'Unexpected endpoint or method. (POST /chat/completions)'), /\/v1/],
  ['a wrong path', () => ({ status: 404, parts: ['404 page not found'] }), /\/v1/],
  [
    'a field that is not taken',
    refuse(422, { message: 'Extra inputs are not permitted: messages.name' }),
    /messages\.name.*field/,
  ],
  ['no system role', refuse(500, { message: 'System role not supported' }), /system/i],
];

describe('a set-up mistake', () => {
  it.each(MISTAKES)('%s ends the target after one call, and is named', async (_, answer, words) => {
    const { url } = await serve(answer);
    const store = new MemoryStore();
    const result = await smallAudit(store, { baseURL: `${url}/v1`, system: 'Answer briefly.' });
    expect(calls(server as ScriptedServer)).toBe(1);
    expect(result).toMatchObject({ trials: 6, delivered: 0, undelivered: 6, shortfalls: [{ kind: 'undelivered' }] });
    expect(result.warnings.join('\n')).toMatch(words);
    expect(result.warnings.join('\n')).toMatch(/t: 5 × not asked/);
    const rows = await collect(store.trials(result.run));
    expect(rows.every(({ response }) => response?.kind === 'configuration')).toBe(true);
    expect(rows.filter(({ response }) => response?.attempts === 1)).toHaveLength(1);
  });

  it('that every prompt meets ends the target after two calls', async () => {
    const { url } = await serve(
      refuse(400, { message: "This model's maximum context length is 64 tokens. However, you requested 1100 tokens" }),
    );
    const result = await smallAudit(new MemoryStore(), { baseURL: `${url}/v1` });
    expect(calls(server as ScriptedServer)).toBe(2);
    expect(result.warnings.join('\n')).toMatch(/context.*num_ctx/);
  });

  it('that one prompt alone meets leaves the others their answers', async () => {
    const tooLong = refuse(400, { message: 'prompt is too long: 900 tokens' });
    const { url } = await serve(({ body }) => (body.includes('camps') ? tooLong() : chatStream(['It is known.'])));
    const result = await smallAudit(new MemoryStore(), { baseURL: `${url}/v1` });
    expect(result).toMatchObject({ delivered: 4, undelivered: 2 });
    expect(result.warnings.slice(1)).toEqual([expect.stringMatching(/^t: 2 × .*too long/)]);
  });

  it('in the middle of a run ends it, and leaves the rest for later', async () => {
    let answered = 0;
    const { url } = await serve(() =>
      ++answered > 2 ? json(402, { error: { message: 'Insufficient Balance' } }) : chatStream(['It is known.']),
    );
    const store = new MemoryStore();
    const result = await smallAudit(store, { baseURL: `${url}/v1`, concurrency: 1 });
    expect(result).toMatchObject({ delivered: 2, undelivered: 4 });
    expect(calls(server as ScriptedServer)).toBe(4);
    expect(await store.pendingTrials(result.run)).toHaveLength(4);
  });

  it('that one prompt calls forth, in words that seem to mean all, does not keep a run that goes on from the others', async () => {
    let broken = true;
    const poison = json(400, { error: { message: 'validation errors: the text holds a forbidden sign' } });
    const { url } = await serve(({ body }) => {
      if (body.includes('camps')) return poison;
      return broken && !body.includes('market') ? json(418, { error: 'not today' }) : chatStream(['It is known.']);
    });
    const store = new MemoryStore();
    const folder = smallFolder();
    const first = await runAudit(smallConfig(folder, { baseURL: `${url}/v1`, concurrency: 1 }), store, {
      ...smallIo(folder),
      // The trial run of the first part must not be the poisoned one, which would end it.
      random: () => 0.999,
    });
    broken = false;
    for (let i = 0; i < 3; i++) await resumeAudit(first.run, store, smallIo(folder));
    expect(await store.overview(first.run)).toMatchObject({ delivered: 4, undelivered: 2 });
  });

  it('does not bring a key that the server repeats into store or warnings', async () => {
    const { url } = await serve(({ headers }) =>
      json(401, { error: { message: `no such key: ${headers.authorization}`, key: headers['x-token'] } }),
    );
    const store = new MemoryStore();
    const target = { baseURL: `${url}/v1`, apiKey: `\${KEY}`, headers: { 'x-token': `token \${KEY}` } };
    const result = await smallAudit(store, target);
    const kept = JSON.stringify([result, await collect(store.trials(result.run))]);
    expect(kept).toContain('no such key: Bearer (secret)');
    expect(kept).not.toContain('very-secret');
  });
});

describe('failures that pass', () => {
  it('are counted by their reason, whatever their request ids', async () => {
    let n = 0;
    const { url } = await serve(({ body }) =>
      body.includes('market')
        ? chatStream(['It is known.'])
        : json(418, { error: { message: `broken, request ${++n}a7` } }),
    );
    const result = await smallAudit(new MemoryStore(), { baseURL: `${url}/v1`, concurrency: 1 });
    expect(result.delivered).toBe(2);
    expect(result.warnings.slice(1)).toEqual([expect.stringMatching(/^t: 4 × .*broken, request/)]);
  });
});
