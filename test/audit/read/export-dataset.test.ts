import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { importAnswers } from '../../../src/audit/collect/import-answers.ts';
import { exportDataset } from '../../../src/audit/read/export-dataset.ts';
import { rowsOf } from '../../../src/audit/read/exported-rows.ts';
import { fileSource } from '../../../src/formats/read-lines.ts';
import { collect } from '../../../src/lib/collect.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../../store/records.ts';

const HOSTILE = '<img src=x onerror=alert(1)> | [click](javascript:alert(1)) ```\n---\n# License: mine\n{{ x }} `';
const folder = mkdtempSync(join(tmpdir(), 'candor-dataset-'));
const output = join(folder, 'published');
const unstated = { license: null, probesLicense: null };
const run = { ...aRun(), name: HOSTILE };
const store = new MemoryStore();
let card = '';

beforeAll(async () => {
  const plain = aTarget('qwen');
  const odd = { ...aTarget('odd'), model: HOSTILE, params: { stop: HOSTILE } };
  const hostile = { ...odd, identity: { ...odd.identity, digest: HOSTILE, quantization: HOSTILE, template: HOSTILE } };
  const trials = [aTrial('a', 'p-en', 'qwen', 0), aTrial('b', 'p-zh-Hans', 'qwen', 1), aTrial('c', 'p-en', 'odd', 2)];
  await store.createRun(run, [plain, hostile], [aVariant('p', 'en'), aVariant('p', 'zh-Hans')], trials);
  await store.recordAnswer(run.id, 'a', aResponse(), [], [aVerdict()]);
  const evidence = { start: 0, end: 5, text: HOSTILE.slice(0, 5) };
  const human = {
    ...aVerdict(),
    evidence,
    classifier: { name: 'human', version: '1', mode: 'general' as const },
    by: 'A',
  };
  await store.recordAnswer(run.id, 'b', aResponse({ text: HOSTILE }), [], [{ ...aVerdict(), evidence: null }, human]);
  const filtered = aResponse({ delivery: 'provider_filter', side: 'output', text: '', reasoning: null });
  await store.recordAnswer(run.id, 'c', { ...filtered, reasoningState: 'absent' }, [], []);
  const table = [
    [8, 1, 0, 0],
    [0, 9, 0, 0],
    [0, 1, 11, 0],
    [0, 0, 0, 10],
  ];
  const { classifier } = aVerdict();
  await store.addCalibration({ classifier, at: '2026-01-01T00:00:00.000Z', gold: {}, byLang: { en: table } });
  await exportDataset(store, run, {}, output, { license: 'cc-by-4.0', probesLicense: 'apache-2.0' });
  card = readFileSync(join(output, 'README.md'), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a data set folder', () => {
  it('has the data twice, its meta file, the probes and a card', () => {
    expect(readdirSync(output).sort()).toEqual([
      'README.md',
      'data.jsonl',
      'data.jsonl.meta.json',
      'data.parquet',
      'probes',
    ]);
    const probes = JSON.parse(readFileSync(join(output, 'probes/demo.json'), 'utf8'));
    expect(probes).toMatchObject({ id: 'demo', version: '1.0.0', hash: 'def', probes: [{ id: 'p' }] });
    expect(probes.variants).toContainEqual({ probe: 'p', lang: 'zh-Hans', variant: 'p-zh-Hans' });
  });

  it('has front matter that hubs read', () => {
    const [, front = ''] = /^---\n(.*?)\n---\n/s.exec(card) ?? [];
    expect(parse(front)).toMatchObject({
      license: 'cc-by-4.0',
      language: ['en', 'zh'],
      task_categories: ['text-generation', 'text-classification'],
      annotations_creators: ['machine-generated', 'expert-generated'],
      size_categories: ['n<1K'],
      configs: [{ config_name: 'default', data_files: [{ split: 'train', path: 'data.parquet' }] }],
    });
  });

  it('tells targets, probe sets, counts, classifiers with their measured error, and licences', () => {
    expect(card).toContain('| demo | 1.0.0 | def |');
    expect(card).toMatch(
      /\| qwen \| qwen3\\:8b \| ollama \| local \| [0-9a-f]{32} \| Q4\\_K\\_M \| sha256 [0-9a-f]{16} \|/,
    );
    expect(card).toContain('| qwen | en | 1 | ok 1 | refusal 1 |');
    expect(card).toContain('| odd | en | 1 | provider\\_filter 1 |  |');
    expect(card).toContain('| rules | v1 | general | en | 40 | 0.950 | 0.933 |');
    expect(card).toContain('1 row has a human label');
    expect(card).toMatch(/^- answers and verdicts .*cc-by-4.0$/m);
    expect(card).toMatch(/^- probes .*apache-2.0$/m);
  });

  it('names a model file without the folders of the machine', async () => {
    const onDisk = { ...aTarget('gguf'), model: '/home/somebody/models/wired.gguf' };
    const other = new MemoryStore();
    await other.createRun(aRun(), [onDisk], [aVariant('p', 'en')], [aTrial('a', 'p-en', 'gguf', 0)]);
    await exportDataset(other, aRun(), {}, join(folder, 'on-disk'), unstated);
    const written = readFileSync(join(folder, 'on-disk', 'README.md'), 'utf8');
    expect(written).toContain('| gguf | wired.gguf | ');
    expect(written).not.toContain('somebody');
  });

  it('lets no text of others become markup, and quotes no answer', () => {
    const [, front = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(card) ?? [];
    expect(parse(front).pretty_name).toContain('# License: mine');
    expect(body).not.toMatch(/<img|(?<!\\)\[click|^# License|^---$|\{\{/m);
    expect(body.match(/^```/gm)).toHaveLength(2);
    const table = body.split('\n').filter((line) => line.includes('onerror') && line.startsWith('| '));
    for (const line of table) expect(line.match(/(?<!\\)\|/g)).toHaveLength(10);
    expect(table).toHaveLength(1);
    expect(card).not.toContain('cannot discuss');
  });

  it('comes back with an import, row for row', async () => {
    const again = new MemoryStore();
    const file = join(output, 'data.jsonl');
    const request = { format: 'candor', columns: undefined, name: null, packageVersion: '9', now: 0 } as const;
    await importAnswers({ ...request, source: fileSource(file), file, run: run.id }, again);
    const record = await again.findRun(run.id);
    if (record === null) throw new Error('nothing was imported');
    expect(await collect(rowsOf(again, record))).toEqual(await collect(rowsOf(store, run)));
    expect((await again.targets(run.id)).map(({ identity }) => identity)).toEqual(
      (await store.targets(run.id)).map(({ identity }) => identity),
    );
    const bytes = readFileSync(join(output, 'data.parquet'));
    const parquet = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    expect((await parquetReadObjects({ file: parquet })).map((row) => row.trial)).toEqual(['a', 'b', 'c']);
  });

  it('says that the licence is not stated where nobody stated it', async () => {
    const other = join(folder, 'unstated');
    await exportDataset(store, run, { target: 'qwen' }, other, unstated);
    const text = readFileSync(join(other, 'README.md'), 'utf8');
    expect(text).toMatch(/^license: other\nlicense_name: not-stated$/m);
    expect(text).toMatch(/^- probes .*not stated$/m);
    expect(text).not.toContain('| odd | en |');
  });

  it('writes into no folder that has files in it, and into no file', async () => {
    const full = join(folder, 'full');
    mkdirSync(full);
    writeFileSync(join(full, 'mine.txt'), 'x');
    await expect(exportDataset(store, run, {}, full, unstated)).rejects.toThrow('expected an empty or a new folder');
    expect(readdirSync(full)).toEqual(['mine.txt']);
    await expect(exportDataset(store, run, {}, join(full, 'mine.txt'), unstated)).rejects.toThrow('which is a file');
  });
});
