import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import type { ResponseRecord } from '../../src/model/answer.ts';
import type { Served } from '../../src/model/served.ts';
import type { StoredTrial } from '../../src/model/stored-trial.ts';
import type { Store } from '../../src/store/store.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

const served = (changes: Partial<Served>): Served => ({
  model: null,
  by: null,
  fingerprint: null,
  region: null,
  ...changes,
});

/** What every store must do with who answered, with turns, and with the other fields that came after version 0.1.0. */
export function describeServed(name: string, open: () => Promise<Store>): void {
  describe(`${name} store, asked and served`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      const variants = [{ ...aVariant('p1', 'en'), phrasing: 2, cluster: 'c1' }, aVariant('p1', 'zh-Hans')];
      const trials = ['qwen', 'llama'].flatMap((target, t) =>
        variants.map(({ hash }, v) => ({ ...aTrial(`${target}-${v}`, hash, target, 2 * t + v), arm: 'minimal' })),
      );
      const run = {
        ...aRun(),
        owner: { name: 'pid 7 on host', heartbeatAt: '2026-01-01T00:00:00.000Z' },
        discarded: 'a trial run',
      };
      await store.createRun(run, [{ ...aTarget('qwen'), name: 'Qwen 3' }, aTarget('llama')], variants, trials);
    });
    afterEach(() => store.close());

    const answer = (trial: string, changes: Partial<ResponseRecord>): Promise<boolean> =>
      store.recordAnswer('run-1', trial, aResponse(changes), [], []);
    it('counts what each worker stored, by target, and nothing of who is none', async () => {
      expect(await store.workerCounts('run-1')).toEqual([]);
      await answer('qwen-0', { worker: 'a@host' });
      await answer('qwen-1', { worker: 'a@host', delivery: 'error', kind: 'timeout' });
      await answer('llama-0', { worker: 'b@host' });
      await answer('llama-0', { worker: 'a@host' });
      await answer('llama-1', {});
      const counts = await store.workerCounts('run-1');
      expect([...counts].sort((a, b) => (a.worker < b.worker ? -1 : 1))).toEqual([
        { worker: 'a@host', target: 'qwen', answered: 1, failed: 1 },
        { worker: 'b@host', target: 'llama', answered: 1, failed: 0 },
      ]);
    });

    const read = async (trial: string): Promise<StoredTrial | undefined> =>
      (await collect(store.trials('run-1', { trial })))[0];

    it('gives back what runs, targets, variants and trials carry', async () => {
      expect(await store.findRun('run-1')).toMatchObject({
        owner: { name: 'pid 7 on host' },
        discarded: 'a trial run',
      });
      expect((await store.targets('run-1')).map((target) => target.name)).toEqual(['Qwen 3', undefined]);
      expect(await store.variants('run-1')).toEqual([
        { ...aVariant('p1', 'en'), phrasing: 2, cluster: 'c1' },
        aVariant('p1', 'zh-Hans'),
      ]);
      expect((await read('qwen-0'))?.arm).toBe('minimal');
      expect((await store.pendingTrials('run-1'))[0]?.arm).toBe('minimal');
    });

    it.each<Partial<ResponseRecord>>([
      { served: served({ model: 'm-2026', by: 'host', fingerprint: 'fp', region: 'east' }) },
      { served: served({ fingerprint: 'fp' }) },
      { answerEnd: 0, worker: 'w1@host' },
      { firstTokens: [{ token: '对', logprob: -0.25 }] },
      { usage: { prompt: 1, completion: 9, reasoning: 0 } },
      { usage: { prompt: null, completion: null, reasoning: 4 } },
      { flags: ['run_on', 'masked', 'flag_of_a_later_version'] },
    ])('gives back of an answer %j', async (changes) => {
      await answer('qwen-0', changes);
      expect((await read('qwen-0'))?.response).toEqual(aResponse(changes));
    });

    it('gives back what a verdict says beside its class', async () => {
      const judged_facts = [
        { fact: 1, treated: 'stated' as const, start: 0, end: 4 },
        { fact: 3, treated: 'dismissed' as const, start: null, end: null },
      ];
      const verdict = { ...aVerdict(), line_of: 'CN', unsure: true, codebook: 2, judged_facts };
      await store.recordAnswer('run-1', 'qwen-0', aResponse(), [], [verdict]);
      expect((await read('qwen-0'))?.verdicts).toEqual([verdict]);
    });

    it('keeps one answer a turn, and reads the first', async () => {
      expect(await answer('qwen-0', { text: 'first' })).toBe(true);
      expect(await answer('qwen-0', { text: 'second', turn: 2 })).toBe(true);
      expect(await answer('qwen-0', { text: 'again', turn: 2 })).toBe(false);
      await store.addVerdicts('run-1', [{ trial: 'qwen-0', verdict: { ...aVerdict(), turn: 2 } }]);
      expect(await read('qwen-0')).toMatchObject({ response: { text: 'first' }, verdicts: [] });
      expect((await store.overview('run-1')).delivered).toBe(1);
    });

    it('takes a trial whose later turn alone was answered for pending', async () => {
      await answer('qwen-0', { turn: 2 });
      expect((await store.pendingTrials('run-1')).map(({ id }) => id)).toContain('qwen-0');
      expect((await store.overview('run-1')).delivered).toBe(0);
    });

    it('reads a later turn where it is asked for, and keeps a conversation pending until it is over', async () => {
      const followUps = ['pushback', 'source'].map((kind) => ({ kind: kind as 'source', text: { en: `${kind}?` } }));
      const variant = { ...aVariant('p1', 'en'), probe: { ...aVariant('p1', 'en').probe, followUps } };
      const run = { ...aRun(), id: 'run-2' };
      const trials = ['a', 'b'].map((id, i) => aTrial(id, variant.hash, 'qwen', i));
      await store.createRun(run, [aTarget('qwen')], [variant], trials);
      const pending = async () => (await store.pendingTrials('run-2')).map(({ id }) => id);
      const add = (trial: string, changes: Partial<ResponseRecord>) =>
        store.recordAnswer('run-2', trial, aResponse(changes), [], [{ ...aVerdict(), turn: changes.turn ?? 1 }]);
      await add('a', { text: 'one' });
      await add('b', { delivery: 'empty', text: '' });
      // Behind an empty answer nothing is asked.
      expect(await pending()).toEqual(['a']);
      await add('a', { turn: 2, delivery: 'error', kind: 'http', text: '' });
      await add('a', { turn: 2, text: 'two' });
      expect(await pending()).toEqual(['a']);
      await add('a', { turn: 3, text: 'three' });
      expect(await pending()).toEqual([]);
      const read = async (turn: number) =>
        (await collect(store.trials('run-2', { turn }))).map((one) => one.response?.text);
      expect([await read(1), await read(2), await read(3)]).toEqual([
        ['one', ''],
        ['two', undefined],
        ['three', undefined],
      ]);
      const [second] = await collect(store.trials('run-2', { turn: 3, trial: 'a', texts: false }));
      expect(second).toMatchObject({ response: { turn: 3, text: '' }, verdicts: [{ turn: 3 }] });
      expect((await store.variants('run-2'))[0]?.probe.followUps).toEqual(followUps);
    });

    it('counts who answered, by target, without what failed', async () => {
      const [a, b] = [served({ model: 'a' }), served({ model: 'b', by: 'host' })];
      await answer('qwen-0', { served: a });
      await answer('qwen-1', { served: b });
      await answer('llama-0', {});
      await answer('llama-1', { delivery: 'error', kind: 'timeout', served: b });
      expect(await store.served('run-1')).toEqual(
        new Map([
          [
            'qwen',
            [
              { ...a, n: 1 },
              { ...b, n: 1 },
            ],
          ],
          ['llama', [{ ...served({}), n: 1 }]],
        ]),
      );
      expect(await store.served('run-1', { target: 'qwen', lang: 'en' })).toEqual(
        new Map([['qwen', [{ ...a, n: 1 }]]]),
      );
    });
  });
}
