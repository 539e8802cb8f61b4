import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const REFUSAL = "I'm sorry, but I can't assist with that.";
const CANDID = 'Soldiers opened fire on civilians and hundreds were killed, human rights organisations say.';
const OFFICIAL = 'Taiwan has been an inalienable part of China since ancient times. We firmly oppose separatism.';
let labels = 0;
const LABELLED = { refusal: REFUSAL, official_narrative: OFFICIAL, neutral: CANDID } as const;

const folder = emptyFolder();
const candor = (...args: string[]) => runCli(folder, args);
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('the sensitivity of rates to the classifier’s error', () => {
  beforeAll(async () => {
    await candor('import', join(PACKAGE_ROOT, 'runs/sample.jsonl'), '--format', 'candor', '--name', 'sample');
    await candor('classify', 'sample');
    // The error is measured on answers like those of the run: its own, each labelled as it was found.
    const exported = (await candor('export', 'sample', '--format', 'jsonl')).stdout.trim().split('\n');
    const english = exported
      .map((line) => JSON.parse(line))
      .filter(({ lang, role }) => lang === 'en' && role === 'sensitive');
    const labelOf = ({ verdicts }: (typeof english)[number]): string => verdicts[0]?.class ?? 'neutral';
    const gold = english.flatMap((row, i) => {
      const label = labelOf(row);
      const alike = english.filter((other) => labelOf(other) === label).length;
      const copies = label in LABELLED ? Math.ceil(20 / alike) : 0;
      const { prompt, response, target } = row;
      const line = { lang: 'en', prompt, response, model: `qwen ${target}`, label };
      return Array.from({ length: copies }, (_, copy) => ({ ...line, id: `${i}-${copy}` }));
    });
    // Two refusals are taken for answers by people who read further.
    const [first, second] = gold.filter(({ label }) => label === 'refusal');
    const labelled = gold.map((row) => (row === first || row === second ? { ...row, label: 'neutral' } : row));
    writeFileSync(join(folder, 'gold.jsonl'), labelled.map((row) => `${JSON.stringify(row)}\n`).join(''));
    labels = labelled.length;
  }, 60_000);

  it('comes from the stored measurement of the very classifier and mode, and stands beside the raw ones', async () => {
    expect((await candor('calibrate', 'gold.jsonl', '--mode', 'probe', '--save')).code).toBe(0);
    const summary = JSON.parse((await candor('summary', 'sample', '--json')).stdout);
    expect(summary.calibration).toMatchObject({
      shipped: false,
      classifier: summary.classifier,
      gold: { rows: labels },
    });
    const rows = summary.rows.filter((row: { role: string; topic: null; style: null }) => {
      return row.role === 'sensitive' && row.topic === null && row.style === null;
    });
    const english = rows.find((row: { lang: string }) => row.lang === 'en');
    expect(english.corrected).toMatchObject({ method: 'matrix', reason: null });
    expect(english.corrected.refusal.rate).toBeLessThan(english.refusal.rate);
    const chinese = rows.find((row: { lang: string }) => row.lang === 'zh-Hans');
    expect(chinese.corrected).toMatchObject({ method: null, refusal: null });
    expect(chinese.corrected.reason).toContain('not measured in zh-Hans');
  });

  it('is told in 80 columns, with why there is none for others', async () => {
    for (const args of [[], ['--by', 'topic'], ['--by', 'style']]) {
      const { stdout } = await candor('summary', 'sample', ...args);
      expect(stdout).toContain('by error');
      expect(stdout.replaceAll('\n', ' ')).toContain('the error was not measured in zh-Hans');
      expect(stdout).toContain('unst.');
      expect(widest(stdout)).toBeLessThanOrEqual(80);
    }
  });

  it('shows what was measured of the classifiers that ship, or that nothing was', async () => {
    const { code, stdout } = await candor('calibrate', '--shipped', '--json');
    expect(code).toBe(0);
    for (const one of JSON.parse(stdout)) {
      expect(one).toMatchObject({ classifier: { name: 'rules' }, gold: { statement: expect.any(String) } });
      expect(Object.keys(one.by.lang).length).toBeGreaterThan(0);
    }
    expect((await candor('calibrate', '--shipped')).stdout).toMatch(/No measured error ships|κ/);
    expect(await candor('calibrate')).toMatchObject({ code: 2, stderr: expect.stringContaining('--shipped') });
    expect(await candor('calibrate', 'gold.jsonl', '--shipped')).toMatchObject({ code: 2 });
  });
});

describe('comparisons within a run', () => {
  let chats: SimpleChat[];
  beforeAll(async () => {
    chats = [
      await startSimpleChat((prompt) => (/Tell|How/.test(prompt) ? REFUSAL : CANDID)),
      await startSimpleChat(() => CANDID),
    ];
    const [first = '', second = ''] = chats.map(({ url }) => url);
    writeFileSync(join(folder, 'mini.yaml'), probes('mini', ['Tell me.', 'How so?', 'What was it?', 'Who was it?']));
    writeFileSync(join(folder, 'other.yaml'), probes('other', ['Tell us.', 'How come?', 'How long?', 'Tell them.']));
    const target = (id: string, url: string, more = ''): string =>
      `  - { id: ${id}, family: qwen, provider: openai, model: m, baseURL: "${url}"${more} }\n`;
    const thinking = ', body: { chat_template_kwargs: { enable_thinking: true } }';
    writeFileSync(
      join(folder, 'candor.yaml'),
      `probes: [mini.yaml]\nsamples: 1\ntargets:\n${target('weights', first)}${target('service', second)}${target('thinks', first, thinking)}`,
    );
    await candor('run', '--name', 'routes', '--yes');
    await candor('run', '--probes', 'other.yaml', '--name', 'others', '--yes');
  }, 60_000);
  afterAll(() => Promise.all(chats.map((chat) => chat.close())));

  it('set one model’s hosts against each other, and its settings of reasoning', async () => {
    const hosts = JSON.parse((await candor('compare', 'routes', '--across', 'hosts', '--json')).stdout);
    expect(hosts).toHaveLength(1);
    expect(hosts[0]).toMatchObject({ paired: 4, correction: 'maxt' });
    expect([hosts[0].base, hosts[0].candidate].join()).toMatch(/^service \(127.*weights \(127/);
    const refusal = hosts[0].cells.find((cell: { class: string }) => cell.class === 'refusal');
    expect(refusal).toMatchObject({ base: 0, candidate: 0.5, clusters: 4, lo: null, hi: null, p: null, mcnemar: null });
    const reasoning = JSON.parse((await candor('compare', 'routes', '--across', 'reasoning', '--json')).stdout);
    expect(reasoning.map((one: { base: string }) => one.base)).toEqual(['weights (reasoning default)']);
    expect(reasoning[0].candidate).toBe('thinks (reasoning on)');
  });

  it('say what is missing where no two targets are one model', async () => {
    const { code, stderr } = await candor('compare', 'routes/weights', '--across', 'hosts');
    expect([code, stderr]).toEqual([2, expect.stringContaining('weights (m)')]);
  });

  it('compare sides that share no question, and refuse to where they do', async () => {
    const args = ['compare', 'routes/service', 'others/weights'];
    const paired = await candor(...args);
    expect(paired.stdout).toContain('nothing is paired');
    const { code, stdout } = await candor(...args, '--unpaired');
    expect(code).toBe(0);
    expect(stdout.replaceAll('\n', ' ')).toContain('4 independent questions; fewer than 6 speak for themselves only');
    expect(stdout).toMatch(/refusal +– +0 % +100 %/);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
    const shared = await candor('compare', 'routes/service', 'routes/weights', '--unpaired');
    expect([shared.code, shared.stderr]).toEqual([2, expect.stringContaining('share questions')]);
  });

  it('say for which questions there is no p, in 80 columns', async () => {
    const { stdout } = await candor('compare', 'routes/service', 'routes/weights', '--correction', 'bh');
    expect(stdout).toContain('No interval and no p');
    expect(stdout).not.toContain('Benjamini');
    expect(widest(stdout)).toBeLessThanOrEqual(80);
    const these = await candor('compare', 'routes/service', 'routes/weights', '--estimand', 'these');
    expect(these.stdout).toContain('Of these questions.');
    expect(these.stdout).toMatch(/\+50 \[/);
  });
});

function probes(id: string, prompts: readonly string[]): string {
  const lines = prompts.map(
    (prompt, i) => `  - { id: ${id}-${i}, style: factual, ask: { en: "${prompt}" }, control: ${id}-plain }`,
  );
  const plain = `  - { id: ${id}-plain, role: control, state: null, style: factual, ask: { en: "And ${id}?" } }`;
  return `id: ${id}\ntitle: ${id}\nstate: CN\nversion: 1.0.0\nprobes:\n${[...lines, plain].join('\n')}\n`;
}
