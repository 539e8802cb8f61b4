import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditResult, MemoryStore, resumeAudit, runAudit } from '../../../src/index.ts';
import { collect } from '../../../src/lib/collect.ts';
import {
  chatStream,
  json,
  type Received,
  type Script,
  type ScriptedServer,
  startScripted,
} from '../../servers/scripted.ts';
import { smallConfig, smallFolder, smallIo } from './small-audit.ts';

let server: ScriptedServer;
let folder: string;
let store: MemoryStore;
/** What the server makes of a request to its chat; null: an answer. */
let refuse: (request: Received) => Script | null;
beforeEach(async () => {
  folder = smallFolder();
  store = new MemoryStore();
  refuse = () => null;
  server = await startScripted((request) => {
    if (request.path === '/v1/models') return json(200, { data: [{ id: 'm', root: 'weights-1' }] });
    if (request.path !== '/v1/chat/completions') return json(404, { error: 'Unexpected endpoint' });
    return refuse(request) ?? chatStream(['It is known.']);
  });
});
afterEach(() => server.close());

const run = (target: object): Promise<AuditResult> =>
  runAudit(smallConfig(folder, { baseURL: `${server.url}/v1`, ...target }), store, smallIo(folder));
const goOn = (target: object): Promise<AuditResult> => {
  const { known: targets } = smallConfig(folder, { baseURL: `${server.url}/v1`, ...target });
  return resumeAudit('latest', store, { ...smallIo(folder), targets });
};
const broken = (): Script => json(402, { error: { message: 'Insufficient Balance' } });

describe('resumeAudit', () => {
  it('takes a mended address over, says so, and stores what is now known of the target', async () => {
    const failed = await run({ baseURL: server.url });
    expect(failed.delivered).toBe(0);
    const before = await store.targets(failed.run);
    const done = await goOn({});
    expect(done).toMatchObject({ run: failed.run, delivered: 6, undelivered: 0, shortfalls: [] });
    expect(done.warnings.join('\n')).toContain(
      `t: taken from the file as it is now: baseURL: ${server.url} → ${server.url}/v1`,
    );
    expect((await store.targets(failed.run))[0]?.identity.host).not.toBe(before[0]?.identity.host);
  });

  it('takes mended keys, headers, pace and time-outs over, keys that are written out too, and shows none', async () => {
    const wants = 'Bearer written-out-key';
    refuse = ({ headers }) => (headers.authorization === wants ? null : json(401, { error: { message: 'no key' } }));
    await run({ apiKey: 'a-mistyped-key' });
    const done = await goOn({ apiKey: 'written-out-key', headers: { 'x-a': 'b' }, concurrency: 3, timeoutSeconds: 20 });
    expect(done.delivered).toBe(6);
    const said = done.warnings.join('\n');
    expect(said).toMatch(/concurrency: 4 → 3/);
    expect(said).toMatch(/timeoutSeconds: 300 → 20/);
    expect(JSON.stringify([done, await store.listRuns()])).not.toMatch(/written-out-key|mistyped/);
  });

  it('takes over another name for the same token limit', async () => {
    const asked: unknown[] = [];
    refuse = ({ json: body }) => {
      asked.push([body?.max_tokens, body?.max_completion_tokens]);
      return asked.length === 1 ? broken() : null;
    };
    await run({});
    const done = await goOn({ body: { max_tokens: null, max_completion_tokens: 1024 } });
    expect(done.warnings.join('\n')).toMatch(/token limit.*max_tokens → max_completion_tokens/);
    expect(done.delivered).toBe(6);
    expect(asked.at(-1)).toEqual([undefined, 1024]);
  });

  const CHANGES: readonly [string, object, RegExp][] = [
    ['model', { model: 'm2' }, /t: model: m → m2/],
    ['system message', { system: null }, /t: system: Answer briefly\. → not set/],
    ['temperature', { params: { temperature: 0.2 } }, /t: params\.temperature: 0\.7 → 0\.2/],
    [
      'token limit under another name',
      { body: { max_tokens: null, max_completion_tokens: 2000 } },
      /body\.max_completion_tokens: not set \(params\.max_tokens 1024\) → 2000/,
    ],
    ['field of the body', { body: { reasoning_effort: 'low' } }, /body\.reasoning_effort: not set → low/],
  ];

  it.each(CHANGES)('refuses another %s with both values, and asks nothing', async (_, change, words) => {
    refuse = broken;
    await run({ system: 'Answer briefly.' });
    const { length: before } = server.received;
    await expect(goOn({ system: 'Answer briefly.', ...change })).rejects.toThrow(words);
    expect(server.received).toHaveLength(before);
  });

  it('goes on as stored where the file has no such target, or none is given', async () => {
    let n = 0;
    refuse = () => (++n === 2 || n === 3 ? broken() : null);
    const stopped = await run({ concurrency: 1 });
    expect(stopped.delivered).toBe(1);
    expect((await goOn({ id: 'another', model: 'm2' })).delivered).toBe(6);
  });

  it('refuses a target that is another one at its server now, with both values', async () => {
    const first = await runAudit(
      smallConfig(folder, { baseURL: `${server.url}/v1` }, { samples: 1 }),
      store,
      smallIo(folder),
    );
    const trials = await collect(store.trials(first.run));
    const file = join(folder, 'recorded.jsonl');
    const row = (i: number, text: string): string =>
      `${JSON.stringify({ target: 'r', probe: 'p', lang: 'en', prompt: 'x', variant: trials[i]?.variant, sample: 0, response: text, delivery: 'ok', finish: 'stop' })}\n`;
    writeFileSync(file, row(0, 'It is known.'));
    const recorded = { id: 'r', provider: 'recording', model: 'r', file };
    const config = smallConfig(folder, recorded, { samples: 1 });
    const partly = await runAudit(config, store, smallIo(folder));
    expect(partly).toMatchObject({ delivered: 1, undelivered: 2 });
    appendFileSync(file, row(1, 'It is known too.'));
    const again = resumeAudit(partly.run, store, smallIo(folder));
    await expect(again).rejects.toThrow(/r: details\.recording: .*sha256.* → .*sha256/);
  });
});
