import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateSides } from '../../src/audit/compare/gate-runs.ts';
import { sideOfExport, sideOfStore } from '../../src/audit/compare/gate-sides.ts';
import { exportDataset } from '../../src/audit/read/export-dataset.ts';
import { gateText } from '../../src/cli/gate-text.ts';
import { summaryCsv } from '../../src/cli/summary-csv.ts';
import { summaryText } from '../../src/cli/summary-text.ts';
import { DEFAULT_GATE } from '../../src/config/gate-config.ts';
import {
  exportToFile,
  importAnswers,
  MemoryStore,
  parseConfig,
  requireRun,
  resolveSide,
  runAudit,
  type Store,
  summarizeRun,
} from '../../src/index.ts';
import { collect } from '../../src/lib/collect.ts';
import { gateJunit } from '../../src/report/gate-junit.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { smallFolder, smallIo } from './run/small-audit.ts';

const NAME = 'Qwen3 8B <b>Instruct</b>';
const folder = smallFolder();
let server: SimpleChat;
let store: MemoryStore;
const runs: string[] = [];

beforeAll(async () => {
  server = await startSimpleChat((prompt) =>
    prompt.includes('camps') ? "I'm sorry, I can't help with that." : 'It was busy.',
  );
  store = new MemoryStore();
  for (const name of [undefined, NAME, 'Another name']) {
    const target = {
      id: 't',
      provider: 'openai',
      model: 'org/m',
      baseURL: server.url,
      ...(name === undefined ? {} : { name }),
    };
    const text = JSON.stringify({ probes: ['small.yaml'], samples: 1, seed: 1, targets: [target] });
    const config = parseConfig(text, join(folder, 'candor.yaml'), {});
    runs.push((await runAudit(config, store, { ...smallIo(folder), random: () => 0.5 + runs.length / 10 })).run);
  }
});
afterAll(() => server.close());

const at = (i: number): string => runs[i] ?? '';

async function imported(
  rows: readonly object[],
  format: 'jsonl' | 'candor' = 'jsonl',
): Promise<{ store: Store; run: string }> {
  const into = new MemoryStore();
  const stream = Readable.from([rows.map((row) => `${JSON.stringify(row)}\n`).join('')]);
  const request = { source: { name: 'answers.jsonl', stream }, format, file: null, columns: undefined } as const;
  const { run } = await importAnswers({ ...request, run: 'i', name: null, packageVersion: '9', now: 0 }, into);
  return { store: into, run };
}

const answer = { prompt: 'What happened on the square?', response: 'People gathered there.' };

describe('the name of a target', () => {
  it('is kept with the run and changes no identity, trial or hash', async () => {
    const targets = await Promise.all(runs.map((run) => store.targets(run)));
    expect(targets.map(([one]) => one?.name)).toEqual([undefined, NAME, 'Another name']);
    expect(new Set(targets.map(([one]) => one?.identityHash)).size).toBe(1);
    const trials = await Promise.all(
      runs.map(async (run) => (await collect(store.trials(run))).map(({ id }) => id).sort()),
    );
    expect(trials[1]).toEqual(trials[0]);
    expect(trials[2]).toEqual(trials[0]);
  });

  it('is what people read, while JSON has the id', async () => {
    const summary = await summarizeRun(store, at(1));
    expect(summary.names).toEqual({ t: NAME });
    expect(summary.rows[0]?.target).toBe('t');
    expect(summaryText(summary)).toContain('Qwen3 8B <b>');
    expect(await summarizeRun(store, at(0))).not.toHaveProperty('names');
    const [head = '', first = ''] = summaryCsv(summary).split('\n');
    expect([head.split(',')[0], head.split(',').at(-1)]).toEqual(['target', 'name']);
    expect([first.startsWith('"t",'), first.endsWith(`,"${NAME}"`)]).toEqual([true, true]);
  });

  it('can be typed as well as the id', async () => {
    const sides = ['t', NAME, `${NAME}/en`, 't/en'].map((side) => resolveSide(store, `${at(1)}/${side}`));
    expect((await Promise.all(sides)).map(({ filter }) => filter)).toEqual([
      { target: 't' },
      { target: 't' },
      { target: 't', lang: 'en' },
      { target: 't', lang: 'en' },
    ]);
    await expect(resolveSide(store, `${at(1)}/Qwen`)).rejects.toThrow('expected a target, got "Qwen"');
  });

  it('goes through exports, imports and gates, escaped where it could be markup', async () => {
    const file = join(folder, 'rows.jsonl');
    await exportToFile(store, await requireRun(store, at(1)), 'jsonl', {}, file);
    const rows = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row));
    expect(rows[0]).toMatchObject({ target: 't', target_name: NAME });
    const alone = await imported(rows, 'candor');
    expect((await alone.store.targets(alone.run))[0]).toMatchObject({ id: 't', name: NAME });
    const result = gateSides(
      [await sideOfExport(file, null)],
      await sideOfStore(store, at(2), null),
      DEFAULT_GATE,
      true,
    );
    expect(result.names).toEqual({ t: `${NAME} / Another name` });
    expect(gateText(result)).toContain(`t: ${NAME} / Another name`);
    expect(gateJunit(result)).toContain('value="t: Qwen3 8B &lt;b&gt;Instruct&lt;/b&gt; / Another name"');
  });

  it('is refused where it is no name', () => {
    const config = (name: unknown) =>
      parseConfig(JSON.stringify({ targets: [{ id: 't', provider: 'ollama', model: 'm', name }] }), 'candor.yaml', {});
    expect(() => config('two\nlines')).toThrow(/expected a name on one line/);
    expect(() => config('')).toThrow('expected text that is not empty');
    expect(() => config('x'.repeat(201))).toThrow(/200/);
  });
});

describe('names of imported models', () => {
  it('are kept as they were given, without the path of a disk, and ids have no slash', async () => {
    const models = ['anthropic/claude-sonnet-4', '/home/somebody/models/llama-8b.gguf', 'gpt-4'];
    const { store: into, run } = await imported(models.map((model) => ({ ...answer, model })));
    expect((await into.targets(run)).map(({ id, name, model }) => [id, name, model])).toEqual([
      ['anthropic_claude-sonnet-4', 'anthropic/claude-sonnet-4', 'anthropic/claude-sonnet-4'],
      ['_home_somebody_models_llama-8b.gguf', 'llama-8b', 'llama-8b'],
      ['gpt-4', undefined, 'gpt-4'],
    ]);
    expect((await resolveSide(into, `${run}/anthropic/claude-sonnet-4/en`)).filter).toEqual({
      target: 'anthropic_claude-sonnet-4',
      lang: 'en',
    });
  });

  it('tell models apart whose ids would be the same', async () => {
    const { store: into, run } = await imported(['a/b', 'a_b'].map((model) => ({ ...answer, model })));
    expect((await into.targets(run)).map(({ id, name }) => [id, name])).toEqual([
      ['a_b', 'a/b'],
      ['a_b_2', undefined],
    ]);
  });

  it('stand on the card of a data set, with the times of the answers and not that of the import', async () => {
    const card = async (rows: readonly object[], name: string): Promise<string> => {
      const { store: into, run } = await imported(rows);
      const output = join(folder, name);
      await exportDataset(into, await requireRun(into, run), {}, output, { license: null, probesLicense: null });
      return readFileSync(join(output, 'README.md'), 'utf8');
    };
    const row = { ...answer, model: 'org/m' };
    const dated = { ...row, prompt: 'And then?', asked_at: '2025-03-04T05:06:07Z' };
    const mixed = await card([row, dated], 'mixed');
    expect(mixed).toContain('| org\\_m | org/m | org/m | recording |');
    expect(mixed).toContain(
      'answers given 2025-03-04T05\\:06\\:07.000Z as far as rows say (1 of 2 at unknown times, imported on 1970-01-01)',
    );
    expect(await card([row], 'undated')).toContain('1 answer of language models');
    expect(await card([row], 'undated-2')).toContain('collected at unknown times, imported on 1970-01-01;');
    expect(await card([dated], 'dated')).toMatch(/answers given 2025-03-04T05\\:06\\:07\.000Z;/);
  });
});
