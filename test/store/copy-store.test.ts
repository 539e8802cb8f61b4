import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withdrawAnswer, withdrawals } from '../../src/audit/site/withdrawals.ts';
import { collect } from '../../src/lib/collect.ts';
import { copyStore } from '../../src/store/copy-store.ts';
import { openDatabase, openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { emptyDatabase, type PostgresServer, postgresPrograms, startPostgres } from '../servers/postgres-server.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

const file = (): string => join(mkdtempSync(join(tmpdir(), 'candor-copy-')), 'candor.db');

async function using<T>(place: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function copy(from: string, to: string) {
  const [source, target] = [await openDatabase(from), await openDatabase(to)];
  try {
    return await copyStore({ db: source, place: from }, { db: target, place: to });
  } finally {
    await source.destroy();
    await target.destroy();
  }
}

const failed = { ...aResponse(), delivery: 'error', kind: 'timeout' } as const;
const attempt = {
  n: 1,
  at: '2026-01-01T00:00:00.000Z',
  latencyMs: 12.5,
  status: 503,
  kind: null,
  message: 'busy',
  body: null,
};

/** A store with two runs: answers, failures, attempts, verdicts of two classifiers, replies of judges, a text with a NUL. */
async function filled(place: string): Promise<string> {
  await using(place, async (store) => {
    for (const id of ['run-1', 'run-2']) {
      const variants = [aVariant('p1', 'en'), aVariant('p1', 'zh-Hans')];
      const trials = variants.flatMap(({ hash }, v) => [0, 1].map((s) => aTrial(`t${v}${s}`, hash, 'qwen', v * 2 + s)));
      await store.createRun({ ...aRun(), id }, [aTarget('qwen')], variants, trials);
      await store.recordAnswer(id, 't00', failed, [{ ...attempt, kind: 'timeout' }], []);
      await store.recordAnswer(
        id,
        't00',
        { ...aResponse(), text: 'a\u0000b 台灣' },
        [{ ...attempt, kind: 'timeout' }],
        [aVerdict()],
      );
      await store.recordAnswer(id, 't01', aResponse(), [], [aVerdict()]);
      await store.addVerdicts(id, [
        { trial: 't01', verdict: { ...aVerdict(), classifier: { name: 'judge:x', version: 'v9', mode: 'probe' } } },
      ]);
    }
    await withdrawAnswer(store, WITHDRAWAL, '2026-03-01T00:00:00.000Z');
    await store.keepJudgeReply('call-1', {
      classifier: { name: 'judge:x', version: 'v9', mode: 'probe' },
      text: '{}',
      at: '2026-01-01T00:00:00.000Z',
    });
  });
  return place;
}

const WITHDRAWAL = { run: 'run-1', trial: 't00', reason: 'asked for' };

/** Everything that can be read of a store. */
function all(place: string) {
  return using(place, async (store) =>
    Promise.all(
      (await store.listRuns()).map(async (run) => ({
        run,
        targets: await store.targets(run.id),
        variants: await store.variants(run.id),
        trials: await collect(store.trials(run.id)),
        attempts: await Promise.all(['t00', 't01'].map((trial) => store.attempts(run.id, trial))),
        pending: await store.pendingTrials(run.id),
        reply: await store.findJudgeReply('call-1'),
      })),
    ),
  );
}

describe.skipIf(postgresPrograms() === null)('copyStore', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  it('loses nothing on the way into PostgreSQL and back, and does nothing a second time', async () => {
    const [from, there, back] = [await filled(file()), await emptyDatabase(server.address), file()];
    const before = await all(from);
    expect(await copy(from, there)).toEqual({ runs: 2, trials: 8, responses: 6, attempts: 4, verdicts: 6 });
    expect(await all(there)).toEqual(before);
    await copy(there, back);
    expect(await all(back)).toEqual(before);
    expect(await using(back, (store) => withdrawals(store))).toEqual([
      { ...WITHDRAWAL, at: '2026-03-01T00:00:00.000Z' },
    ]);
    expect(await copy(from, there)).toEqual({ runs: 0, trials: 0, responses: 0, attempts: 0, verdicts: 0 });
  });

  it('adds what is new in a store that has grown', async () => {
    const [from, there] = [await filled(file()), await emptyDatabase(server.address)];
    await copy(from, there);
    await using(from, (store) => store.recordAnswer('run-1', 't10', aResponse(), [], [aVerdict()]));
    await using(from, (store) => store.endRun('run-1', '2026-02-02T00:00:00.000Z'));
    expect(await copy(from, there)).toEqual({ runs: 0, trials: 0, responses: 1, attempts: 0, verdicts: 1 });
    expect(await all(there)).toEqual(await all(from));
  });

  it('takes along what is remembered, the newer of two, and nothing of those who carry runs out', async () => {
    const [from, there] = [await filled(file()), await emptyDatabase(server.address)];
    const remember = (place: string, source: string, value: string, day: number) =>
      using(place, (store) => store.remember(source, 'key', value, `2026-01-0${day}T00:00:00.000Z`));
    const remembered = (source: string) =>
      using(there, async (store) => (await store.remembered(source)).map(({ value }) => value));
    for (const source of ['canary of qwen', 'batches of run-1', 'detached', 'workers:run-1', 'turns'])
      await remember(from, source, 'first', 2);
    await remember(there, 'batches of run-1', 'later', 3);
    await copy(from, there);
    expect(await remembered('canary of qwen')).toEqual(['first']);
    expect(await remembered('batches of run-1')).toEqual(['later']);
    for (const source of ['detached', 'workers:run-1', 'turns']) expect(await remembered(source)).toEqual([]);
    await remember(from, 'canary of qwen', 'second', 4);
    await copy(from, there);
    expect(await remembered('canary of qwen')).toEqual(['second']);
  });

  it('changes nothing of a run that went on at both places, and names the trial', async () => {
    const [from, there] = [await filled(file()), await emptyDatabase(server.address)];
    await copy(from, there);
    await using(from, (store) => store.recordAnswer('run-2', 't10', aResponse(), [], []));
    await using(there, (store) => store.recordAnswer('run-2', 't10', { ...aResponse(), text: 'another' }, [], []));
    const before = await all(there);
    await expect(copy(from, there)).rejects.toThrow(/trial t10 of run run-2/);
    expect(await all(there)).toEqual(before);
  });
});
