import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type BatchServer, type Fate, startBatchServer } from '../servers/batch-server.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const env = { BATCH_KEY: 'sk-of-the-batch' };
const servers: BatchServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

const probes = Array.from(
  { length: 12 },
  (_, i) =>
    `  - { id: many-${i}, style: factual, role: control, state: null, ask: { en: "What happened in ${1900 + i}?", zh-Hans: "${1900 + i}年发生了什么？" } }`,
).join('\n');

async function setUp(fate: (n: number) => Fate) {
  const server = await startBatchServer((_, n) => fate(n));
  servers.push(server);
  const folder = emptyFolder();
  writeFileSync(join(folder, 'probes.yaml'), `id: many\ntitle: Many\nversion: 1.0.0\nprobes:\n${probes}\n`);
  writeFileSync(
    join(folder, 'candor.yaml'),
    `targets: [{ id: far, provider: openai, model: vendor/m, baseURL: "${server.address}", apiKey: "\${BATCH_KEY}", price: { input: 2, output: 4, batch: 0.5 } }]
probes: [probes.yaml]
languages: [en, zh-Hans]
samples: 1
seed: 3
`,
  );
  const candor = (...args: string[]) => runCli(folder, args, { env });
  const { run } = JSON.parse((await candor('plan', '--format', 'openai-batch', '-o', 'ask.jsonl', '--json')).stdout);
  return { server, folder, candor, run: run as string };
}

const delivered = async (candor: (...args: string[]) => Promise<{ stdout: string }>, run: string): Promise<number> =>
  JSON.parse((await candor('runs', '--json')).stdout).find((one: { run: string }) => one.run === run).delivered;

describe('candor batch', () => {
  it('hands a file in, waits, takes answers, errors and gaps in, and asks what is left once more', async () => {
    let round = 0;
    const { server, candor, run } = await setUp((n) => {
      if (round > 0) return { text: 'The bridge was opened.' };
      if (n % 6 === 0) return null;
      if (n % 6 === 1) return { status: 500, body: { error: { message: 'overloaded' } } };
      if (n % 6 === 2) return { code: 'batch_expired', message: 'too late' };
      return { text: 'The bridge was opened.' };
    });
    expect((await candor('batch', 'submit', run, 'ask.jsonl')).stdout).toContain(
      '24 requests to far handed in as batch-0',
    );
    const waiting = await candor('batch', 'collect', run);
    expect(waiting.code).toBe(3);
    expect(waiting.stdout).toContain('in_progress, 0 of 24 done');
    server.finish();
    const first = await candor('batch', 'collect', run, '--json');
    expect(first.code).toBe(3);
    expect(JSON.parse(first.stdout)).toMatchObject({
      undelivered: 12,
      batches: [{ status: 'completed', taken: { stored: 20, failed: 8 } }],
    });
    expect(await delivered(candor, run)).toBe(12);
    await candor('batch', 'collect', run);
    expect(await delivered(candor, run)).toBe(12);
    round = 1;
    await candor('plan', '--resume', run, '--format', 'openai-batch', '-o', 'rest.jsonl');
    await candor('batch', 'submit', run, 'rest.jsonl');
    server.finish();
    const last = await candor('batch', 'collect', run);
    expect(last.stdout).toContain('0 of 24 trials are still to be answered');
    expect(last.code).toBe(0);
    expect(await delivered(candor, run)).toBe(24);
    const states = JSON.parse((await candor('batch', 'status', run, '--json')).stdout).batches;
    expect(states.map(({ collectedAt }: { collectedAt: string | null }) => collectedAt !== null)).toEqual([true, true]);
  });

  it('does not pay for a file twice, unless it is told to', async () => {
    const { server, candor, run } = await setUp(() => ({ text: 'Yes.' }));
    await candor('batch', 'submit', run, 'ask.jsonl');
    const twice = await candor('batch', 'submit', run, 'ask.jsonl');
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain('it is batch batch-0');
    expect(server.made()).toBe(1);
    expect((await candor('batch', 'submit', run, 'ask.jsonl', '--again')).code).toBe(0);
    expect(server.made()).toBe(2);
  });

  it('does not make a batch twice where the connection is cut when it was made, and says that it may be there', async () => {
    const { server, candor, run } = await setUp(() => ({ text: 'Yes.' }));
    server.cuts.add('POST batches');
    const cut = await candor('batch', 'submit', run, 'ask.jsonl');
    expect(cut.code).toBe(3);
    expect(cut.stderr).toContain('It may have been handed in all the same');
    expect(server.made()).toBe(1);
  });

  it('takes no results for collected that came cut or short, and takes them when they are whole', async () => {
    const { server, candor, run } = await setUp(() => ({ text: 'Yes.' }));
    await candor('batch', 'submit', run, 'ask.jsonl');
    server.finish();
    server.cuts.add('GET files');
    const cut = await candor('batch', 'collect', run);
    expect(cut).toMatchObject({ code: 3, stderr: expect.stringContaining('far: the batch service at 127.0.0.1') });
    server.cuts.clear();
    server.pages.set('GET files', '\n');
    const short = await candor('batch', 'collect', run);
    expect(short).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('24 results fewer than the service counts'),
    });
    server.pages.clear();
    expect((await candor('batch', 'collect', run)).code).toBe(0);
    expect(await delivered(candor, run)).toBe(24);
  });

  it('hands no file in that holds requests of another target, or of another run', async () => {
    const { server, folder, candor, run } = await setUp(() => ({ text: 'Yes.' }));
    const { run: other } = JSON.parse(
      (await candor('plan', '--format', 'openai-batch', '--seed', '4', '-o', 'other.jsonl', '--json')).stdout,
    );
    expect(other).not.toBe(run);
    const text = ['ask.jsonl', 'other.jsonl'].map((file) => readFileSync(join(folder, file), 'utf8')).join('');
    writeFileSync(join(folder, 'both.jsonl'), text);
    const refused = await candor('batch', 'submit', run, 'both.jsonl');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('both.jsonl:25') });
    const config = readFileSync(join(folder, 'candor.yaml'), 'utf8');
    const twin = config.replace(
      /targets: \[(.*)\]/,
      (_, one) => `targets: [${one}, ${one.replace('id: far', 'id: twin')}]`,
    );
    writeFileSync(join(folder, 'candor.yaml'), twin);
    const two = JSON.parse((await candor('plan', '--format', 'openai-batch', '-o', 'two.jsonl', '--json')).stdout);
    const parts = two.files.map(({ file }: { file: string }) => readFileSync(file, 'utf8'));
    writeFileSync(join(folder, 'mixed.jsonl'), parts.join(''));
    const mixed = await candor('batch', 'submit', two.run, 'mixed.jsonl');
    expect(mixed).toMatchObject({ code: 2, stderr: expect.stringContaining('expected requests to one target') });
    expect(server.made()).toBe(0);
  });

  it('halves the cost of the plan where a price says so, and never shows or stores the key', async () => {
    const { server, folder, candor, run } = await setUp(() => ({ text: 'Yes.' }));
    const whole = JSON.parse((await candor('plan', '--json')).stdout).estimates[0].cost;
    const half = JSON.parse((await candor('plan', '--format', 'openai-batch', '-o', 'b.jsonl', '--json')).stdout)
      .estimates[0].cost;
    expect(half).toBeCloseTo(whole / 2, 10);
    const wrong = await runCli(folder, ['batch', 'submit', run, 'ask.jsonl'], {
      env: { BATCH_KEY: 'sk-quite-another' },
    });
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain('far: the batch service at 127.0.0.1');
    expect(wrong.stderr).not.toContain('sk-quite-another');
    await candor('batch', 'submit', run, 'ask.jsonl');
    expect(server.headers.at(-1)?.authorization).toBe('Bearer sk-of-the-batch');
    for (const file of ['ask.jsonl', 'runs/candor.db'])
      expect(readFileSync(join(folder, file)).includes('sk-of-the-batch')).toBe(false);
  });

  it('warns where another model was served than was asked for', async () => {
    const { server, candor, run } = await setUp((n) => ({
      text: 'Yes.',
      model: n % 2 === 0 ? 'vendor/m' : 'vendor/other',
    }));
    await candor('batch', 'submit', run, 'ask.jsonl');
    server.finish();
    const { stdout } = await candor('batch', 'collect', run);
    expect(stdout).toContain('24 answers stored');
    expect((await candor('runs')).stdout).toMatch(/vendor\/other/);
  });

  it.each([
    ['POST files', '<!doctype html><title>Sign in</title>', 'expected a file ({"id": …}), got <!doctype html>'],
    ['POST batches', '<html>Sign in</html>', 'expected a batch ({"id": …, "status": …}), got <html>Sign in</html>'],
    ['POST batches', '{"ok":true}', 'got {"ok":true}'],
    ['POST batches', 'null', 'expected a batch'],
    ['POST batches', '', 'the batch service at 127.0.0.1'],
  ])(
    'says so where a service gives another page to %s (%s), and takes no batch for handed in',
    async (what, page, said) => {
      const { server, candor, run } = await setUp(() => ({ text: 'Yes.' }));
      server.pages.set(what, page);
      const refused = await candor('batch', 'submit', run, 'ask.jsonl');
      expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining(said) });
      expect(refused.stderr).toContain('far: the batch service at 127.0.0.1');
      server.pages.clear();
      expect((await candor('batch', 'submit', run, 'ask.jsonl')).code).toBe(0);
    },
  );

  it('says so where a batch that was handed in is answered by a page, and its results are one, and stores nothing', async () => {
    const { server, candor, run } = await setUp(() => ({ text: 'Yes.' }));
    await candor('batch', 'submit', run, 'ask.jsonl');
    server.finish();
    const deep = `{"id": "b", "status": "completed", "errors": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    for (const page of ['<html>Bad gateway</html>', deep]) {
      server.pages.set('GET batches', page);
      for (const command of ['status', 'collect']) expect([0, 3]).toContain((await candor('batch', command, run)).code);
    }
    server.pages.set('GET batches', '<html>Bad gateway</html>');
    const asked = await candor('batch', 'status', run);
    expect(asked).toMatchObject({ code: 3, stderr: expect.stringContaining('got <html>Bad gateway</html>') });
    server.pages.clear();
    server.pages.set('GET files', '<html>Bad gateway</html>');
    const taken = await candor('batch', 'collect', run);
    expect(taken.code).toBe(2);
    expect(taken.stderr).toMatch(/expected .*JSON/);
    expect(await delivered(candor, run)).toBe(0);
    server.pages.clear();
    expect((await candor('batch', 'collect', run)).code).toBe(0);
    expect(await delivered(candor, run)).toBe(24);
  });
});
