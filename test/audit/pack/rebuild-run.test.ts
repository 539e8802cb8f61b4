import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuildRun } from '../../../src/audit/pack/rebuild-run.ts';
import { writeRunFiles } from '../../../src/audit/pack/run-files.ts';
import type { RunRecord, TargetRecord, VariantRecord } from '../../../src/model/run.ts';
import type { StoredTrial } from '../../../src/model/stored-trial.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../../store/records.ts';

const folder = mkdtempSync(join(tmpdir(), 'candor-rebuild-'));
afterAll(() => rmSync(folder, { recursive: true }));

const human = { ...aVerdict(), classifier: { name: 'human', version: '1', mode: 'general' as const }, by: 'Ann' };
const follow: VariantRecord = {
  ...aVariant('b', 'zh-Hans'),
  phrasing: 1,
  cluster: 'c',
  probe: {
    ...aVariant('b', 'zh-Hans').probe,
    followUps: [{ kind: 'own', text: { 'zh-Hans': '真的吗？' } }],
    facts: [{ claim: 'F', marks: { en: ['f'] }, source: 'https://example.org' }],
    origin: 'frame',
  },
};
const models: readonly TargetRecord[] = [
  { ...aTarget('one'), name: 'Model One' },
  { ...aTarget('two'), model: '/home/someone/models/two.gguf' },
];

/** A run with every kind of trial: answered, blank, filtered, failed, given up, never asked, and one that goes on. */
async function fill(store: Store): Promise<RunRecord> {
  const run = aRun();
  const variants = [aVariant('a', 'en'), follow];
  const trials = ['t1', 't2', 't3', 't4', 't5', 't6', 't7'].map((id, i) =>
    aTrial(id, i === 6 ? 'b-zh-Hans' : 'a-en', i % 2 === 0 ? 'one' : 'two', i),
  );
  await store.createRun(run, models, variants, trials);
  const failed = { delivery: 'error', kind: 'http', text: '', reasoning: null, reasoningState: 'absent' } as const;
  await store.recordAnswer(run.id, 't1', aResponse({ envelope: { think_tags: 'paired' } }), [], [aVerdict(), human]);
  await store.recordAnswer(run.id, 't2', aResponse({ text: '\u200b' }), [], [{ ...aVerdict(), evidence: null }]);
  await store.recordAnswer(
    run.id,
    't3',
    aResponse({ delivery: 'provider_filter', side: 'output', text: 'Half', reason: 'content_filter' }),
    [],
    [],
  );
  await store.recordAnswer(
    run.id,
    't4',
    aResponse({ ...failed, reason: 'HTTP 503', served: served('/srv/m.gguf') }),
    [],
    [],
  );
  await store.recordAnswer(run.id, 't5', aResponse({ ...failed, attempts: 0, reason: 'not asked: given up' }), [], []);
  await store.recordAnswer(
    run.id,
    't7',
    aResponse({ answerEnd: 4, firstTokens: [{ token: 'I', logprob: -1 }] }),
    [],
    [],
  );
  const asked = { follow_up: { kind: 'own', prompt: '真的吗？' } };
  await store.recordAnswer(run.id, 't7', aResponse({ turn: 2, envelope: asked }), [], [{ ...aVerdict(), turn: 2 }]);
  const design = {
    seed: 1,
    fields: ['lang'],
    since: run.startedAt,
    part: { target: null, lang: null },
    frame: 3,
    answers: 3,
    drawn: 1,
  };
  await store.addLabelSample(run.id, [
    { trial: 't1', draw: '1', stratum: 'en', probability: 0.5, at: run.startedAt, design },
  ]);
  await store.addCalibration({
    classifier: aVerdict().classifier,
    at: run.startedAt,
    gold: { file: 'gold.jsonl' },
    byLang: {
      en: [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ],
    },
  });
  await store.endRun(run.id, '2026-01-01T01:00:00.000Z');
  return (await store.findRun(run.id)) as RunRecord;
}

function served(model: string) {
  return { model, by: null, fingerprint: null, region: null };
}

async function trialsOf(store: Store, turn: number): Promise<StoredTrial[]> {
  const found: StoredTrial[] = [];
  for await (const trial of store.trials('run-1', { turn })) found.push(trial);
  return found;
}

describe('a run taken in from its files in a pack', () => {
  const before = new MemoryStore();
  let after: Store;

  beforeAll(async () => {
    await writeRunFiles(before, await fill(before), folder);
    after = await openSqliteStore(':memory:');
    await rebuildRun(after, folder);
  });
  afterAll(() => after.close());

  it('is what it was: plan, answers, reasons, verdicts, labels, sample, measured error', async () => {
    for (const turn of [1, 2]) {
      const [was, is] = [await trialsOf(before, turn), await trialsOf(after, turn)];
      const kept = was.map((trial) => {
        if (trial.response === null) return trial;
        const { id: _, ...envelope } = trial.response.envelope;
        const named = trial.response.served === undefined ? {} : { served: served('m.gguf') };
        return { ...trial, response: { ...trial.response, ...named, envelope } };
      });
      expect(is).toEqual(kept);
    }
    expect(await after.labelSample('run-1')).toEqual(await before.labelSample('run-1'));
    expect(await after.variants('run-1')).toEqual(await before.variants('run-1'));
    expect(await after.findCalibration(aVerdict().classifier)).toEqual(
      await before.findCalibration(aVerdict().classifier),
    );
    expect(await after.findRun('run-1')).toEqual(await before.findRun('run-1'));
    const [one, two] = await after.targets('run-1');
    expect(one).toEqual(models[0]);
    expect(two).toEqual({ ...models[1], model: 'two.gguf' });
  });

  it('is refused with file and line where a file is none of a pack', async () => {
    const trials = join(folder, 'trials.jsonl');
    const text = readFileSync(trials, 'utf8');
    writeFileSync(trials, `${text.trimEnd()}\n{"id": 7}\n`);
    await expect(rebuildRun(new MemoryStore(), folder)).rejects.toThrow('trials.jsonl:8: id: expected');
    writeFileSync(trials, text);
    const rows = join(folder, 'rows.jsonl');
    writeFileSync(rows, readFileSync(rows, 'utf8').replace(/^(.*\n)/, '$1$1'));
    await expect(rebuildRun(new MemoryStore(), folder)).rejects.toThrow('got two');
  });
});
