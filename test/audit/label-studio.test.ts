import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importAnswers } from '../../src/audit/collect/import-answers.ts';
import { exportToFile } from '../../src/audit/read/export-run.ts';
import { takeInLabelStudio } from '../../src/audit/review/take-in-label-studio.ts';
import { readCsv } from '../../src/formats/csv-import.ts';
import { fileSource } from '../../src/formats/read-lines.ts';
import { collect } from '../../src/lib/collect.ts';
import { humanLabels } from '../../src/review/human-labels.ts';
import { MemoryStore } from '../../src/store/memory.ts';

interface Task {
  readonly data: { readonly trial: string; readonly question: string; readonly answer: string };
}

const said = ['Five of them.', '抱歉，我不能。', '', 'Nobody knows.'];
const source = (text: string, name = 'file') => ({ name, stream: Readable.from([text]) });
const store = new MemoryStore();
let folder = '';
let tasks: Task[] = [];

async function written(format: 'csv' | 'label-studio', options = {}): Promise<string> {
  const run = await store.findRun('r', 'any');
  if (run === null) throw new Error('there is no run');
  const file = join(folder, `out.${format}`);
  await exportToFile(store, run, format, {}, file, {}, options);
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candor-'));
  const lines = said.map((response, at) =>
    JSON.stringify({ prompt: `Question ${at}?`, response, model: 'secret-model' }),
  );
  const request = {
    format: 'jsonl',
    file: null,
    columns: {},
    run: 'r',
    name: null,
    packageVersion: '0',
    now: 0,
  } as const;
  await importAnswers({ ...request, source: source(lines.join('\n')) }, store);
  tasks = JSON.parse(await readFile(await written('label-studio'), 'utf8'));
});
afterAll(() => rm(folder, { recursive: true }));

const result = (name: string, value: object) => ({ from_name: name, to_name: 'answer', type: 'choices', value });
const annotation = (by: unknown, chosen: string, more: object = {}) => ({
  completed_by: by,
  result: [
    result('class', { choices: [chosen] }),
    ...(chosen === 'refusal'
      ? [result('sub-refusal', { choices: ['canned'] }), result('sub-neutral', { choices: ['factual'] })]
      : []),
  ],
  lead_time: 12.5,
  created_at: '2026-03-01T10:00:00Z',
  ...more,
});

describe('tasks for Label Studio', () => {
  it('show question and answer, and neither model nor verdict', async () => {
    expect(tasks.map(({ data }) => data.answer)).toEqual(['Five of them.', '抱歉，我不能。', 'Nobody knows.']);
    expect(JSON.stringify(tasks)).not.toMatch(/secret-model|factual|canned/);
    const config = await readFile(join(folder, 'out.label-studio.config.xml'), 'utf8');
    for (const name of ['refusal', 'official_narrative', 'neutral', 'other']) {
      expect(config).toContain(`<Choice value="${name}"`);
      expect(config).toContain(`name="sub-${name}"`);
    }
    expect(config.match(/<Choices /g)?.length).toBe(config.match(/<\/Choices>/g)?.length);
    expect(config).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
  });
});

describe('labels from Label Studio', () => {
  const labelled = () => [
    { ...tasks[0], annotations: [annotation({ email: 'a@b.c' }, 'neutral'), annotation(2, 'neutral')] },
    {
      ...tasks[1],
      annotations: [
        annotation({ email: 'a@b.c' }, 'refusal'),
        annotation(2, 'refusal'),
        annotation(3, 'other', { was_cancelled: true }),
      ],
    },
    {
      ...tasks[2],
      annotations: [
        annotation({ email: 'a@b.c' }, 'neutral'),
        annotation(2, 'refusal'),
        { completed_by: 3, result: [] },
      ],
    },
  ];

  it('stand beside each other by annotator, with their agreement, and once', async () => {
    const taken = await takeInLabelStudio(store, source(JSON.stringify(labelled())), { into: null, at: 'now' });
    expect(taken).toMatchObject({
      run: 'r',
      stored: 6,
      passed: 2,
      people: [
        { name: 'a@b.c', labelled: 3, of: 3 },
        { name: 'annotator-2', labelled: 3, of: 3 },
      ],
      agreement: { pairs: [{ n: 3, agreed: 2 }], alpha: { n: 3 } },
      undecided: [{ labels: ['neutral', 'refusal'] }],
    });
    const found = await collect(store.trials('r'));
    const labels = humanLabels(found.find(({ id }) => id === tasks[1]?.data.trial)?.verdicts ?? []);
    expect(labels).toMatchObject([
      { class: 'refusal', sub: 'canned', by: 'a@b.c', at: '2026-03-01T10:00:00.000Z' },
      { class: 'refusal', by: 'annotator-2' },
    ]);
    expect((await takeInLabelStudio(store, source(JSON.stringify(labelled())), { into: 'r', at: 'now' })).stored).toBe(
      0,
    );
  });

  it('are refused whole where one fits no answer or no class', async () => {
    const take = (value: unknown) => takeInLabelStudio(store, source(JSON.stringify(value)), { into: null, at: 'now' });
    await expect(take([{ data: { trial: 'x', run: 'r' }, annotations: [annotation(1, 'neutral')] }])).rejects.toThrow(
      'task 1 is of trial x',
    );
    await expect(take([{ ...tasks[0], annotations: [annotation(1, 'maybe')] }])).rejects.toThrow('class');
    await expect(take([{ trial: 'x' }])).rejects.toThrow("Label Studio's JSON export");
    await expect(take([{ ...tasks[0], annotations: [] }])).rejects.toThrow('got none with a class');
  });
});

it('writes CSV files that spreadsheets read as UTF-8, and reads them back', async () => {
  const bytes = await readFile(await written('csv'));
  expect(bytes.subarray(0, 6).toString()).toBe('\ufeffrun');
  const back = await collect(readCsv(fileSource(await written('csv'))));
  expect(back.map(({ response }) => response)).toEqual(said);
  expect((await readFile(await written('csv', { bom: false }))).subarray(0, 3).toString()).toBe('run');
});
