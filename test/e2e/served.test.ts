import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

/** What an answer says of who gave it: fields of the body and headers. */
interface Says {
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const servers: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

const TEXT = 'The market burned down in the spring of 1911, and its traders rebuilt it within a year.';

/** A server whose n-th answer (from 0) of a model says what `says` gives. */
async function startTelling(says: (n: number, prompt: string, model: string) => Says): Promise<string> {
  const asked = new Map<string, number>();
  const answer = (request: IncomingMessage, response: ServerResponse, raw: string): void => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/v1/models')
      return void response.end('{"object":"list","data":[{"id":"vendor/m"},{"id":"vendor/k"}]}');
    if (request.url !== '/v1/chat/completions') return void response.writeHead(404).end('{}');
    const { model, messages } = JSON.parse(raw);
    const n = asked.get(model) ?? 0;
    asked.set(model, n + 1);
    const { body = {}, headers = {} } = says(n, messages.at(-1).content, model);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const choices = [{ index: 0, message: { role: 'assistant', content: TEXT }, finish_reason: 'stop' }];
    response.end(JSON.stringify({ id: 'x', object: 'chat.completion', model, choices, ...body }));
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => answer(request, response, Buffer.concat(parts).toString('utf8')));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  servers.push({
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const PROBES = `id: told
title: Told
state: CN
version: 1.0.0
probes:
  - id: told-square
    style: factual
    ask: { en: "What happened on the square?", zh-Hans: "广场上发生了什么？" }
    control: told-market
  - id: told-market
    style: factual
    role: control
    state: null
    ask: { en: "What happened on the market?", zh-Hans: "市场上发生了什么？" }
`;

/** A folder with a run named `told`, whose server says what `says` gives. */
async function folderWith(says: (n: number, prompt: string, model: string) => Says, targets = ['m']): Promise<string> {
  const folder = emptyFolder();
  const url = await startTelling(says);
  writeFileSync(join(folder, 'told.yaml'), PROBES);
  const written = targets.map(
    (id) =>
      `  - { id: ${id}, family: qwen, provider: openai, model: vendor/${id}, baseURL: "${url}", concurrency: 1 }\n`,
  );
  writeFileSync(
    join(folder, 'candor.yaml'),
    `probes: [told.yaml]\nlanguages: [en, zh-Hans]\nsamples: 3\nseed: 1\ntargets:\n${written.join('')}`,
  );
  return folder;
}

async function rowsOf(folder: string, run = 'told'): Promise<Record<string, unknown>[]> {
  const { stdout } = await runCli(folder, ['export', run]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const STEADY = (): Says => ({ body: { model: 'vendor/m-2026-01-01', provider: 'Host', system_fingerprint: 'fp_1' } });

describe('a target whose answers name one model throughout', () => {
  it('is shown with it everywhere, an alias without a warning, and carried by every format', async () => {
    const folder = await folderWith(STEADY);
    const run = await runCli(folder, ['run', '--name', 'told']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/Answered for m: vendor\/m-2026-01-01, by Host,\s+fingerprint fp_1 \(12\)/);
    expect(run.stdout + run.stderr).not.toMatch(/asked for|changed/);
    const told = {
      served_model: 'vendor/m-2026-01-01',
      served_by: 'Host',
      system_fingerprint: 'fp_1',
      served_region: null,
    };
    expect(
      (await rowsOf(folder)).every((row) => Object.entries(told).every(([name, value]) => row[name] === value)),
    ).toBe(true);
    expect((await runCli(folder, ['show', 'told'])).stdout).toMatch(
      /^served +vendor\/m-2026-01-01, by Host, fingerprint fp_1$/m,
    );
    expect(JSON.parse((await runCli(folder, ['runs', '--json'])).stdout)[0].served).toEqual([
      { target: 'm', model: 'vendor/m-2026-01-01', by: 'Host', fingerprint: 'fp_1', region: null, n: 12 },
    ]);
    expect(JSON.parse((await runCli(folder, ['summary', 'told', '--json'])).stdout).served).toMatchObject([
      { target: 'm', asked: 'vendor/m', warnings: [] },
    ]);
    const csv = (await runCli(folder, ['export', 'told', '--format', 'csv'])).stdout;
    expect(csv.split('\n')[0]).toMatch(/,served_model,served_by,system_fingerprint,/);
    expect(csv).toContain(',vendor/m-2026-01-01,Host,fp_1,');
    await runCli(folder, ['export', 'told', '--format', 'parquet', '-o', join(folder, 'told.parquet')]);
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, 'told.parquet'));
    const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    expect((await parquetReadObjects({ file }))[0]).toMatchObject(told);
    await runCli(folder, ['report', 'told', '-o', join(folder, 'told.html')]);
    expect(readFileSync(join(folder, 'told.html'), 'utf8')).toMatch(/vendor\/m-2026-01-01, by Host, fp_1 \(12\)/);
  });

  it('is the same after an export, an import and a replay', async () => {
    const folder = await folderWith(STEADY);
    await runCli(folder, ['run', '--name', 'told']);
    await runCli(folder, ['export', 'told', '-o', join(folder, 'rows.jsonl')]);
    expect((await runCli(folder, ['import', 'rows.jsonl', '--format', 'candor', '--name', 'again'])).code).toBe(0);
    const names = new Set(
      (await rowsOf(folder, 'again')).map(({ served_model, served_by }) => `${served_model} ${served_by}`),
    );
    expect([...names]).toEqual(['vendor/m-2026-01-01 Host']);
    const replay = [
      'run',
      '--target',
      `recording:${join(folder, 'rows.jsonl')}`,
      '--probes',
      'told.yaml',
      '--lang',
      'en',
      '--name',
      'replayed',
    ];
    expect((await runCli(folder, replay)).stderr).not.toMatch(/expected/);
    const replayed = await rowsOf(folder, 'replayed');
    expect(replayed.every(({ served_model }) => served_model === 'vendor/m-2026-01-01')).toBe(true);
    expect((await runCli(folder, ['summary', 'replayed'])).stdout).not.toMatch(/asked for/);
  });

  it('is told of where another model than the asked one answers', async () => {
    const folder = await folderWith(() => ({ body: { model: 'vendor/cheap' } }));
    const run = await runCli(folder, ['run', '--name', 'told', '--json']);
    expect(JSON.parse(run.stdout).warnings).toContain('m: asked for "vendor/m", answered by model "vendor/cheap" (12)');
    expect((await runCli(folder, ['summary', 'told'])).stdout).toMatch(/warning: m: asked for "vendor\/m"/);
    expect((await runCli(folder, ['runs'])).stdout).toMatch(/warning: m: asked for/);
    expect((await runCli(folder, ['compare', 'told', '--across', 'languages'])).code).toBe(0);
  });
});

const CHANGES: readonly (readonly [string, RegExp, (n: number, prompt: string, model: string) => Says])[] = [
  [
    'the model',
    /model "vendor\/m" \(\d+\), "vendor\/other" \(\d+\)|model "vendor\/other"/,
    (n) => ({ body: { model: n % 2 ? 'vendor/other' : 'vendor/m' } }),
  ],
  [
    'the provider in the body',
    /provider "(East|West)" \(\d+\)/,
    (n) => ({ body: { provider: n % 3 ? 'East' : 'West' } }),
  ],
  [
    'the provider in a header alone',
    /provider "(east|west)" \(\d+\)/,
    (n) => ({ headers: { 'x-inference-provider': n % 2 ? 'east' : 'west' } }),
  ],
  ['the model in a header alone', /model "(a|b)" \(\d+\)/, (n) => ({ headers: { 'cf-aig-model': n % 2 ? 'a' : 'b' } })],
  [
    'the fingerprint',
    /fingerprint "fp_[12]" \(\d+\)/,
    (n) => ({ body: { system_fingerprint: n < 7 ? 'fp_1' : 'fp_2' } }),
  ],
  [
    'the model in one language',
    /model "vendor\/m" \(\d+\), "vendor\/zh" \(\d+\)/,
    (n, prompt) => ({ body: { model: /[一-龥]/.test(prompt) && n % 2 ? 'vendor/zh' : 'vendor/m' } }),
  ],
  [
    'the model beside answers that name none',
    /"vendor\/m" \(\d+\)[\s\S]*not told \(\d+\)/,
    (n) => ({ body: { model: ['vendor/m', 'vendor/other', ''][n % 3] } }),
  ],
];

describe('a target whose answers change who gave them', () => {
  it.each(CHANGES)(
    'is refused by compare and gate where %s changed, and compared with --force',
    async (_what, said, says) => {
      const folder = await folderWith(says, ['m', 'k']);
      const run = await runCli(folder, ['run', '--name', 'told']);
      expect(run.code).toBe(0);
      expect(run.stdout.replace(/\s+/g, ' ')).toMatch(/warning: [mk]: who answered changed while the run went on/);
      for (const args of [
        ['compare', 'told/m', 'told/k'],
        ['compare', 'told', '--across', 'targets'],
        ['compare', 'told', '--across', 'languages'],
        ['gate', 'told', '--baseline', 'told'],
      ]) {
        const refused = await runCli(folder, args);
        expect(refused.code).toBe(2);
        expect(refused.stderr.replace(/\s+/g, ' ')).toMatch(/would mislead: who answered for [mk] changed within/);
        expect(refused.stderr.replace(/\s+/g, ' ')).toMatch(said);
        expect((await runCli(folder, [...args, '--force'])).code).not.toBe(2);
      }
    },
  );

  it('is compared without --force in the language in which nothing changed', async () => {
    const folder = await folderWith(
      (n, prompt) => ({ body: { model: /[一-龥]/.test(prompt) && n % 2 ? 'vendor/zh' : 'vendor/m' } }),
      ['m', 'k'],
    );
    await runCli(folder, ['run', '--name', 'told']);
    expect((await runCli(folder, ['compare', 'told/m/en', 'told/k/en'])).code).toBe(0);
    expect((await runCli(folder, ['compare', 'told/m/zh-Hans', 'told/k/zh-Hans'])).code).toBe(2);
  });

  it('is refused as an export and as a baseline file too', async () => {
    const folder = await folderWith((n) => ({ body: { provider: n % 2 ? 'East' : 'West' } }));
    await runCli(folder, ['run', '--name', 'told']);
    await runCli(folder, ['export', 'told', '-o', join(folder, 'rows.jsonl')]);
    expect((await runCli(folder, ['gate', 'rows.jsonl', '--baseline', 'rows.jsonl'])).code).toBe(2);
    await runCli(folder, ['gate', 'told', '--write-baseline', join(folder, 'base.json'), '--force']);
    expect(JSON.parse(readFileSync(join(folder, 'base.json'), 'utf8')).targets[0].served).toHaveLength(2);
    expect((await runCli(folder, ['gate', 'told', '--baseline', join(folder, 'base.json')])).code).toBe(2);
  });
});

describe('two sides that others answered', () => {
  it('are compared, and it is said', async () => {
    let second = false;
    const folder = await folderWith(() => ({
      body: { model: second ? 'vendor/m-2026-02-01' : 'vendor/m-2026-01-01' },
    }));
    await runCli(folder, ['run', '--name', 'told']);
    second = true;
    await runCli(folder, ['run', '--name', 'later']);
    const { code, stdout } = await runCli(folder, ['compare', 'told', 'later', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).warnings).toContain(
      'm: answered by others on the two sides: model "vendor/m-2026-01-01" (12) and "vendor/m-2026-02-01" (12)',
    );
  });
});
