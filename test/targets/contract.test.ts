import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { parseTargetShorthand } from '../../src/config/target-shorthand.ts';
import { contentHash } from '../../src/lib/digest.ts';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { TARGET_KINDS, type TargetKind } from '../../src/model/target-kind.ts';
import type { TargetSpec } from '../../src/model/target-spec.ts';
import { createTarget } from '../../src/targets/create-target.ts';
import { PROVIDERS } from '../../src/targets/providers.ts';
import type { Target } from '../../src/targets/target.ts';
import { chatStream, json, type ScriptedServer, startScripted } from '../servers/scripted.ts';
import { askOf, specOf } from './spec.ts';

const SECRET = 'sk-not-to-be-told';

/** One target of a kind that answers, and what it was sent. */
interface Rig {
  readonly spec: Partial<TargetSpec>;
  /** How the same target is named on the spot. */
  readonly shorthand: string;
  /** Bodies of chat requests; null where there is no network. */
  readonly sent: (() => Record<string, unknown>[]) | null;
  readonly close: () => Promise<void>;
}

function chats(server: ScriptedServer): () => Record<string, unknown>[] {
  return () => server.received.flatMap(({ path, json: body }) => (/chat/.test(path) && body !== null ? [body] : []));
}

async function openAiRig(): Promise<Rig> {
  const server = await startScripted(({ path }) => {
    return path === '/v1/models' ? json(200, { data: [{ id: 'm' }] }) : chatStream(['An ', 'answer.']);
  });
  const baseURL = `${server.url}/v1`;
  return { spec: { baseURL }, shorthand: `openai:m@${baseURL}`, sent: chats(server), close: server.close };
}

async function ollamaRig(): Promise<Rig> {
  const server = await startScripted(({ path, json: body }) => {
    if (path === '/api/tags') return json(200, { models: [{ name: 'm', digest: 'd' }] });
    if (path === '/api/show') return json(200, { template: 'T', details: {} });
    if (path !== '/api/chat' || body?._debug_render_only === true) return json(404, { error: 'no' });
    const say = (content: string) => ({ model: 'm', created_at: 't', message: { role: 'assistant', content } });
    const lines = [say('An '), { ...say('answer.'), done: true, done_reason: 'stop' }];
    return { parts: lines.map((line) => `${JSON.stringify(line)}\n`) };
  });
  const shorthand = `ollama:m@${server.url}`;
  return { spec: { baseURL: server.url }, shorthand, sent: chats(server), close: server.close };
}

async function embeddedRig(): Promise<Rig> {
  const model = join(PACKAGE_ROOT, 'runs/wired.gguf');
  return { spec: { model }, shorthand: `llama-cpp:${model}`, sent: null, close: async () => undefined };
}

async function recordingRig(): Promise<Rig> {
  const file = join(mkdtempSync(join(tmpdir(), 'candor-contract-')), 'rows.jsonl');
  const row = { probe: 'p', lang: 'en', prompt: 'Hello', delivery: 'ok', finish: 'stop', target: 'm', variant: 'v' };
  const turns = [
    { ...row, sample: 0, response: 'An answer.' },
    { ...row, sample: 0, response: 'A second one.', prompt: 'And now?', turn: 2 },
  ];
  writeFileSync(file, turns.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return { spec: { file, model: '' }, shorthand: `recording:${file}`, sent: null, close: async () => undefined };
}

const RIGS = {
  openai: openAiRig,
  ollama: ollamaRig,
  'llama-cpp': embeddedRig,
  recording: recordingRig,
} satisfies Record<TargetKind, () => Promise<Rig>>;

describe.each(TARGET_KINDS)('a target of kind %s', (kind) => {
  const provider = PROVIDERS[kind];
  const network = provider.takes.includes('baseURL');
  let rig: Rig;
  let target: Target;
  beforeAll(async () => {
    rig = await RIGS[kind]();
    const secret = network ? { apiKey: SECRET } : {};
    target = await createTarget(specOf({ provider: kind, ...rig.spec, ...secret }), { env: process.env });
  });
  afterAll(async () => {
    await target.close();
    await rig.close();
  });

  it('can be named on the spot, as its row says', () => {
    const { spec } = parseTargetShorthand(rig.shorthand, {}, null, {});
    expect(spec).toMatchObject({ provider: kind, ...rig.spec });
    expect(rig.shorthand.startsWith(`${kind}:`) && provider.shorthand.startsWith(`${kind}:`)).toBe(true);
    expect(() => parseTargetShorthand(`${kind}:`, {}, null, {})).toThrow(provider.shorthand);
  });

  it('needs the fields that its row names, and refuses those that it does not take', () => {
    const given = { model: 'm', baseURL: 'http://127.0.0.1:1', apiKey: 'k', headers: { a: 'b' }, file: 'f' };
    const wrong = (fields: object): (string | number | symbol | undefined)[] => {
      const parsed = configSchema.safeParse({ targets: [{ id: 't', provider: kind, ...fields }] });
      return parsed.error?.issues.map(({ path }) => path.at(-1) as string).sort() ?? [];
    };
    expect(wrong({})).toEqual([...provider.needs].sort());
    const others = Object.keys(given).filter((name) => !provider.takes.includes(name as never));
    expect(wrong(given)).toEqual(others.sort());
  });

  it('says what it is, the same each time, without a secret', async () => {
    const { signal } = new AbortController();
    const first = await target.identify(signal);
    expect(first.answers).toBe(true);
    expect(first.identity.kind).toBe(kind);
    expect(contentHash((await target.identify(signal)).identity)).toBe(contentHash(first.identity));
    expect(JSON.stringify(first)).not.toContain(SECRET);
  });

  it('answers with text and a finish reason, and sends or keeps a seed as its row says', async () => {
    const reply = await target.ask(askOf('Hello', { seed: 4711 }));
    expect(reply).toMatchObject({ finish: 'stop', failure: null });
    expect(reply.text).not.toBe('');
    if (rig.sent !== null) expect(JSON.stringify(rig.sent().at(-1)).includes('"seed":4711')).toBe(provider.can.seeds);
    if (rig.sent === null && provider.can.seeds)
      expect((await target.ask(askOf('Hello', { seed: 4711 }))).text).toBe(reply.text);
  });

  it('is sent what was said before', async () => {
    const said = ['Hello', 'Hello to you.', 'And now?'];
    const roles = ['user', 'assistant', 'user'] as const;
    const messages = said.map((content, i) => ({ role: roles[i] ?? 'user', content }));
    const key = { variant: 'v', sample: 0, turn: 2 };
    const first = await target.ask(askOf('And now?'));
    const reply = await target.ask(askOf('And now?', { messages, key }));
    if (rig.sent !== null) expect(rig.sent().at(-1)?.messages).toEqual(messages);
    else if (kind === 'recording') expect([first.text, reply.text]).toEqual(['An answer.', 'A second one.']);
    else expect(reply.usage?.prompt).toBeGreaterThan((first.usage?.prompt ?? 0) + said.slice(0, 2).length);
  });

  it('turns a call that is broken off into data', async () => {
    const reply = await target.ask(askOf('Hello', { signal: AbortSignal.abort() }));
    if (network) expect(reply).toMatchObject({ text: '', failure: { kind: 'connection' } });
    else expect(typeof reply.text).toBe('string');
  });

  it('turns a server that is gone into data', async () => {
    if (!network) return;
    const gone = await createTarget(specOf({ provider: kind, baseURL: 'http://127.0.0.1:9' }), { env: {} });
    expect((await gone.identify(new AbortController().signal)).answers).toBe(false);
    expect((await gone.ask(askOf('Hello'))).failure?.kind).toBe('connection');
    await gone.close();
  });
});
