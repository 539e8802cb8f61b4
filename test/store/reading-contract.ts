import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import type { VariantRecord } from '../../src/model/run.ts';
import type { Store } from '../../src/store/store.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

/** What every store must do for who reads much of it. `open` gives a fresh, empty one. */
export function describeReading(name: string, open: () => Promise<Store>): void {
  describe(`${name} store, read question by question`, () => {
    const asked = aVariant('p1', 'en');
    const talked: VariantRecord = {
      ...aVariant('p2', 'en'),
      probe: { ...aVariant('p2', 'en').probe, followUps: [{ kind: 'own', text: { en: 'Sure?' } }] },
    };
    let store: Store;
    beforeEach(async () => {
      store = await open();
      const trials = [0, 1, 2, 3].map((i) => aTrial(`${i}t`, i % 2 === 0 ? asked.hash : talked.hash, 'qwen', i));
      await store.createRun(aRun(), [aTarget('qwen')], [asked, talked], trials);
    });
    afterEach(() => store.close());

    const ids = async (filter: Parameters<Store['trials']>[1]) =>
      (await collect(store.trials('run-1', filter))).map(({ id }) => id);

    it('gives the trials of a question, and those whose ids begin so', async () => {
      expect(await ids({ variant: asked.hash })).toEqual(['0t', '2t']);
      expect(await ids({ variant: talked.hash, target: 'qwen' })).toEqual(['1t', '3t']);
      expect(await ids({ variant: talked.hash, target: 'other' })).toEqual([]);
      expect(await ids({ variant: 'other' })).toEqual([]);
      expect(await ids({ trialPrefix: '2' })).toEqual(['2t']);
      expect(await ids({ trialPrefix: '%' })).toEqual([]);
    });

    it('counts the conversations that have begun and go on', async () => {
      expect(await store.pendingTurns('run-1')).toBe(0);
      for (const id of ['0t', '1t', '3t']) await store.recordAnswer('run-1', id, aResponse(), [], []);
      expect(await store.pendingTurns('run-1')).toBe(2);
      await store.recordAnswer('run-1', '3t', aResponse({ turn: 2 }), [], []);
      await store.recordAnswer('run-1', '1t', aResponse({ turn: 2, delivery: 'error', kind: 'http' }), [], []);
      expect(await store.pendingTurns('run-1')).toBe(1);
      expect((await store.pendingTrials('run-1')).map(({ id }) => id)).toEqual(['1t', '2t']);
    });

    it('names who gave verdicts, each once', async () => {
      expect(await store.classifiers('run-1')).toEqual([]);
      const by = (classifier: string) => ({
        ...aVerdict(),
        classifier: { ...aVerdict().classifier, name: classifier },
      });
      await store.recordAnswer('run-1', '0t', aResponse(), [], [by('rules'), by('human')]);
      await store.recordAnswer('run-1', '1t', aResponse(), [], [by('rules')]);
      const { version, mode } = aVerdict().classifier;
      expect(await store.classifiers('run-1')).toEqual([
        { name: 'rules', version, mode },
        { name: 'human', version, mode },
      ]);
    });

    it('tells how long the newest answer of each trial is', async () => {
      await store.recordAnswer('run-1', '0t', aResponse({ delivery: 'error', kind: 'http', text: 'x' }), [], []);
      await store.recordAnswer('run-1', '0t', aResponse({ text: '六四 👍' }), [], []);
      const lengths = await store.answerLengths('run-1');
      expect([lengths.get('0t'), lengths.get('1t')]).toEqual([4, undefined]);
    });
  });
}
