import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/lib/digest.ts';
import { createTarget } from '../../../src/targets/create-target.ts';
import type { Target } from '../../../src/targets/target.ts';
import { askOf, specOf } from '../spec.ts';

const row = { probe: 'p', lang: 'en', prompt: 'Why?', delivery: 'ok', finish: 'stop', identity: 'i1' };
const ROWS = [
  { ...row, target: 'a', variant: 'v1', sample: 0, response: 'Because.', reasoning: '', reasoning_state: 'empty' },
  { ...row, target: 'a', variant: 'v1', sample: 1, response: 'So.', usage: { prompt: 3, completion: 1 } },
  { ...row, target: 'a', variant: 'v2', sample: 0, delivery: 'provider_filter', side: 'output', response: 'Bec' },
  { ...row, target: 'b', variant: 'v1', sample: 0, response: 'Ask b.', identity: 'i2' },
];
const META = { identities: { i1: { kind: 'ollama', model: 'm', digest: 'd1', template: 'T', details: { size: 1 } } } };

function write(rows: readonly object[], meta: string | null = null): string {
  const file = join(mkdtempSync(join(tmpdir(), 'candor-recording-')), 'rows.jsonl');
  writeFileSync(file, rows.map((one) => `${JSON.stringify(one)}\n`).join(''));
  if (meta !== null) writeFileSync(`${file}.meta.json`, meta);
  return file;
}

function open(file: string, model = ''): Promise<Target> {
  return createTarget(specOf({ provider: 'recording', file, model }), { env: {} });
}

const key = (variant: string, sample: number) => askOf('Why?', { key: { variant, sample } });

describe('a recording', () => {
  it('says when its answers were given, and nothing of when it is replayed', async () => {
    const [, second = {}] = ROWS;
    const rows = [{ ...ROWS[0], asked_at: '2026-03-01T10:00:00.000Z', latency_ms: 900 }, second];
    const target = await open(write(rows), 'a');
    const { made } = await target.ask(key('v1', 0));
    expect(made).toEqual({ askedAt: '2026-03-01T10:00:00.000Z', latencyMs: 900 });
    for (const sample of [1, 7])
      expect((await target.ask(key('v1', sample))).made).toEqual({ askedAt: null, latencyMs: null });
  });

  it('answers by variant, target and sample, with reasoning, usage and the recorded delivery', async () => {
    const target = await open(write(ROWS), 'a');
    expect(await target.ask(key('v1', 0))).toMatchObject({
      text: 'Because.',
      reasoning: '',
      reasoningState: 'empty',
      finish: 'stop',
      failure: null,
      recorded: { delivery: 'ok', side: null, kind: null, flags: [] },
    });
    expect(await target.ask(key('v1', 1))).toMatchObject({ text: 'So.', usage: { prompt: 3, completion: 1 } });
    expect(await target.ask(key('v2', 0))).toMatchObject({
      text: 'Bec',
      recorded: { delivery: 'provider_filter', side: 'output' },
    });
    const other = await open(write(ROWS), 'b');
    expect((await other.ask(key('v1', 0))).text).toBe('Ask b.');
  });

  it('fails for good at an answer that was not recorded', async () => {
    const target = await open(write(ROWS), 'b');
    const reply = await target.ask(key('v2', 0));
    expect(reply).toMatchObject({
      text: '',
      failure: { kind: 'configuration', message: expect.stringContaining('sample 1') },
      recorded: null,
    });
  });

  it('takes its only target unnamed, and lists them where there are more or others', async () => {
    const target = await open(write(ROWS.slice(0, 3)));
    expect((await target.ask(key('v1', 0))).text).toBe('Because.');
    await expect(open(write(ROWS))).rejects.toThrow(/it has a, b/);
    await expect(open(write(ROWS), 'c')).rejects.toThrow(/it has a, b.*"c"/);
    await expect(open(write([]))).rejects.toThrow(/no answers/);
  });

  it('takes the identity of what was recorded over, and says that it is a recording, and which', async () => {
    const file = write(ROWS, JSON.stringify(META));
    const { identity, answers } = await (await open(file, 'a')).identify(new AbortController().signal);
    expect(answers).toBe(true);
    const text = ROWS.map((one) => `${JSON.stringify(one)}\n`).join('');
    expect(identity).toMatchObject({
      kind: 'recording',
      model: 'm',
      digest: 'd1',
      template: 'T',
      details: { size: 1, recording: { file: 'rows.jsonl', sha256: sha256(text), kind: 'ollama' } },
    });
  });

  it('does without a meta file, and without an identity in it', async () => {
    const bare = await (await open(write(ROWS), 'a')).identify(new AbortController().signal);
    expect(bare.identity).toMatchObject({ kind: 'recording', model: 'a', digest: null });
    const other = await (await open(write(ROWS, JSON.stringify(META)), 'b')).identify(new AbortController().signal);
    expect(other.identity).toMatchObject({ kind: 'recording', model: 'b', digest: null });
  });

  it('names the file and line that it cannot read', async () => {
    await expect(open('/nowhere/none.jsonl')).rejects.toMatchObject({ code: 'config' });
    const broken = write([...ROWS.slice(0, 1), { probe: 'p' }]);
    await expect(open(broken)).rejects.toThrow(/rows\.jsonl:2: /);
    await expect(open(write(ROWS, '{'), 'a')).rejects.toThrow(/meta\.json: expected JSON/);
  });
});
