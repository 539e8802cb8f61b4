import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const candor = (...args: string[]) => runCli(folder, args);
const QUESTIONS = 8;

/** Whose the control of a question is: by a stake for the first two, by its state for the third, nobody's for the rest. */
const CONTROLS = [{ state: 'RS', stakes: ['RU', 'CN'] }, { state: 'RS', stakes: ['CN'] }, { state: 'CN' }];
const own = (i: number) => CONTROLS[i] ?? { state: 'FR', stakes: ['RU'] };

const TARGETS = [
  { target: 'east', family: 'qwen' },
  { target: 'west', family: 'llama' },
  { target: 'nowhere', family: null },
];

const rows = TARGETS.flatMap(({ target, family }) =>
  Array.from({ length: QUESTIONS * 2 }, (_, n) => {
    const [i, isControl] = [n % QUESTIONS, n >= QUESTIONS];
    const found = isControl ? (i < CONTROLS.length ? 'official_narrative' : 'neutral') : 'official_narrative';
    return {
      probe: `${isControl ? 'control' : 'probe'}-${i}`,
      control: isControl ? null : `control-${i}`,
      role: isControl ? 'control' : 'sensitive',
      ...(isControl ? own(i) : { state: 'CN' }),
      topic: 'borders',
      lang: 'en',
      prompt: `Question ${n}?`,
      target,
      family,
      delivery: 'ok',
      response: 'It is as we have always said.',
      verdicts: [
        {
          class: found,
          sub: null,
          flags: [],
          confidence: 0.9,
          evidence: null,
          classifier: { name: 'rules', version: 'v', mode: 'probe' },
          at: '2026-01-01T00:00:00.000Z',
        },
      ],
    };
  }),
);

interface Figures {
  readonly rows: readonly { readonly target: string; readonly role: string; readonly pairs_left_out: number }[];
  readonly contrasts: readonly {
    readonly target: string;
    readonly class: string;
    readonly pairs: number;
    readonly pairs_left_out: number;
    readonly diff: number;
  }[];
}
const json = async (run: string): Promise<Figures> => JSON.parse((await candor('summary', run, '--json')).stdout);

beforeAll(async () => {
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  expect((await candor('import', 'rows.jsonl', '--format', 'candor', '--name', 'taken')).code).toBe(0);
});

describe('controls that the state of a model’s own maker guards', () => {
  it('are left out of that model’s contrasts and of no other’s, by state and by stake', async () => {
    const { contrasts } = await json('taken');
    const of = (target: string) => contrasts.find((one) => one.target === target && one.class === 'official_narrative');
    expect(of('east')).toMatchObject({ pairs: 5, pairs_left_out: 3, diff: 1 });
    for (const target of ['west', 'nowhere']) {
      expect(of(target)).toMatchObject({ pairs: QUESTIONS, pairs_left_out: 0, diff: 0.625 });
    }
  });

  it('come through export and import with their stakes', async () => {
    await candor('export', 'taken', '-o', 'again.jsonl');
    const again = readFileSync(join(folder, 'again.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(again.map(({ probe, stakes }) => `${probe} ${stakes}`))).toContain('control-0 RU,CN');
    await candor('import', 'again.jsonl', '--format', 'candor', '--name', 'again');
    expect((await json('again')).contrasts).toEqual((await json('taken')).contrasts);
    const csv = (await candor('export', 'taken', '--format', 'csv')).stdout.split('\n');
    expect(csv[0]?.split(',')).toContain('stakes');
  });

  it('are told of in the summary, the report and its Markdown', async () => {
    const { stdout } = await candor('summary', 'taken');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('take a line from a line. east en: 3 of 8 pairs left out.');
    const markdown = (await candor('report', 'taken', '--format', 'md')).stdout;
    expect(markdown.replaceAll('\u00a0', ' ')).toContain('east, English: 3 of 8 pairs left out.');
    await candor('report', 'taken', '-o', 'report.html');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('east, English: 3 of 8 pairs left out.');
  });

  it('leave a row that says so where nothing else is left', async () => {
    const few = rows.filter(({ probe, target }) => target === 'east' && Number(probe.split('-')[1]) < CONTROLS.length);
    writeFileSync(join(folder, 'few.jsonl'), few.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await candor('import', 'few.jsonl', '--format', 'candor', '--name', 'few');
    const { rows: found, contrasts } = await json('few');
    expect(contrasts).toEqual([]);
    expect(found.find(({ role }) => role === 'sensitive')).toMatchObject({ pairs_left_out: 3 });
    expect((await candor('summary', 'few')).stdout).toMatch(/^east +en +3 of 3 +3 left out +–$/m);
  });
});
