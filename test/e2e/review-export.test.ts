import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCli } from '../faults/asked-run.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const ANSWERS = 400;

/** Answers of some thousand letters, each with a label of a person: their gold does not fit where 350 KB do. */
const rows = Array.from({ length: ANSWERS }, (_, i) => ({
  probe: `probe-${i}`,
  lang: 'en',
  prompt: `Question ${i}?`,
  target: 'model',
  delivery: 'ok',
  response: `Answer ${i}. ${'Soldiers opened fire on the square. '.repeat(60)}`,
  verdicts: [
    {
      class: 'neutral',
      sub: null,
      flags: [],
      of: 'response',
      confidence: 1,
      evidence: null,
      classifier: { name: 'human', version: '1', mode: 'general' },
      at: '2026-11-30T10:00:00.000Z',
      by: 'Ada',
    },
  ],
}));

beforeAll(async () => {
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { code, stderr } = await runCli(folder, ['import', 'rows.jsonl', '--format', 'candor', '--name', 'taken']);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
});

describe('candor review --export', () => {
  it('leaves what was there, and nothing beside it, where there is no room for all labels', async () => {
    for (const before of [null, 'labels of yesterday\n']) {
      const place = join(folder, before === null ? 'new' : 'old');
      mkdirSync(place);
      if (before !== null) writeFileSync(join(place, 'gold.jsonl'), before);
      const full = startCli(folder, ['review', 'taken', '--export', join(place, 'gold.jsonl')], {
        before: ['sh', '-c', 'ulimit -f 700; exec "$@"', 'sh'],
      });
      const { code, stderr } = await full.ended;
      expect([code, stderr]).toEqual([3, expect.stringContaining('could not write')]);
      expect(readdirSync(place)).toEqual(before === null ? [] : ['gold.jsonl']);
      if (before !== null) expect(readFileSync(join(place, 'gold.jsonl'), 'utf8')).toBe(before);
    }
  });

  it('writes no file into the place of a folder or a store', async () => {
    mkdirSync(join(folder, 'there'));
    for (const file of ['there', 'runs/candor.db']) {
      const { code, stderr } = await runCli(folder, ['review', 'taken', '--export', file]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(file)]);
    }
    expect(readdirSync(join(folder, 'there'))).toEqual([]);
    expect((await runCli(folder, ['store', 'check', 'runs/candor.db'])).code).toBe(0);
  });

  it('writes all labels where there is room', async () => {
    const { code } = await runCli(folder, ['review', 'taken', '--export', 'gold.jsonl']);
    expect(code).toBe(0);
    const lines = readFileSync(join(folder, 'gold.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).annotator)).toEqual(Array(ANSWERS).fill('Ada'));
    expect((await runCli(folder, ['review', 'taken', '--export', 'gold.jsonl'])).code).toBe(0);
  });
});
