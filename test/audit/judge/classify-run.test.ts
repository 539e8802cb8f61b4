import { describe, expect, it } from 'vitest';
import { classifyRun } from '../../../src/audit/judge/classify-run.ts';
import type { Classifier, Item } from '../../../src/classify/classifier.ts';
import { collect } from '../../../src/lib/collect.ts';
import type { Verdict, VerdictClass } from '../../../src/model/verdict.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import type { Store } from '../../../src/store/store.ts';
import { aClock } from '../../runner/fake-target.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../../store/records.ts';

const signal = new AbortController().signal;

/** A run with two answers, of which the first has a reasoning trace. */
async function judgedRun(): Promise<Store> {
  const store = new MemoryStore();
  const variants = [aVariant('p', 'en'), aVariant('p', 'zh-Hans')];
  const trials = variants.map(({ hash }, i) => aTrial(`t${i}`, hash, 'a', i));
  await store.createRun(aRun(), [aTarget('a')], variants, trials);
  await store.recordAnswer('run-1', 't0', aResponse(), [], [aVerdict()]);
  const plain = aResponse({ reasoning: null, reasoningState: 'absent' });
  await store.recordAnswer('run-1', 't1', plain, [], [aVerdict()]);
  return store;
}

function classifier(found: (item: Item) => VerdictClass | string, version = 'v'): Classifier & { asked: number } {
  const id = { name: 'judge:j', version, mode: 'general' } as const;
  const one = {
    ...id,
    asked: 0,
    classify: async (item: Item): Promise<Verdict> => {
      one.asked += 1;
      const said = found(item);
      const shared = { flags: [], of: item.of, confidence: null, evidence: null, classifier: id };
      if (said === 'neutral') return { ...shared, class: 'neutral', sub: 'factual' };
      return { ...shared, class: null, sub: null, unjudged: true, note: said };
    },
    close: async () => undefined,
  };
  return one;
}

async function verdictsBy(store: Store, name: string) {
  const trials = await collect(store.trials('run-1'));
  return trials.map(({ verdicts }) => verdicts.filter((one) => one.classifier.name === name).map(({ note }) => note));
}

describe('judging a run again', () => {
  it('adds a verdict for every answer and trace, and judges none twice', async () => {
    const store = await judgedRun();
    const judge = classifier(() => 'neutral');
    const first = await classifyRun(store, 'run-1', judge, aClock(), signal);
    expect(first).toMatchObject({ judged: 2, unjudged: 0, changed: 2, kept: 0 });
    expect(judge.asked).toBe(3);
    expect(await classifyRun(store, 'run-1', judge, aClock(), signal)).toMatchObject({
      judged: 2,
      changed: 0,
      kept: 2,
    });
    expect(judge.asked).toBe(3);
    expect((await verdictsBy(store, 'judge:j')).map((all) => all.length)).toEqual([2, 1]);
    expect((await verdictsBy(store, 'rules')).map((all) => all.length)).toEqual([1, 1]);
  });

  it('tries what was left unjudged once more, and stores that again only where the reason is another', async () => {
    const store = await judgedRun();
    const mute = classifier(() => 'it said nothing');
    expect(await classifyRun(store, 'run-1', mute, aClock(), signal)).toMatchObject({ judged: 2, unjudged: 2 });
    expect(await classifyRun(store, 'run-1', mute, aClock(), signal)).toMatchObject({ unjudged: 2, kept: 0 });
    expect(mute.asked).toBe(6);
    expect(await verdictsBy(store, 'judge:j')).toEqual([['it said nothing', 'it said nothing'], ['it said nothing']]);
    await classifyRun(
      store,
      'run-1',
      classifier(() => 'busy'),
      aClock(),
      signal,
    );
    expect((await verdictsBy(store, 'judge:j'))[1]).toEqual(['it said nothing', 'busy']);
    await classifyRun(
      store,
      'run-1',
      classifier(() => 'busy', 'w'),
      aClock(),
      signal,
    );
    expect((await verdictsBy(store, 'judge:j'))[1]).toEqual(['it said nothing', 'busy', 'busy']);
    const done = await classifyRun(
      store,
      'run-1',
      classifier(() => 'neutral', 'w'),
      aClock(),
      signal,
    );
    expect(done).toMatchObject({ unjudged: 0, changed: 2 });
  });

  it('judges the languages that it is told, and counts a newer verdict of a classifier beside it for nothing', async () => {
    const store = await judgedRun();
    const judge = classifier(() => 'neutral');
    expect(await classifyRun(store, 'run-1', judge, aClock(), signal, { languages: ['zh-Hans'] })).toMatchObject({
      judged: 1,
    });
    const other = { ...aVerdict(), classifier: { name: 'judge:k', version: 'v', mode: 'general' as const } };
    await store.addVerdicts('run-1', [{ trial: 't1', verdict: other }]);
    const again = (beside: string[]) =>
      classifyRun(store, 'run-1', judge, aClock(), signal, { languages: ['zh-Hans'], beside });
    expect(await again(['judge:k'])).toMatchObject({ judged: 1, kept: 1 });
    expect(await again([])).toMatchObject({ judged: 1, kept: 0, changed: 1 });
  });

  it('keeps what was judged where it is stopped', async () => {
    const store = await judgedRun();
    const stop = new AbortController();
    const judge = classifier(() => {
      stop.abort();
      return 'neutral';
    });
    await classifyRun(store, 'run-1', judge, aClock(), stop.signal);
    expect((await verdictsBy(store, 'judge:j')).flat()).toHaveLength(1);
  });
});
