import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const candor = (...args: string[]) => runCli(folder, args);
const TARGETS = ['one', 'two', 'three', 'four', 'five', 'six'];
const CANDID = 'In May the soldiers opened fire on the crowd at the mill, and forty people died.';
const REFUSAL = "I'm sorry, but I can't discuss that.";

const SET = `id: own
title: Own
state: CN
version: 1.0.0
probes:
  - id: own-mill
    style: factual
    ask: { en: What happened at the mill? }
    facts:
      - claim: Soldiers fired
        kind: denied
        marks: { en: [opened fire, soldiers & shot], zh-Hans: [开枪] }
        source: A record
      - claim: Nobody was tried
        marks: { en: [nobody was tried] }
        source: A record
    official:
      - claim: The mill was at peace
        marks: { en: [the mill] }
        source: A gazette
`;

beforeAll(async () => {
  writeFileSync(join(folder, 'own.yaml'), SET);
  const rows = TARGETS.flatMap((target, n) =>
    ['own-mill', 'own-bridge', 'own-well'].map((probe) => ({
      probe,
      set: 'own',
      role: 'sensitive',
      state: 'CN',
      topic: 'own',
      lang: 'en',
      prompt: `What happened at ${probe}?`,
      target,
      delivery: 'ok',
      response: n < 3 ? REFUSAL : CANDID,
    })),
  );
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  expect((await candor('import', 'rows.jsonl', '--format', 'candor', '--name', 'taken')).code).toBe(0);
});

describe('candor probes items', () => {
  it('says how hard a question was, how it tells targets apart, and which marks fired on what', async () => {
    const { code, stdout } = await candor('probes', 'items', 'taken', '--probes', 'own.yaml', '--json');
    expect(code).toBe(0);
    const { items, targets } = JSON.parse(stdout);
    expect(targets).toHaveLength(6);
    const mill = items.find((item: { probe: string }) => item.probe === 'own-mill');
    expect(mill).toMatchObject({ answers: 6, classes: { refusal: 3 }, candid: 0.5, samples: { share: null } });
    expect(mill.discrimination).toMatchObject({ r: 1, targets: 6 });
    const [fired, tried, peace] = mill.statements;
    expect(fired).toMatchObject({ statement: 'fact 1', fired: 3, stated: 3, never: ['soldiers & shot'] });
    expect(fired.by).toMatchObject({ refusal: 0 });
    // Chinese marks are not held against answers to the English question.
    expect(fired.marks.map(({ mark }: { mark: string }) => mark)).toEqual(['opened fire', 'soldiers & shot']);
    expect(tried).toMatchObject({ fired: 0, never: ['nobody was tried'] });
    expect(peace).toMatchObject({ statement: 'claim 1', fired: 3, stated: null, always: [] });
  });

  it('takes facts and marks from the run where no set is named, and one question where it is', async () => {
    const plain = JSON.parse((await candor('probes', 'items', 'taken', '--probe', 'own-mill', '--json')).stdout);
    expect(plain.items).toHaveLength(1);
    expect(plain.items[0]).toMatchObject({ statements: [], discrimination: { r: 1 } });
  });

  it('prints in 80 columns, with every statement by --marks, and CSV of both kinds', async () => {
    for (const flags of [[], ['--marks']]) {
      const { stdout } = await candor('probes', 'items', 'taken', 'taken', '--probes', 'own.yaml', ...flags);
      expect(stdout).toContain('own-mill');
      expect(stdout).toContain('soldiers & shot');
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    }
    const widths = async (...flags: string[]) => {
      const csv = (await candor('probes', 'items', 'taken', '--probes', 'own.yaml', '--csv', ...flags)).stdout.trim();
      const lines = csv.split('\n').map((line) => line.replaceAll(/"[^"]*"/g, '').split(',').length);
      return [lines.length, new Set(lines).size];
    };
    expect(await widths()).toEqual([4, 1]);
    expect(await widths('--marks')).toEqual([1 + 3 + 4, 1]);
    expect((await candor('probes', 'items', 'taken', '--csv', '--json')).code).toBe(2);
  });

  it('counts a target of two runs once, with what it answered in each as samples', async () => {
    const { stdout } = await candor('probes', 'items', 'taken', 'taken', '--json');
    const { items, targets } = JSON.parse(stdout);
    expect(targets).toHaveLength(6);
    expect(items[0]).toMatchObject({ answers: 12, targets: 6, samples: { share: 1, pairs: 6 } });
  });
});
