import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { StoreError } from '../../src/lib/errors.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

describe('a store with values that no version of ours wrote', () => {
  let store: Store;
  let connection: SqliteConnection.Database;
  beforeEach(async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'candor-damaged-')), 'candor.db');
    store = await openSqliteStore(file);
    const variant = aVariant('p1', 'en');
    await store.createRun(aRun(), [aTarget('qwen')], [variant], [aTrial('t0', variant.hash, 'qwen', 0)]);
    const attempt = { n: 1, at: '', latencyMs: 1, status: null, kind: 'timeout' as const, message: '', body: null };
    const response = aResponse({ firstTokens: [{ token: 'I', logprob: -0.1 }] });
    await store.recordAnswer('run-1', 't0', response, [attempt], [aVerdict()]);
    const { classifier } = aVerdict();
    await store.addCalibration({ classifier, at: '', gold: {}, byLang: { en: [[1]] } });
    await store.keepJudgeReply('call', { classifier, text: '{}', at: '' });
    connection = new SqliteConnection(file);
    const triggers = connection.prepare("select name from sqlite_master where type = 'trigger'").pluck().all();
    for (const name of triggers) connection.exec(`drop trigger ${name}`);
  });
  afterEach(async () => {
    connection.close();
    await store.close();
  });

  const READS: Record<string, (from: Store) => Promise<unknown>> = {
    run: (from) => from.findRun('run-1'),
    targets: (from) => from.targets('run-1'),
    variants: (from) => from.variants('run-1'),
    trials: (from) => collect(from.trials('run-1')),
    attempts: (from) => from.attempts('run-1', 't0'),
    calibration: (from) => from.findCalibration(aVerdict().classifier),
    reply: (from) => from.findJudgeReply('call'),
  };

  it.each([
    ['run', 'runs', 'origin', 'dream', 'row run-1', 'expected one of run, import, got "dream"'],
    ['run', 'runs', 'config', '{', 'row 1', 'of run run-1: expected JSON, got'],
    ['run', 'runs', 'probe_sets', '[{"id": 7}]', 'row 1', 'of run run-1: '],
    ['targets', 'run_targets', 'place', 'moon', 'row qwen', 'expected one of '],
    ['targets', 'run_targets', 'params', '[]', 'row 1', 'of run run-1: '],
    ['targets', 'identities', 'identity', '{}', 'row ', 'of run run-1: '],
    ['variants', 'probes', 'probe', '{}', 'row 1', 'of run run-1: '],
    ['trials', 'responses', 'delivery', 'lost', 'row 1', 'expected one of ok, truncated, '],
    ['trials', 'responses', 'side', 'inside', 'row 1', 'expected one of input, output, got "inside"'],
    ['trials', 'responses', 'kind', 'fire', 'row 1', 'expected one of http, '],
    ['trials', 'responses', 'reasoning_state', 'deep', 'row 1', 'expected one of '],
    ['trials', 'responses', 'envelope', '7', 'row 1', 'expected '],
    ['trials', 'responses', 'first_tokens', '[{}]', 'row 1', ''],
    ['trials', 'verdicts', 'class', 'guilty', 'row 1', 'expected one of refusal, '],
    ['trials', 'verdicts', 'flags', 'partial odd', 'row 1', 'got "odd"'],
    ['trials', 'verdicts', 'judged', 'silence', 'row 1', 'expected one of response, reasoning, got "silence"'],
    ['trials', 'classifiers', 'mode', 'psychic', 'row rules', 'expected one of general, probe, got "psychic"'],
    ['attempts', 'attempts', 'kind', 'fire', 'row 1', 'expected one of http, '],
    ['calibration', 'calibrations', 'gold', '[', 'row 1', 'expected JSON, got'],
    ['calibration', 'calibrations', 'by_lang', '{"en": "much"}', 'row 1', ''],
    ['reply', 'classifiers', 'mode', 'psychic', 'row rules', 'got "psychic"'],
  ])('when it reads %s, says that %s.%s cannot be %s', async (what, table, field, value, row, found) => {
    const read = READS[what] as (from: Store) => Promise<unknown>;
    await read(store);
    connection.prepare(`update ${table} set ${field} = ?`).run(value);
    const error = await read(store).then(
      () => null,
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(StoreError);
    const message = (error as StoreError).message;
    expect(message).toContain(`this store cannot be read at table ${table}, ${row}`);
    expect(message).toMatch(new RegExp(`, field ${field}( of run run-1)?: `));
    expect(message).toContain(found);
    expect(message).toMatch(/: \S.*\. A newer Candor may have written it .* candor runs remove RUN\)$/);
  });

  it('takes a duration below zero, which a clock that was set back gave, for unknown', async () => {
    const latency = async (ms: number): Promise<number | null | undefined> => {
      connection.prepare('update responses set latency_ms = ?').run(ms);
      return (await collect(store.trials('run-1')))[0]?.response?.latencyMs;
    };
    expect([await latency(-1), await latency(0), await latency(0.5)]).toEqual([null, 0, 0.5]);
  });

  it('names three mistakes of a value at most', async () => {
    const sets = JSON.stringify([{ id: 1 }, { id: 2 }, { id: 3 }]);
    connection.prepare('update runs set probe_sets = ?').run(sets);
    const error = await store.findRun('run-1').catch((cause: unknown) => cause as StoreError);
    expect((error as StoreError).message).toMatch(/to make it text; 0\.version/);
    expect(error).toMatchObject({ cause: { name: 'ZodError' } });
    const named = (error as StoreError).message.match(/\d\.\w+: expected/g);
    expect(named).toEqual(['0.id: expected', '0.version: expected', '0.hash: expected']);
  });
});
