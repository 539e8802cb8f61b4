import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/lib/errors.ts';
import type { SampledTrial } from '../../src/model/label-sample.ts';
import type { Store } from '../../src/store/store.ts';
import { aRun, aTarget, aTrial, aVariant } from './records.ts';

function drawn(draw: string, trials: readonly string[], answers = 3): SampledTrial[] {
  return trials.map((trial) => ({
    trial,
    draw,
    stratum: 'refusal / qwen',
    probability: trials.length / answers,
    at: '2026-01-02T00:00:00.000Z',
    design: {
      seed: 1,
      fields: ['class', 'target'],
      since: '2026-01-02T00:00:00.000Z',
      part: { target: null, lang: null },
      frame: answers,
      answers,
      drawn: trials.length,
    },
  }));
}

/** What every store must do with samples drawn for labelling. */
export function describeLabelSamples(name: string, open: () => Promise<Store>): void {
  describe(`${name} store, samples for labelling`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      const variant = aVariant('p1', 'en');
      const trials = ['t0', 't1', 't2'].map((id, i) => aTrial(id, variant.hash, 'qwen', i));
      await store.createRun(aRun(), [aTarget('qwen')], [variant], trials);
    });
    afterEach(() => store.close());

    it('gives back the newest draw whole, in the order in which it was drawn', async () => {
      expect(await store.labelSample('run-1')).toEqual([]);
      await store.addLabelSample('run-1', drawn('1', ['t2', 't0']));
      expect(await store.labelSample('run-1')).toEqual(drawn('1', ['t2', 't0']));
      await store.addLabelSample('run-1', drawn('2', ['t2', 't0', 't1']));
      expect(await store.labelSample('run-1')).toEqual(drawn('2', ['t2', 't0', 't1']));
    });

    it('keeps nothing of a draw that names a trial twice or one that the run lacks', async () => {
      await store.addLabelSample('run-1', drawn('1', ['t1']));
      for (const trials of [
        ['t0', 't0'],
        ['t0', 'nowhere'],
      ]) {
        await expect(store.addLabelSample('run-1', drawn('2', trials))).rejects.toThrow(StoreError);
        expect(await store.labelSample('run-1')).toEqual(drawn('1', ['t1']));
      }
    });
  });
}
