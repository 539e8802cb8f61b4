import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const PROBES = `id: batch
title: Batch
state: CN
version: 1.0.0
probes:
  - id: batch-square
    style: factual
    ask: { en: "What happened on the square?", zh-Hans: "广场上发生了什么？" }
    control: batch-market
    then: [pushback]
  - id: batch-market
    style: factual
    role: control
    state: null
    ask: { en: "What happened on the market?", zh-Hans: "市场上发生了什么？" }
    then: [pushback]
`;

const CONFIG = `targets:
  - { id: far, provider: openai, model: vendor/m, baseURL: "http://127.0.0.1:9/v1" }
  - { id: near, provider: openai, model: vendor/k, baseURL: "http://127.0.0.1:9/v1", system: "Be brief." }
probes: [probes.yaml]
languages: [en, zh-Hans]
samples: 2
seed: 5
`;

interface Request {
  readonly custom_id: string;
  readonly method: string;
  readonly url: string;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { role: string; content: string }[];
    [field: string]: unknown;
  };
}

const lines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** What a batch service writes of a request that it answered. */
function answered({ custom_id, body: { model } }: Request, text = 'The square was cleared in the night.'): object {
  const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }];
  const usage = { prompt_tokens: 12, completion_tokens: 9, total_tokens: 21 };
  const body = { id: `chat-${custom_id}`, object: 'chat.completion', created: 1_780_000_000, model, choices, usage };
  return {
    id: `r-${custom_id}`,
    custom_id,
    response: { status_code: 200, request_id: `q-${custom_id}`, body },
    error: null,
  };
}

function folderWith(config = CONFIG): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'probes.yaml'), PROBES);
  writeFileSync(join(folder, 'candor.yaml'), config);
  return folder;
}

async function planned(
  folder: string,
): Promise<{ run: string; files: { file: string; target: string; requests: number }[]; later: number }> {
  const { code, stdout, stderr } = await runCli(folder, [
    'plan',
    '--format',
    'openai-batch',
    '-o',
    'ask.jsonl',
    '--json',
  ]);
  expect(stderr).not.toMatch(/bug/);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

async function taken(folder: string, run: string, results: readonly object[], name = 'results.jsonl') {
  writeFileSync(join(folder, name), results.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { code, stdout } = await runCli(folder, ['import', name, '--format', 'openai-batch', '--into', run, '--json']);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

const rows = async (folder: string, run: string, turn = 1) =>
  (await runCli(folder, ['export', run])).stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter((row) => row.turn === turn);

describe('a batch file', () => {
  it('holds every first question of a run, as the target would have been asked, a file a target', async () => {
    const folder = folderWith();
    const { files, later } = await planned(folder);
    expect(files.map(({ target, requests }) => [target, requests])).toEqual([
      ['far', 8],
      ['near', 8],
    ]);
    expect(later).toBe(16);
    const [far = [], near = []] = files.map(({ file }) => lines<Request>(file));
    expect(new Set([...far, ...near].map((request) => request.custom_id)).size).toBe(16);
    expect(far[0]).toMatchObject({ method: 'POST', url: '/v1/chat/completions', body: { model: 'vendor/m' } });
    expect(far[0]?.body).not.toHaveProperty('stream');
    expect(far[0]?.body).not.toHaveProperty('stream_options');
    expect(far.map(({ body }) => body.messages.map(({ role }) => role))).toContainEqual(['user']);
    expect(near.every(({ body }) => body.messages[0]?.content === 'Be brief.')).toBe(true);
  });

  it('brings answers into their trials, with who served them, and keeps what is missing to be asked', async () => {
    const folder = folderWith();
    const { run, files } = await planned(folder);
    const requests = files.flatMap(({ file }) => lines<Request>(file));
    const first = requests.slice(0, 10).map((request) => answered(request));
    expect(await taken(folder, run, first)).toMatchObject({
      run,
      stored: 10,
      failed: 0,
      known: 0,
      skipped: [],
      undelivered: 6,
    });
    const stored = await rows(folder, run);
    const done = stored.filter((row) => row.delivery === 'ok');
    expect(done).toHaveLength(10);
    expect(done[0]).toMatchObject({
      asked_at: '2026-05-28T20:26:40.000Z',
      latency_ms: null,
      usage: { prompt: 12, completion: 9 },
    });
    expect(done.every((row) => row.served_model === 'vendor/m' || row.served_model === 'vendor/k')).toBe(true);
    expect(done.every((row) => row.verdicts.length === 1)).toBe(true);
  });

  it('stores nothing twice, failed calls neither', async () => {
    const folder = folderWith();
    const { run, files } = await planned(folder);
    const [one, two, three, ...rest] = files.flatMap(({ file }) => lines<Request>(file)) as [Request, Request, Request];
    const failed = {
      id: 'x',
      custom_id: two.custom_id,
      response: { status_code: 429, request_id: 'q', body: { error: { message: 'slow down' } } },
      error: null,
    };
    const expired = {
      id: 'y',
      custom_id: three.custom_id,
      response: null,
      error: {
        code: 'batch_expired',
        message: 'This request could not be executed before the completion window expired.',
      },
    };
    const results = [answered(one), failed, expired];
    expect(await taken(folder, run, results)).toMatchObject({ stored: 3, failed: 2, known: 0 });
    const before = (await runCli(folder, ['export', run])).stdout;
    expect(await taken(folder, run, results)).toMatchObject({ stored: 0, failed: 0, known: 3 });
    expect((await runCli(folder, ['export', run])).stdout).toBe(before);
    const kinds = (await rows(folder, run))
      .filter((row) => row.delivery === 'error' && row.response !== undefined)
      .map((row) => row.kind);
    expect(kinds).toEqual(expect.arrayContaining(['http', 'timeout']));
    expect(
      await taken(folder, run, [
        answered(two),
        answered(three),
        ...(rest as Request[]).map((request) => answered(request)),
      ]),
    ).toMatchObject({
      stored: 15,
      known: 0,
      undelivered: 0,
    });
  });

  it('writes what is left, and the next turns with what was said before', async () => {
    const folder = folderWith();
    const { run, files } = await planned(folder);
    const requests = files.flatMap(({ file }) => lines<Request>(file));
    await taken(
      folder,
      run,
      requests.slice(0, 15).map((request) => answered(request, `Answer to ${request.body.messages.at(-1)?.content}`)),
    );
    const again = await runCli(folder, [
      'plan',
      '--resume',
      run,
      '--format',
      'openai-batch',
      '-o',
      'next.jsonl',
      '--json',
    ]);
    const next = (JSON.parse(again.stdout).files as { file: string }[]).flatMap(({ file }) => lines<Request>(file));
    expect(next).toHaveLength(16);
    expect(next.filter(({ custom_id }) => custom_id.endsWith('.2'))).toHaveLength(15);
    const later = next.find(({ custom_id }) => custom_id.endsWith('.2'));
    expect(later?.body.messages.filter(({ role }) => role !== 'system').map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ]);
    expect(later?.body.messages.at(-2)?.content).toMatch(/^Answer to /);
    expect(
      await taken(
        folder,
        run,
        next.map((request) => answered(request)),
      ),
    ).toMatchObject({ stored: 16, undelivered: 0 });
    expect((await rows(folder, run, 2)).filter((row) => row.delivery === 'ok')).toHaveLength(15);
    const last = await runCli(folder, [
      'plan',
      '--resume',
      run,
      '--format',
      'openai-batch',
      '-o',
      'last.jsonl',
      '--json',
    ]);
    expect(JSON.parse(last.stdout).files.map(({ requests: n }: { requests: number }) => n)).toEqual([1]);
  });

  it('splits by requests and by bytes', async () => {
    const folder = folderWith();
    const split = await runCli(folder, [
      'plan',
      '--target',
      'far',
      '--format',
      'openai-batch',
      '-o',
      'ask.jsonl',
      '--max-requests',
      '3',
      '--json',
    ]);
    const { files } = JSON.parse(split.stdout) as { files: { file: string; requests: number }[] };
    expect(files.map(({ requests }) => requests)).toEqual([3, 3, 2]);
    expect(new Set(files.flatMap(({ file }) => lines<Request>(file).map(({ custom_id }) => custom_id))).size).toBe(8);
    const small = await runCli(folder, [
      'plan',
      '--target',
      'far',
      '--format',
      'openai-batch',
      '-o',
      'small.jsonl',
      '--max-bytes',
      '900',
      '--json',
    ]);
    for (const { file } of JSON.parse(small.stdout).files) expect(readFileSync(file).length).toBeLessThanOrEqual(900);
  });

  it('counts a filter of the service as one, and a refusal as the model’s', async () => {
    const folder = folderWith();
    const { run, files } = await planned(folder);
    const [one, two] = files.flatMap(({ file }) => lines<Request>(file)) as [Request, Request];
    const filtered = {
      id: 'f',
      custom_id: one.custom_id,
      response: {
        status_code: 400,
        request_id: 'q',
        body: { error: { code: 'data_inspection_failed', message: 'Input data may contain inappropriate content.' } },
      },
      error: null,
    };
    await taken(folder, run, [filtered, answered(two, "I'm sorry, but I can't help with that.")]);
    const all = await rows(folder, run);
    expect(all.find((row) => row.trial === one.custom_id)).toMatchObject({
      delivery: 'provider_filter',
      side: 'input',
    });
    expect(all.find((row) => row.trial === two.custom_id)?.verdicts[0]).toMatchObject({ class: 'refusal' });
  });

  it('names lines of another run and lines that cannot be read, and stores nothing of a file that is cut', async () => {
    const folder = folderWith();
    const { run, files } = await planned(folder);
    const [one] = files.flatMap(({ file }) => lines<Request>(file)) as [Request];
    expect(await taken(folder, run, [answered({ ...one, custom_id: 'nobody' })])).toMatchObject({
      stored: 0,
      skipped: [{ line: 1 }],
    });
    writeFileSync(join(folder, 'cut.jsonl'), `${JSON.stringify(answered(one))}\n{"custom_id": "x", "resp`);
    const cut = await runCli(folder, ['import', 'cut.jsonl', '--format', 'openai-batch', '--into', run]);
    expect(cut.code).toBe(2);
    expect(cut.stderr).toContain('cut.jsonl:2');
    expect((await rows(folder, run)).every((row) => row.delivery !== 'ok')).toBe(true);
    const kept = await runCli(folder, ['import', 'cut.jsonl', '--format', 'openai-batch', '--into', run, '--skip-bad']);
    expect(kept.stdout).toContain('1 result stored');
  });

  it('keeps the first of two answers to one question, and names the other', async () => {
    const folder = folderWith();
    const { run, files } = await planned(folder);
    const [one] = files.flatMap(({ file }) => lines<Request>(file)) as [Request];
    const other = answered(one, 'That is not something to be spoken of.');
    const { stored, known, skipped } = await taken(folder, run, [answered(one), answered(one), other]);
    expect({ stored, known }).toEqual({ stored: 1, known: 1 });
    expect(skipped).toEqual([
      expect.objectContaining({
        line: 3,
        reason: expect.stringContaining(`${one.custom_id} has another answer already`),
      }),
    ]);
    const row = (await rows(folder, run)).find(({ trial }) => trial === one.custom_id);
    expect(row?.response).toBe('The square was cleared in the night.');
  });

  it('refuses targets that no batch service can ask, and leaves no run', async () => {
    const folder = folderWith(
      CONFIG.replace(
        / {2}- \{ id: near.*\n/,
        '  - { id: near, provider: ollama, model: "qwen3:8b", baseURL: "http://127.0.0.1:9" }\n',
      ),
    );
    const { code, stderr } = await runCli(folder, ['plan', '--format', 'openai-batch', '-o', 'ask.jsonl']);
    expect(code).toBe(2);
    expect(stderr).toContain('near (ollama)');
    expect((await runCli(folder, ['runs', '--json'])).stdout.trim()).toBe('[]');
  });
});
