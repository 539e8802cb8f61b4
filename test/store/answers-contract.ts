import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { StoreError } from '../../src/lib/errors.ts';
import type { AttemptRecord, ResponseRecord } from '../../src/model/answer.ts';
import type { StoredTrial, StoredVerdict } from '../../src/model/stored-trial.ts';
import type { Store } from '../../src/store/store.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

function anAttempt(n: number): AttemptRecord {
  return { n, at: '2026-01-01T00:00:00.000Z', latencyMs: 1.5, status: null, kind: null, message: `${n}`, body: null };
}

/** What every store must do with answers and verdicts: give back what it was given, keep the first, add beside it. */
export function describeAnswers(name: string, open: () => Promise<Store>): void {
  describe(`${name} store, answers`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      const variants = [aVariant('p1', 'en'), aVariant('p1', 'zh-Hans'), aVariant('p2', 'en')];
      const trials = ['qwen', 'llama'].flatMap((target, t) =>
        variants.map(({ hash }, v) => aTrial(`${target}-${v}`, hash, target, 3 * t + v)),
      );
      await store.createRun(aRun(), [aTarget('qwen'), aTarget('llama')], variants, trials);
    });
    afterEach(() => store.close());

    async function read(filter?: Parameters<Store['trials']>[1]): Promise<StoredTrial[]> {
      return collect(store.trials('run-1', filter));
    }
    async function readBack(
      response: ResponseRecord,
      verdicts: StoredVerdict[] = [],
    ): Promise<StoredTrial | undefined> {
      await store.recordAnswer('run-1', 'qwen-0', response, [], verdicts);
      return (await read({ trial: 'qwen-0' }))[0];
    }

    it('gives back a trial that was never asked with all that was planned', async () => {
      const planned = { ...aTrial('qwen-1', 'p1-zh-Hans', 'qwen', 1), response: null, verdicts: [] };
      expect((await read())[1]).toEqual(planned);
      expect(await store.pendingTrials('run-1')).toContainEqual(aTrial('qwen-1', 'p1-zh-Hans', 'qwen', 1));
    });

    it.each<Partial<ResponseRecord>>([
      { delivery: 'provider_filter', side: 'output', reason: 'content_filter', finish: null, text: '' },
      { delivery: 'error', kind: 'timeout', usage: null, latencyMs: null, askedAt: null, finish: null },
      { reasoning: null, reasoningState: 'absent', envelope: {} },
      { usage: { prompt: 0, completion: null } },
      { usage: { prompt: null, completion: 0 } },
      { flags: ['maybe_filter', 'finish_unknown'] },
      { served: { model: 'm', by: null, fingerprint: null, region: null } },
      { served: { model: null, by: 'host', fingerprint: null, region: null } },
      { served: { model: null, by: null, fingerprint: null, region: 'east' } },
      { answerEnd: 12, latencyMs: 0 },
      { text: 'line\nline\u0000 "quoted" 😀', envelope: { id: null, nested: { list: [1, 'two'] } } },
    ])('gives back what is special about an answer %j', async (changes) => {
      expect((await readBack(aResponse(changes)))?.response).toEqual(aResponse(changes));
    });

    it.each<Partial<StoredVerdict>>([
      { class: null, sub: null, flags: [], confidence: null, evidence: null, unjudged: true, note: 'no reply fits' },
      { of: 'reasoning', evidence: { start: 0, end: 2, text: 'Hm' } },
      { evidence: { start: 0, end: 1, text: 'I' }, note: 'looked at twice', by: 'Ada' },
      { flags: ['partial', 'mixed'], confidence: 0 },
      { classifier: { name: 'rules', version: 'v2', mode: 'probe' } },
    ])('gives back what is special about a verdict %j', async (changes) => {
      const verdict = { ...aVerdict(), ...changes };
      expect((await readBack(aResponse(), [verdict]))?.verdicts).toEqual([verdict]);
    });

    it('keeps classifiers of one name apart by version and mode', async () => {
      const classifiers = [
        { name: 'rules', version: 'v1', mode: 'general' },
        { name: 'rules', version: 'v1', mode: 'probe' },
        { name: 'rules', version: 'v2', mode: 'general' },
        { name: 'human', version: 'v1', mode: 'general' },
      ] as const;
      const verdicts = classifiers.map((classifier) => ({ ...aVerdict(), classifier }));
      const trial = await readBack(aResponse(), verdicts);
      expect(trial?.verdicts.map(({ classifier }) => classifier)).toEqual(classifiers);
    });

    it('takes a verdict again on an answer that could not be judged before', async () => {
      const unjudged: StoredVerdict = { ...aVerdict(), class: null, evidence: null, unjudged: true };
      await readBack(aResponse(), [unjudged]);
      await store.addVerdicts('run-1', [{ trial: 'qwen-0', verdict: unjudged }]);
      await store.addVerdicts('run-1', [{ trial: 'qwen-0', verdict: aVerdict() }]);
      expect((await read({ trial: 'qwen-0' }))[0]?.verdicts).toEqual([unjudged, unjudged, aVerdict()]);
    });

    it('adds verdicts to the trials they are for', async () => {
      const second = { ...aVerdict(), note: 'the other' };
      await store.recordAnswer('run-1', 'qwen-0', aResponse(), [], []);
      await store.recordAnswer('run-1', 'llama-0', aResponse(), [], []);
      await store.addVerdicts('run-1', [
        { trial: 'llama-0', verdict: aVerdict() },
        { trial: 'qwen-0', verdict: second },
      ]);
      const of = new Map((await read()).map(({ id, verdicts }) => [id, verdicts]));
      expect([of.get('qwen-0'), of.get('llama-0'), of.get('qwen-1')]).toEqual([[second], [aVerdict()], []]);
    });

    it('stores nothing at all of a second answer: no attempt, no verdict', async () => {
      await readBack(aResponse());
      const second = aResponse({ text: 'second' });
      expect(await store.recordAnswer('run-1', 'qwen-0', second, [anAttempt(1)], [aVerdict()])).toBe(false);
      expect((await read({ trial: 'qwen-0' }))[0]).toMatchObject({ response: aResponse(), verdicts: [] });
      expect(await store.attempts('run-1', 'qwen-0')).toEqual([]);
    });

    it('stores one of two answers that come at once', async () => {
      const stored = await Promise.all(
        ['one', 'two', 'three'].map((text) => store.recordAnswer('run-1', 'qwen-0', aResponse({ text }), [], [])),
      );
      expect(stored).toEqual([true, false, false]);
      expect((await read({ trial: 'qwen-0' }))[0]?.response?.text).toBe('one');
    });

    it('shows the newest of several failures, with the attempts of all in their order', async () => {
      const failure = (reason: string): ResponseRecord => aResponse({ delivery: 'error', kind: 'http', reason });
      const record = (reason: string, failed: AttemptRecord[]): Promise<boolean> =>
        store.recordAnswer('run-1', 'qwen-0', failure(reason), failed, []);
      expect(await record('first', [anAttempt(1), anAttempt(2)])).toBe(true);
      const byWorker: AttemptRecord = { ...anAttempt(3), worker: 'w1@host', kind: 'http', status: 502 };
      expect(await record('second', [byWorker])).toBe(true);
      expect((await read({ trial: 'qwen-0' }))[0]?.response?.reason).toBe('second');
      expect(await store.attempts('run-1', 'qwen-0')).toEqual([anAttempt(1), anAttempt(2), byWorker]);
      expect(await store.attempts('run-1', 'qwen-1')).toEqual([]);
    });

    it('says which trial it does not have', async () => {
      const asked = [
        store.recordAnswer('run-1', 'nowhere', aResponse(), [], []),
        store.addVerdicts('run-1', [{ trial: 'nowhere', verdict: aVerdict() }]),
        store.attempts('run-1', 'nowhere'),
      ];
      for (const one of await Promise.allSettled(asked)) {
        expect(one).toMatchObject({ status: 'rejected', reason: expect.any(StoreError) });
        expect(one).toMatchObject({ reason: { message: 'expected a trial of run run-1, got nowhere' } });
      }
    });

    it('stores two hundred answers that come at once', async () => {
      const variant = aVariant('p1', 'en');
      const trials = Array.from({ length: 200 }, (_, i) => aTrial(`t${i}`, variant.hash, 'qwen', i));
      await store.createRun({ ...aRun(), id: 'run-2' }, [aTarget('qwen')], [variant], trials);
      const stored = trials.map(({ id }) => store.recordAnswer('run-2', id, aResponse({ text: id }), [], [aVerdict()]));
      expect(new Set(await Promise.all(stored))).toEqual(new Set([true]));
      const kept = await collect(store.trials('run-2'));
      expect(kept.map(({ response }) => response?.text)).toEqual(trials.map(({ id }) => id));
      expect(await store.pendingTrials('run-2')).toEqual([]);
    });

    it('reads the trials that all filters let through', async () => {
      const ids = async (filter: Parameters<Store['trials']>[1]): Promise<string[]> =>
        (await read(filter)).map(({ id }) => id);
      expect(await ids({ target: 'llama' })).toEqual(['llama-0', 'llama-1', 'llama-2']);
      expect(await ids({ lang: 'zh-Hans' })).toEqual(['qwen-1', 'llama-1']);
      expect(await ids({ probe: 'p2' })).toEqual(['qwen-2', 'llama-2']);
      expect(await ids({ trial: 'llama-1' })).toEqual(['llama-1']);
      expect(await ids({ target: 'qwen', probe: 'p1', lang: 'en' })).toEqual(['qwen-0']);
      expect(await ids({ probe: 'p3' })).toEqual([]);
      expect(await ids({})).toHaveLength(6);
    });

    it('leaves texts out, and says nothing else otherwise', async () => {
      const inReasoning: StoredVerdict = { ...aVerdict(), of: 'reasoning', evidence: { start: 0, end: 2, text: 'Hm' } };
      const none: StoredVerdict = { ...aVerdict(), evidence: null };
      await readBack(aResponse(), [aVerdict(), inReasoning, none]);
      const [withTexts] = await read({ trial: 'qwen-0', texts: true });
      expect(withTexts?.response).toEqual(aResponse());
      const [trial, unasked] = await read({ texts: false });
      expect(trial?.response).toEqual(aResponse({ text: '', reasoning: null, envelope: {} }));
      expect(trial?.verdicts).toEqual([
        { ...aVerdict(), evidence: { start: 2, end: 19, text: '' } },
        { ...inReasoning, evidence: { start: 0, end: 2, text: '' } },
        none,
      ]);
      expect(unasked).toMatchObject({ response: null, verdicts: [] });
    });

    it('hands out lists that can be changed without changing the store', async () => {
      const trial = await readBack(aResponse(), [aVerdict()]);
      (trial?.verdicts as StoredVerdict[] | undefined)?.pop();
      (await store.targets('run-1')).pop();
      (await store.variants('run-1')).pop();
      expect((await read({ trial: 'qwen-0' }))[0]?.verdicts).toHaveLength(1);
      expect(await store.targets('run-1')).toHaveLength(2);
      expect(await store.variants('run-1')).toHaveLength(3);
    });
  });
}
