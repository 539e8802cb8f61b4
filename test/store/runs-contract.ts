import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { StoreError } from '../../src/lib/errors.ts';
import type { RunRecord } from '../../src/model/run.ts';
import type { Store } from '../../src/store/store.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

/** What every store must do with runs: making, finding, listing, ending and removing them. */
export function describeRuns(name: string, open: () => Promise<Store>): void {
  describe(`${name} store, runs`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    async function withRun(changes: Partial<RunRecord> = {}): Promise<void> {
      const variant = aVariant('p1', 'en');
      const trials = ['t0', 't1'].map((id, position) => aTrial(id, variant.hash, 'qwen', position));
      await store.createRun({ ...aRun(), ...changes }, [aTarget('qwen'), aTarget('llama')], [variant], trials);
    }

    it('gives back every field of a run, of imports too', async () => {
      const imported: RunRecord = {
        ...aRun(),
        id: 'run-2',
        name: null,
        origin: 'import',
        endedAt: '2026-01-03T00:00:00.000Z',
        gitVersion: 'abc123',
        probeSets: [],
      };
      await store.createRun(imported, [], [], []);
      expect(await store.findRun('run-2')).toEqual(imported);
    });

    it('replaces the identity of a target that never answered, and of no other', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', { ...aResponse(), delivery: 'error', kind: 'http' }, [], []);
      const before = aTarget('qwen');
      const fuller = { ...before, identityHash: 'now', identity: { ...before.identity, engineBuild: '1.2' } };
      await store.replaceIdentity('run-1', { ...fuller, model: 'not taken' });
      expect(await store.targets('run-1')).toEqual([fuller, aTarget('llama')]);
      await store.recordAnswer('run-1', 't0', aResponse(), [], []);
      await expect(store.replaceIdentity('run-1', before)).rejects.toThrow('never answered, got qwen');
      await store.replaceIdentity('run-1', { ...aTarget('llama'), identityHash: fuller.identityHash });
      expect((await store.targets('run-1'))[0]).toEqual(fuller);
    });

    it('gives back targets of services as hosted, and nothing as something', async () => {
      const hosted = { ...aTarget('qwen'), where: 'hosted' as const, family: null };
      await store.createRun(aRun(), [hosted, aTarget('llama')], [], []);
      expect(await store.targets('run-1')).toEqual([hosted, aTarget('llama')]);
    });

    it('finds the newest of several runs of one name', async () => {
      await withRun({ id: 'a', name: 'nightly' });
      await withRun({ id: 'b', name: 'nightly' });
      await withRun({ id: 'c', name: 'other' });
      expect((await store.findRun('nightly'))?.id).toBe('b');
    });

    it('prefers an id to a name, and a name to the beginning of an id', async () => {
      await withRun({ id: 'aa1', name: 'bb1' });
      await withRun({ id: 'bb1', name: 'aa' });
      await withRun({ id: 'cc1', name: 'bb1' });
      expect((await store.findRun('bb1'))?.id).toBe('bb1');
      expect((await store.findRun('aa'))?.id).toBe('bb1');
      expect((await store.findRun('c'))?.id).toBe('cc1');
    });

    it('takes only the beginning of an id, not its middle', async () => {
      await withRun({ id: 'abcdef' });
      expect((await store.findRun('abc'))?.id).toBe('abcdef');
      expect(await store.findRun('bcd')).toBeNull();
      expect(await store.findRun('abcdefg')).toBeNull();
    });

    it('finds nothing in an empty store, and nothing by an empty reference', async () => {
      expect(await store.findRun('latest')).toBeNull();
      expect(await store.findRun('run-1')).toBeNull();
      expect(await store.listRuns()).toEqual([]);
      await withRun();
      expect(await store.findRun('')).toBeNull();
    });

    it('lists runs from the oldest on, each with its own targets and counts', async () => {
      await withRun({ id: 'run-2' });
      await withRun({ id: 'run-1' });
      await store.createRun({ ...aRun(), id: 'empty' }, [], [], []);
      await store.recordAnswer('run-1', 't0', aResponse(), [], []);
      await store.recordAnswer('run-1', 't1', aResponse({ delivery: 'error', kind: 'timeout' }), [], []);
      const targets = ['qwen', 'llama'];
      expect(await store.listRuns()).toEqual([
        { ...aRun(), id: 'run-2', targets, trials: 2, delivered: 0, undelivered: 2 },
        { ...aRun(), id: 'run-1', targets, trials: 2, delivered: 1, undelivered: 1 },
        { ...aRun(), id: 'empty', targets: [], trials: 0, delivered: 0, undelivered: 0 },
      ]);
    });

    it('counts a trial once, by what it ended in, however often it was asked', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', aResponse({ delivery: 'error' }), [], []);
      await store.recordAnswer('run-1', 't0', aResponse({ delivery: 'error' }), [], []);
      await store.recordAnswer('run-1', 't0', aResponse({ delivery: 'empty' }), [], []);
      expect((await store.listRuns())[0]).toMatchObject({ trials: 2, delivered: 1, undelivered: 1 });
    });

    it('refuses an id that is taken, and keeps the run that has it', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', aResponse(), [], []);
      await expect(store.createRun({ ...aRun(), name: 'thief' }, [], [], [])).rejects.toThrow(StoreError);
      expect((await store.findRun('run-1'))?.name).toBe('first');
      expect(await store.pendingTrials('run-1')).toHaveLength(1);
    });

    it('stores nothing of a run with two trials of one id', async () => {
      const variant = aVariant('p1', 'en');
      const trials = [aTrial('t', variant.hash, 'qwen', 0), aTrial('t', variant.hash, 'qwen', 1)];
      await expect(store.createRun(aRun(), [aTarget('qwen')], [variant], trials)).rejects.toThrow(StoreError);
      expect(await store.listRuns()).toEqual([]);
    });

    it('stores nothing of a run with a trial of a variant or of a target that it lacks, and names the trial', async () => {
      const variant = aVariant('p1', 'en');
      for (const trial of [aTrial('t', variant.hash, 'olmo', 0), aTrial('t', 'unknown', 'qwen', 0)]) {
        const created = store.createRun(aRun(), [aTarget('qwen')], [variant], [trial]);
        await expect(created).rejects.toThrow(StoreError);
        await expect(created).rejects.toThrow(/^trial t names .* the run lacks$/);
        expect(await store.listRuns()).toEqual([]);
      }
    });

    it('keeps the same trials, probes and targets apart in two runs', async () => {
      await withRun({ id: 'run-1' });
      await withRun({ id: 'run-2' });
      await store.recordAnswer('run-2', 't0', aResponse({ text: 'of the second' }), [], [aVerdict()]);
      const [first] = await collect(store.trials('run-1'));
      expect(first).toMatchObject({ id: 't0', response: null, verdicts: [] });
      expect((await store.pendingTrials('run-1')).map(({ id }) => id)).toEqual(['t0', 't1']);
      expect((await store.pendingTrials('run-2')).map(({ id }) => id)).toEqual(['t1']);
    });

    it('ends the run that is named, and no other', async () => {
      await withRun({ id: 'run-1' });
      await withRun({ id: 'run-2' });
      await store.endRun('run-1', '2026-01-02T00:00:00.000Z');
      expect((await store.findRun('run-1'))?.endedAt).toBe('2026-01-02T00:00:00.000Z');
      expect((await store.findRun('run-2'))?.endedAt).toBeNull();
    });

    it('takes a removed run’s id again, without anything of the old one', async () => {
      await withRun();
      await store.recordAnswer('run-1', 't0', aResponse(), [], [aVerdict()]);
      await store.removeRun('run-1');
      await withRun({ name: 'again' });
      expect((await store.pendingTrials('run-1')).map(({ id }) => id)).toEqual(['t0', 't1']);
      expect(await store.recordAnswer('run-1', 't0', aResponse({ text: 'new' }), [], [])).toBe(true);
      expect((await collect(store.trials('run-1')))[0]).toMatchObject({ response: { text: 'new' }, verdicts: [] });
    });

    it('says which run it does not have, whatever is asked of it', async () => {
      const asked = [
        store.endRun('gone', '2026-01-02T00:00:00.000Z'),
        store.removeRun('gone'),
        store.targets('gone'),
        store.variants('gone'),
        store.pendingTrials('gone'),
        store.recordAnswer('gone', 't0', aResponse(), [], []),
        store.addVerdicts('gone', []),
        collect(store.trials('gone')),
        store.attempts('gone', 't0'),
      ];
      for (const one of await Promise.allSettled(asked)) {
        expect(one).toMatchObject({ status: 'rejected', reason: expect.any(StoreError) });
        expect(one).toMatchObject({ reason: { message: expect.stringMatching(/^expected a run of .*got gone/) } });
      }
    });

    it('has nothing to give once it is closed', async () => {
      await withRun();
      const closed = await open();
      await closed.createRun(aRun(), [], [], []);
      await closed.close();
      await expect(closed.targets('run-1')).rejects.toThrow(StoreError);
    });
  });
}
