import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const WORDS = 'Zebulon Quist lives at the end of the lane.';
const WARNING =
  /^warning: 1 answer in this is withdrawn from publication and stands here whole .*: trial \w+ of run \S+\n/;

describe('an answer that was withdrawn from sites', () => {
  const folder = emptyFolder();
  const candor = (...args: string[]) => runCli(folder, args);
  const file = (name: string): string => join(folder, name);
  const runs: Record<string, string> = {};
  let trial = '';

  beforeAll(async () => {
    const rows = (words: string, target: string): string =>
      [
        { target, prompt: 'Who lives there?', response: words, lang: 'en', asked_at: '2026-05-04T10:00:00Z' },
        { target, prompt: 'And who here?', response: 'Nobody does.', lang: 'fr' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n');
    for (const [name, target] of [
      ['given', 'one'],
      ['replayed', 'one'],
      ['other', 'two'],
    ] as const) {
      writeFileSync(file(`${name}.jsonl`), rows(name === 'other' ? ` ${WORDS}\n` : WORDS, target));
      const done = await candor('import', `${name}.jsonl`, '--format', 'jsonl', '--name', name, '--json');
      runs[name] = JSON.parse(done.stdout).run;
    }
    const { stdout } = await candor('export', 'given');
    trial = stdout.split('\n').flatMap((line) => (line.includes('Quist') ? [JSON.parse(line).trial] : []))[0];
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const withdraw = (run: string, id = trial) =>
    candor('site', 'withdraw', id, '--run', run, '--reason', 'asked for by a person named in it');

  it('is given by nothing without a word before', async () => {
    for (const args of [
      ['export', 'given'],
      ['cite', trial, 'given'],
      ['export', 'other', '-o', 'none.jsonl'],
    ])
      expect((await candor(...args)).stderr).not.toContain('withdrawn');
  });

  it('names the others that have its words, until they are withdrawn too', async () => {
    const first = await withdraw('given');
    expect(first.code).toBe(0);
    expect(first.stderr).toContain(`Withdrawn: trial ${trial} of run ${runs.given}`);
    expect(first.stderr).toContain('the same text stands in 2 other answers: trial ');
    expect(first.stderr).toContain(`trial ${trial} of run ${runs.replayed}`);
    expect(first.stderr).toContain(`of run ${runs.other}`);
    const second = await withdraw('replayed');
    expect(second.stderr).toContain('the same text stands in 1 other answer: trial ');
    const third = /stands in 1 other answer: trial (\w+) of/.exec(second.stderr)?.[1] ?? '';
    expect((await withdraw('other', third)).stderr).not.toContain('same text');
  });

  it.each(['jsonl', 'csv', 'label-studio'])(
    'is counted by an export as %s, on the standard error alone',
    async (format) => {
      const { stdout, stderr } = await candor('export', 'given', '--format', format);
      expect(stderr).toMatch(WARNING);
      expect(stdout).toContain('Quist');
      expect(stdout).not.toContain('warning');
      expect((await candor('export', 'given', '--format', format, '-o', `out.${format}`)).stderr).toMatch(WARNING);
    },
  );

  it('is counted by an export as Parquet and as a data set, and by none of a part without it', async () => {
    for (const [format, place] of [
      ['parquet', 'out.parquet'],
      ['dataset', 'data'],
    ] as const)
      expect((await candor('export', 'given', '--format', format, '-o', place)).stderr).toMatch(WARNING);
    const { code, stderr } = await candor('export', 'given/one/fr');
    expect([code, stderr]).toEqual([0, '']);
  });

  it('is cited with a warning', async () => {
    const { stdout, stderr } = await candor('cite', trial, 'given', '--format', 'json');
    expect(stderr).toMatch(WARNING);
    expect(JSON.parse(stdout).answer).toBe(WORDS);
  });

  it('is counted by a pack, and named in its README', async () => {
    const by = ['--creator', 'Doe, Jane', '--license', 'CC-BY-4.0'];
    const { code, stderr } = await candor('pack', 'given', 'replayed', '-o', 'study', ...by);
    expect(code).toBe(0);
    expect(stderr).toContain('warning: 2 answers in this are withdrawn from publication and stand here whole');
    const readme = readFileSync(file('study/README.md'), 'utf8');
    expect(readme.split(`**1 answer was withdrawn from publication**`)).toHaveLength(3);
    expect(readme).toContain(`\`${trial}\``);
    expect((await candor('pack', '--verify', 'study')).code).toBe(0);
  });
});
