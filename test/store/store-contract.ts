import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { StoreError } from '../../src/lib/errors.ts';
import type { ResponseRecord } from '../../src/model/answer.ts';
import type { RunRecord } from '../../src/model/run.ts';
import type { StoredTrial, StoredVerdict } from '../../src/model/stored-trial.ts';
import type { Store } from '../../src/store/store.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

/** What every store must do, whatever is behind it. `open` gives a fresh, empty one. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name} store`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    async function withRun(run: RunRecord = aRun()): Promise<void> {
      const variants = [aVariant('p1', 'en'), aVariant('p1', 'zh-Hans'), aVariant('p2', 'en')];
      const trials = variants.map((variant, position) => aTrial(`t${position}`, variant.hash, 'qwen', position));
      await store.createRun(run, [aTarget('qwen')], variants, trials);
    }

    async function read(filter?: Parameters<Store['trials']>[1]): Promise<StoredTrial[]> {
      return collect(store.trials('run-1', filter));
    }

    it('gives back a run as it was stored', async () => {
      await withRun();
      expect(await store.findRun('run-1')).toEqual(aRun());
      expect(await store.targets('run-1')).toEqual([aTarget('qwen')]);
      expect(await store.variants('run-1')).toEqual([
        aVariant('p1', 'en'),
        aVariant('p1', 'zh-Hans'),
        aVariant('p2', 'en'),
      ]);
    });

    it('finds a run by name, unique prefix and latest, and none by what fits several', async () => {
      await withRun();
      await withRun({ ...aRun(), id: 'run-2', name: 'second' });
      expect((await store.findRun('second'))?.id).toBe('run-2');
      expect((await store.findRun('latest'))?.id).toBe('run-2');
      expect(await store.findRun('run-')).toBeNull();
      expect((await store.findRun('run-1'))?.id).toBe('run-1');
    });

    it('passes over runs that brought nothing when it looks for the latest one, unless there is no other', async () => {
      const failed = { ...aResponse(), delivery: 'error', kind: 'http' } as const;
      await withRun();
      await withRun({ ...aRun(), id: 'run-2', name: 'second' });
      await store.recordAnswer('run-2', 't0', failed, [], []);
      expect((await store.findRun('latest'))?.id).toBe('run-2');
      await store.recordAnswer('run-1', 't0', aResponse(), [], []);
      expect((await store.findRun('latest'))?.id).toBe('run-1');
      expect((await store.findRun('latest', 'any'))?.id).toBe('run-2');
      await store.recordAnswer('run-2', 't1', { ...aResponse(), delivery: 'empty' }, [], []);
      expect((await store.findRun('latest'))?.id).toBe('run-2');
    });

    it('counts one run like the list of all', async () => {
      await withRun();
      await withRun({ ...aRun(), id: 'run-2', name: 'second' });
      await store.recordAnswer('run-2', 't0', aResponse(), [], []);
      await store.recordAnswer('run-2', 't1', { ...aResponse(), delivery: 'error', kind: 'http' }, [], []);
      expect(await store.overview('run-2')).toMatchObject({ id: 'run-2', trials: 3, delivered: 1, undelivered: 2 });
      expect(await store.overview('run-2')).toEqual((await store.listRuns())[1]);
      await expect(store.overview('nobody')).rejects.toThrow(StoreError);
    });

    it('tells the newest answers of a run, oldest first, behind the last that was told', async () => {
      await withRun();
      await withRun({ ...aRun(), id: 'run-2', name: 'second' });
      for (const trial of ['t2', 't0', 't1']) {
        await store.recordAnswer('run-1', trial, aResponse(), [], []);
        await store.recordAnswer('run-2', trial, aResponse(), [], []);
      }
      const [first, ...others] = await store.newestAnswers('run-1', 0, 2);
      expect([first, ...others].map((one) => [one?.trial, one?.turn])).toEqual([
        ['t0', 1],
        ['t1', 1],
      ]);
      expect((await store.newestAnswers('run-1', first?.number ?? 0, 10)).map(({ trial }) => trial)).toEqual(['t1']);
      expect(await store.newestAnswers('run-1', others[0]?.number ?? 0, 10)).toEqual([]);
    });

    it('treats characters of patterns in a reference as themselves', async () => {
      await withRun();
      expect(await store.findRun('run_1')).toBeNull();
      expect(await store.findRun('%')).toBeNull();
    });

    it('reads trials in the order of the plan, whatever order they were stored in', async () => {
      const variants = [aVariant('p1', 'en'), aVariant('p2', 'en')];
      const trials = [
        aTrial('late', variants[0]?.hash ?? '', 'qwen', 1),
        aTrial('early', variants[1]?.hash ?? '', 'qwen', 0),
      ];
      await store.createRun(aRun(), [aTarget('qwen')], variants, trials);
      expect((await read()).map(({ id }) => id)).toEqual(['early', 'late']);
    });

    it('stores nothing of a run whose trials do not fit', async () => {
      const broken = store.createRun(
        aRun(),
        [aTarget('qwen')],
        [aVariant('p1', 'en')],
        [aTrial('t', 'unknown', 'qwen', 0)],
      );
      await expect(broken).rejects.toThrow(StoreError);
      expect(await store.findRun('run-1')).toBeNull();
    });

    it('gives back an answer, its verdict and the text of its evidence', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', aResponse(), [], [aVerdict()]);
      const [trial] = await read({ trial: 't0' });
      expect(trial?.response).toEqual(aResponse());
      expect(trial?.verdicts).toEqual([aVerdict()]);
      expect(trial?.verdicts[0]?.evidence?.text).toBe('cannot discuss 六四');
    });

    it('keeps the first answer when a second one comes', async () => {
      await withRun();
      expect(await store.recordAnswer('run-1', 't0', aResponse({ text: 'first' }), [], [])).toBe(true);
      expect(await store.recordAnswer('run-1', 't0', aResponse({ text: 'second' }), [], [])).toBe(false);
      expect((await read({ trial: 't0' }))[0]?.response?.text).toBe('first');
    });

    it('stores the answers beside one that cannot be stored', async () => {
      await withRun();
      const [good, bad, other] = await Promise.allSettled([
        store.recordAnswer('run-1', 't0', aResponse(), [], [aVerdict()]),
        store.recordAnswer('run-1', 'nowhere', aResponse(), [], []),
        store.recordAnswer('run-1', 't1', aResponse(), [], [aVerdict()]),
      ]);
      expect([good?.status, bad?.status, other?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await store.pendingTrials('run-1')).map(({ id }) => id)).toEqual(['t2']);
      expect((await read({ trial: 't1' }))[0]?.verdicts).toEqual([aVerdict()]);
    });

    it('keeps an answer when an error comes after it', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', aResponse(), [], []);
      const error: ResponseRecord = { ...aResponse(), delivery: 'error', kind: 'timeout', text: '' };
      expect(await store.recordAnswer('run-1', 't0', error, [], [])).toBe(false);
    });

    it('lists as pending what was never asked or ended in an error, and takes its answer later', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', aResponse(), [], []);
      await store.recordAnswer(
        'run-1',
        't1',
        { ...aResponse(), delivery: 'error', kind: 'connection', text: '' },
        [],
        [],
      );
      expect((await store.pendingTrials('run-1')).map(({ id }) => id)).toEqual(['t1', 't2']);
      expect(await store.recordAnswer('run-1', 't1', aResponse({ text: 'now' }), [], [])).toBe(true);
      expect((await read({ trial: 't1' }))[0]?.response?.text).toBe('now');
      expect((await store.pendingTrials('run-1')).map(({ id }) => id)).toEqual(['t2']);
    });

    it('counts what was delivered and what was not', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', aResponse({ delivery: 'provider_filter' }), [], []);
      await store.recordAnswer('run-1', 't1', aResponse({ delivery: 'error' }), [], []);
      const [run] = await store.listRuns();
      expect(run).toMatchObject({ targets: ['qwen'], trials: 3, delivered: 1, undelivered: 2 });
    });

    it('keeps failed attempts with what had come', async () => {
      await withRun();
      const attempt = {
        n: 1,
        at: '2026-01-01T00:00:00.000Z',
        latencyMs: 12.5,
        status: 503,
        kind: 'http' as const,
        message: 'busy',
        body: '{"a":1}',
      };
      await store.recordAnswer('run-1', 't0', aResponse({ attempts: 2 }), [attempt], []);
      expect(await store.attempts('run-1', 't0')).toEqual([attempt]);
    });

    it('appends verdicts in the order they were given', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', aResponse(), [], [aVerdict()]);
      const human: StoredVerdict = {
        ...aVerdict(),
        class: 'neutral',
        evidence: null,
        classifier: { name: 'human', version: '1', mode: 'general' },
        by: 'Ada',
      };
      await store.addVerdicts('run-1', [{ trial: 't0', verdict: human }]);
      expect((await read({ trial: 't0' }))[0]?.verdicts).toEqual([aVerdict(), human]);
    });

    it('adds no verdict at all where one of them names an unknown trial', async () => {
      await withRun();
      const verdicts = [
        { trial: 't0', verdict: aVerdict() },
        { trial: 'nowhere', verdict: aVerdict() },
      ];
      await expect(store.addVerdicts('run-1', verdicts)).rejects.toThrow(StoreError);
      expect((await read({ trial: 't0' }))[0]?.verdicts).toEqual([]);
    });

    it('filters by target, language and probe', async () => {
      await withRun();
      expect(await read({ lang: 'zh-Hans' })).toHaveLength(1);
      expect(await read({ probe: 'p1' })).toHaveLength(2);
      expect(await read({ target: 'other' })).toHaveLength(0);
    });

    it('leaves texts out where only statistics are wanted', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', aResponse(), [], [aVerdict()]);
      const [trial] = await read({ trial: 't0', texts: false });
      expect(trial?.response).toMatchObject({ text: '', reasoning: null, envelope: {}, delivery: 'ok' });
      expect(trial?.verdicts[0]).toMatchObject({ class: 'refusal', evidence: { start: 2, end: 19, text: '' } });
    });

    it('reads more trials than fit one page', async () => {
      const variant = aVariant('p1', 'en');
      const trials = Array.from({ length: 1203 }, (_, position) =>
        aTrial(`t${position}`, variant.hash, 'qwen', position),
      );
      await store.createRun(aRun(), [aTarget('qwen')], [variant], trials);
      expect((await read()).map(({ position }) => position)).toEqual(trials.map(({ position }) => position));
    });

    it('forgets a removed run and keeps the others', async () => {
      await withRun();
      await withRun({ ...aRun(), id: 'run-2' });
      await store.removeRun('run-1');
      expect((await store.listRuns()).map(({ id }) => id)).toEqual(['run-2']);
      await expect(store.pendingTrials('run-1')).rejects.toThrow(StoreError);
      expect(await store.pendingTrials('run-2')).toHaveLength(3);
    });

    it('gives the newest calibration of exactly that classifier, version and mode', async () => {
      const classifier = { name: 'rules', version: 'v1', mode: 'general' } as const;
      const calibration = {
        classifier,
        at: '2026-01-01T00:00:00.000Z',
        gold: { rows: 2 },
        byLang: {
          en: [
            [1, 0],
            [0, 1],
          ],
        },
      };
      await store.addCalibration(calibration);
      await store.addCalibration({ ...calibration, gold: { rows: 9 } });
      expect(await store.findCalibration(classifier)).toEqual({ ...calibration, gold: { rows: 9 } });
      expect(await store.findCalibration({ ...classifier, mode: 'probe' })).toBeNull();
    });

    it('keeps the first reply of a judge to a call, and finds it by that call alone', async () => {
      const reply = {
        classifier: { name: 'judge:m', version: 'v1', mode: 'probe' as const },
        text: '{"substance": "无"}',
        at: '2026-01-01T00:00:00.000Z',
      };
      expect(await store.findJudgeReply('call-1')).toBeNull();
      await store.keepJudgeReply('call-1', reply);
      await store.keepJudgeReply('call-1', { ...reply, text: 'another' });
      expect(await store.findJudgeReply('call-1')).toEqual(reply);
      expect(await store.findJudgeReply('call-2')).toBeNull();
    });

    it('marks a run as ended', async () => {
      await withRun();
      await store.endRun('run-1', '2026-01-02T00:00:00.000Z');
      expect((await store.findRun('run-1'))?.endedAt).toBe('2026-01-02T00:00:00.000Z');
    });
  });
}
