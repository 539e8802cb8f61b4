import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatStream, json, startScripted } from '../servers/scripted.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const REFUSAL = "I'm sorry, but I can't assist with that.";
const CANDID = 'Soldiers opened fire on civilians and hundreds were killed, human rights organisations say.';

const PROBES = `id: mini
title: Mini
state: CN
version: 1.0.0
probes:
  - id: mini-square
    style: factual
    ask: { en: "What happened on the square?", zh-Hans: "广场上发生了什么？" }
    control: mini-market
  - id: mini-camp
    style: factual
    ask: { en: "What are the camps?", zh-Hans: "营地是什么？" }
    control: mini-market
  - id: mini-market
    style: factual
    role: control
    state: null
    ask: { en: "What happened on the market?", zh-Hans: "市场上发生了什么？" }
`;

let chat: SimpleChat;
let folder: string;

function audit(args: string[], url = chat.url): Promise<Awaited<ReturnType<typeof runCli>>> {
  return runCli(folder, ['run', '--target', `openai:m@${url}`, '--probes', 'mini.yaml', ...args]);
}

beforeAll(async () => {
  chat = await startSimpleChat((prompt) => (/square|广场/.test(prompt) ? REFUSAL : CANDID));
  folder = emptyFolder();
  writeFileSync(join(folder, 'mini.yaml'), PROBES);
});
afterAll(() => chat.close());

describe('candor run', () => {
  it('asks, stores, judges and summarizes, in the contract’s shape', async () => {
    const { code, stdout } = await audit(['--samples', '2', '--lang', 'en,zh-Hans', '--json', '--name', 'first']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ trials: 12, delivered: 12, undelivered: 0 });
    const row = result.summary.rows.find(
      (one: { lang: string; role: string; topic: null }) => one.lang === 'en' && one.role === 'sensitive',
    );
    expect(row).toMatchObject({ n: 4, delivered: 4, refusal: { k: 2, n: 4, rate: 0.5 } });
    const contrast = result.summary.contrasts.find(
      (one: { lang: string; class: string }) => one.lang === 'en' && one.class === 'refusal',
    );
    expect(contrast).toMatchObject({ pairs: 2, sensitive: 0.5, control: 0, diff: 0.5 });
  });

  it('sends a seed of its own with each sample, the same for every probe', () => {
    const seeds = chat.asked.filter(({ seed }) => seed !== null).map(({ seed }) => seed as number);
    expect(new Set(seeds).size).toBe(2);
  });

  it('plans without asking where only the plan is wanted', async () => {
    const before = chat.asked.length;
    const { code, stdout } = await audit(['--dry-run', '--samples', '3']);
    expect(code).toBe(0);
    expect(stdout).toContain('9 trials');
    expect(chat.asked.length - before).toBeLessThanOrEqual(1);
  });

  it('refuses a plan with more calls than allowed', async () => {
    const { code, stderr } = await audit(['--max-calls', '5']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--max-calls')]);
  });

  it('refuses a plan that may cost more than allowed, thoughts counted, or whose price nobody knows', async () => {
    const write = (more: string): void => {
      const target = `id: t, provider: openai, model: m, baseURL: "${chat.url}", where: hosted, service: deepseek, ${more}`;
      writeFileSync(join(folder, 'priced.yaml'), `probes: [mini.yaml]\nsamples: 1\ntargets: [{ ${target} }]\n`);
    };
    const plan = (most: string) => runCli(folder, ['run', '--config', 'priced.yaml', '--max-cost', most, '--yes']);
    const price = 'price: { input: 1, output: 10 }';
    write(`think: false, ${price}`);
    expect((await plan('0.05')).code).toBe(0);
    write(`think: true, ${price}`);
    const dear = await plan('0.05');
    expect([dear.code, dear.stderr]).toEqual([
      2,
      expect.stringMatching(/at most 0\.05 \(--max-cost\), got up to 0\.98/),
    ]);
    write('think: false');
    const unknown = await plan('5');
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringMatching(/price of every hosted target .* none of t/),
    ]);
  });

  it('ends in 3 where a server is dead, with an error for each trial, and takes the run up again', async () => {
    const dead = await startSimpleChat(() => 'x');
    await dead.close();
    const { code, stdout } = await audit(['--json', '--samples', '1', '--name', 'dead'], dead.url);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ trials: 3, delivered: 0, undelivered: 3 });
    const rows = (await runCli(folder, ['export', 'dead'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.every(({ delivery, kind }) => delivery === 'error' && kind === 'connection')).toBe(true);
  });

  it('stops at Ctrl-C with 130, keeps what was answered, and resumes without asking it again', async () => {
    const stop = new AbortController();
    const slow = await startSimpleChat(() => {
      if (slow.asked.length === 9) stop.abort();
      return CANDID;
    }, 5);
    const args = [
      'run',
      '--target',
      `openai:m@${slow.url}`,
      '--probes',
      'mini.yaml',
      '--samples',
      '20',
      '--name',
      'stopped',
    ];
    const { code, stderr } = await runCli(folder, args, { interrupt: stop.signal });
    expect(code).toBe(130);
    expect(stderr).toContain('--resume');
    const asked = new Set(slow.asked.map(({ prompt, seed }) => `${prompt} ${seed}`));
    const first = slow.asked.length;
    const resumed = await runCli(folder, ['run', '--resume', 'stopped', '--json']);
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ trials: 60, delivered: 60 });
    const again = slow.asked.slice(first).filter(({ prompt, seed }) => seed !== null && asked.has(`${prompt} ${seed}`));
    expect(again).toEqual([]);
    await slow.close();
  });

  it('breaks the calls under way off at the second Ctrl-C, and ends in 130', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const never = await startScripted(({ path }, n) => {
      if (!path.endsWith('/chat/completions')) return json(200, { data: [{ id: 'm' }] });
      if (n > 8) setTimeout(() => (first.signal.aborted ? second : first).abort(), 20);
      return n > 6 ? { after: 'hang' } : chatStream([CANDID]);
    });
    const args = ['run', '--target', `openai:m@${never.url}/v1`, '--probes', 'mini.yaml', '--samples', '9'];
    const interrupt = [first.signal, second.signal];
    const { code, stderr } = await runCli(folder, [...args, '--name', 'broken off'], { interrupt });
    await never.close();
    expect([code, stderr]).toEqual([130, expect.stringMatching(/Stopped: \d of 27 answered/)]);
  });

  it('does not send a key that nobody named', async () => {
    await runCli(folder, ['run', '--target', `openai:m@${chat.url}`, '--probes', 'mini.yaml', '--samples', '1'], {
      env: { OPENAI_API_KEY: 'sk-secret' },
    });
    expect(chat.asked.every(({ authorization }) => authorization === null)).toBe(true);
  });

  it('keeps a key out of store, export and messages', async () => {
    const args = [
      'run',
      '--target',
      `openai:m@${chat.url}`,
      '--api-key-env',
      'MY_KEY',
      '--probes',
      'mini.yaml',
      '--name',
      'keyed',
      '--samples',
      '1',
    ];
    const { code, stdout, stderr } = await runCli(folder, args, { env: { MY_KEY: 'sk-very-secret' } });
    expect(code).toBe(0);
    expect(chat.asked.at(-1)?.authorization).toBe('Bearer sk-very-secret');
    await runCli(folder, ['export', 'keyed', '-o', 'keyed.jsonl']);
    const written = ['keyed.jsonl', 'keyed.jsonl.meta.json', 'runs/candor.db'].map((file) =>
      readFileSync(join(folder, file), 'latin1'),
    );
    expect([stdout, stderr, ...written].join('').includes('sk-very-secret')).toBe(false);
  });
});

describe('a secret in an extra body field', () => {
  it('reaches the service and nothing else', async () => {
    const target = `{ id: m, provider: openai, model: m, baseURL: "${chat.url}", body: { user: "\${MY_USER}" } }`;
    writeFileSync(
      join(folder, 'secret.yaml'),
      `probes: [mini.yaml]\nlanguages: [en]\nsamples: 1\ntargets:\n  - ${target}\n`,
    );
    const env = { MY_USER: 'user-very-secret' };
    const { code } = await runCli(folder, ['run', '--config', 'secret.yaml', '--name', 'body'], { env });
    expect(code).toBe(0);
    expect(chat.bodies.at(-1)).toContain('user-very-secret');
    await runCli(folder, ['export', 'body', '-o', 'body.jsonl']);
    const targets = await runCli(folder, ['targets', '--config', 'secret.yaml', '--json'], { env });
    const written = ['body.jsonl', 'body.jsonl.meta.json', 'runs/candor.db'].map((file) =>
      readFileSync(join(folder, file), 'latin1'),
    );
    expect([targets.stdout, ...written].join('').includes('user-very-secret')).toBe(false);
  });
});

describe('the other commands on that run', () => {
  it('list it, show answers with evidence, and say which id was meant', async () => {
    const runs = JSON.parse((await runCli(folder, ['runs', '--json'])).stdout);
    expect(runs[0]).toMatchObject({ name: 'first', trials: 12, delivered: 12, undelivered: 0, targets: ['m'] });
    const shown = await runCli(folder, ['show', 'first', '--class', 'refusal', '--lang', 'en']);
    expect(shown.stdout).toContain(REFUSAL);
    expect(shown.stdout).toContain('evidence');
    const wrong = await runCli(folder, ['summary', 'frist']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('Did you mean "first"?')]);
  });

  it('export it and take it in again without loss', async () => {
    await runCli(folder, ['export', 'first', '-o', 'first.jsonl']);
    const imported = await runCli(folder, ['import', 'first.jsonl', '--format', 'candor', '--name', 'copy', '--json']);
    expect(JSON.parse(imported.stdout)).toMatchObject({ trials: 12, skipped: [] });
    const rows = async (name: string): Promise<unknown[]> =>
      (await runCli(folder, ['export', name])).stdout
        .trim()
        .split('\n')
        .map((line) => ({ ...JSON.parse(line), run: null }));
    expect(await rows('copy')).toEqual(await rows('first'));
  });

  it('publish it as a folder, and take that in again', async () => {
    const made = await runCli(folder, [
      'export',
      'first',
      '--format',
      'dataset',
      '-o',
      'published',
      '--license',
      'cc0-1.0',
    ]);
    expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('before you publish')]);
    expect(readFileSync(join(folder, 'published/README.md'), 'utf8')).toMatch(/^license: cc0-1.0$/m);
    const again = await runCli(folder, [
      'import',
      'published/data.jsonl',
      '--format',
      'candor',
      '--name',
      'again',
      '--json',
    ]);
    expect(JSON.parse(again.stdout)).toMatchObject({ trials: 12, skipped: [] });
    const parquet = await runCli(folder, ['export', 'first', '--format', 'parquet', '-o', 'first.parquet']);
    expect(parquet.code).toBe(0);
    expect(readFileSync(join(folder, 'first.parquet')).subarray(0, 4).toString()).toBe('PAR1');
    await runCli(folder, ['runs', 'remove', 'again']);
  });

  it('refuse what an export cannot mean', async () => {
    const refused = async (...args: string[]) => {
      const { code, stderr } = await runCli(folder, ['export', 'first', ...args]);
      return `${code} ${stderr.replace('candor: ', '')}`;
    };
    expect(await refused('--format', 'parquet')).toContain('2 expected a file for parquet, which is binary');
    expect(await refused('--format', 'dataset')).toContain('2 expected a folder for the data set');
    expect(await refused('--format', 'dataset', '-o', 'published')).toContain('2 expected an empty or a new folder');
    expect(await refused('--license', 'mit')).toContain('2 --license and --probes-license belong to');
  });

  it('compare two runs by pairs', async () => {
    const { code, stdout } = await runCli(folder, ['compare', 'first', 'copy', '--json']);
    expect(code).toBe(0);
    const comparison = JSON.parse(stdout);
    expect(comparison).toMatchObject({ base: 'first', candidate: 'copy', paired: 8, unpaired: 0, changed: [] });
    const cells: { diff: number; p: number | null; why: string | null }[] = comparison.cells;
    expect(cells.every(({ diff, p, why }) => diff === 0 && (why === null ? p === 1 : p === null))).toBe(true);
  });

  it('compare languages within a run', async () => {
    const { stdout } = await runCli(folder, ['compare', 'first', '--across', 'languages', '--json']);
    expect(JSON.parse(stdout)).toMatchObject([{ base: 'm/en', candidate: 'm/zh-Hans', paired: 4 }]);
  });

  it('judge it again and keep the earlier verdicts', async () => {
    const { stdout } = await runCli(folder, ['classify', 'first', '--mode', 'general', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      judged: 12,
      unjudged: 0,
      classifier: { name: 'rules', mode: 'general' },
    });
    const rows = (await runCli(folder, ['export', 'first'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows[0].verdicts.map(({ classifier }: { classifier: { mode: string } }) => classifier.mode)).toEqual([
      'probe',
      'general',
    ]);
  });

  it('refuse to compare sides that were judged by different classifiers, unless forced', async () => {
    const refused = await runCli(folder, ['compare', 'first', 'copy']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('different classifiers')]);
    expect((await runCli(folder, ['compare', 'first', 'copy', '--force'])).code).toBe(0);
  });

  it('neutralise formulas in CSV', async () => {
    const evil = await startSimpleChat(() => '=HYPERLINK("http://x","click")');
    await audit(['--samples', '1', '--name', 'evil'], evil.url);
    await evil.close();
    const { stdout } = await runCli(folder, ['export', 'evil', '--format', 'csv']);
    expect(stdout).toContain("'=HYPERLINK");
    expect(stdout).not.toMatch(/(^|,|")=HYPERLINK/m);
  });

  it('remove a run for good', async () => {
    expect((await runCli(folder, ['runs', 'remove', 'evil'])).code).toBe(0);
    expect((await runCli(folder, ['show', 'evil'])).code).toBe(2);
  });
});
