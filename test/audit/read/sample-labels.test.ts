import { describe, expect, it } from 'vitest';
import { sampleLabels } from '../../../src/audit/read/sample-labels.ts';
import type { SampledTrial } from '../../../src/model/label-sample.ts';
import type { VerdictClass } from '../../../src/model/verdict.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../../store/records.ts';

const AT = '2026-01-02T00:00:00.000Z';

/** A run of 40 answers, of which 20 were drawn in one stratum, in the order t0, t1, … */
async function drawnRun(): Promise<MemoryStore> {
  const store = new MemoryStore();
  const variant = aVariant('p1', 'en');
  const trials = Array.from({ length: 40 }, (_, i) => aTrial(`t${i}`, variant.hash, 'qwen', i));
  await store.createRun(aRun(), [aTarget('qwen')], [variant], trials);
  for (const { id } of trials) await store.recordAnswer('run-1', id, aResponse(), [], [aVerdict()]);
  const part = { target: null, lang: null };
  const design = { seed: 1, fields: ['class'], since: AT, part, frame: 38, answers: 38, drawn: 20 };
  const sample = trials.slice(0, 20).map(({ id }): SampledTrial => {
    return { trial: id, draw: '1', stratum: 'refusal', probability: 20 / 38, at: AT, design };
  });
  await store.addLabelSample('run-1', sample);
  return store;
}

async function label(
  store: MemoryStore,
  by: string,
  given: readonly (readonly [number, VerdictClass])[],
): Promise<void> {
  const classifier = { name: 'human', version: 'c1', mode: 'general' } as const;
  const verdicts = given.map(([i, found]) => {
    return { trial: `t${i}`, verdict: { ...aVerdict(), class: found, classifier, by, at: AT } };
  });
  await store.addVerdicts('run-1', verdicts);
}

const first = (n: number, found: VerdictClass = 'refusal') => Array.from({ length: n }, (_, i) => [i, found] as const);

describe('labels of a sample', () => {
  it('stand for as many answers as the stratum has for each that is labelled, as far as it is', async () => {
    const store = await drawnRun();
    expect((await sampleLabels(store, 'run-1'))?.sample).toMatchObject({ drawn: 20, labelled: 0, people: [], late: 2 });
    await label(store, 'Ada', first(8));
    const found = await sampleLabels(store, 'run-1');
    expect(found?.sample).toMatchObject({ labelled: 8, people: ['Ada'], passedOver: 0, setAside: 0, undecided: 0 });
    expect(found?.labels.get('t3')).toEqual({
      weight: 38 / 8,
      shares: { refusal: 1, official_narrative: 0, neutral: 0, other: 0 },
    });
    expect(found?.labels.has('t8')).toBe(false);
  });

  it('count as shares where people differ, until somebody decides', async () => {
    const store = await drawnRun();
    await label(store, 'Ada', first(4));
    await label(store, 'Ben', [
      [0, 'neutral'],
      [1, 'refusal'],
    ]);
    const found = await sampleLabels(store, 'run-1');
    expect(found?.sample).toMatchObject({ people: ['Ada', 'Ben'], undecided: 1 });
    expect(found?.labels.get('t0')?.shares).toMatchObject({ refusal: 0.5, neutral: 0.5 });
    await label(store, 'adjudicated:Cy', [[0, 'neutral']]);
    await label(store, 'repeat:Ada', [[1, 'other']]);
    const decided = await sampleLabels(store, 'run-1');
    expect(decided?.sample.undecided).toBe(0);
    expect(decided?.labels.get('t0')?.shares.neutral).toBe(1);
    expect(decided?.labels.get('t1')?.shares.refusal).toBe(1);
  });

  it('may pass over an answer, but wait where answers were picked out of turn', async () => {
    const store = await drawnRun();
    await label(store, 'Ada', [...first(5), [6, 'neutral'], [7, 'neutral']]);
    expect((await sampleLabels(store, 'run-1'))?.sample).toMatchObject({ labelled: 7, passedOver: 1, setAside: 0 });
    await label(store, 'Ada', [
      [14, 'neutral'],
      [17, 'neutral'],
      [19, 'neutral'],
    ]);
    const picked = await sampleLabels(store, 'run-1');
    expect(picked?.sample).toMatchObject({ labelled: 7, passedOver: 1, setAside: 3 });
    expect(picked?.labels.has('t17')).toBe(false);
    await label(store, 'Ada', first(20));
    const whole = await sampleLabels(store, 'run-1');
    expect(whole?.sample).toMatchObject({ labelled: 20, passedOver: 0, setAside: 0 });
    expect(whole?.labels.get('t17')?.weight).toBe(38 / 20);
  });

  it('are those of a named judge where one is asked for, and say so', async () => {
    const store = await drawnRun();
    const classifier = { name: 'judge:j', version: '1', mode: 'general' } as const;
    const verdict = { ...aVerdict(), class: 'neutral' as const, evidence: null, classifier };
    await store.addVerdicts(
      'run-1',
      first(3).map(([i]) => ({ trial: `t${i}`, verdict })),
    );
    const found = await sampleLabels(store, 'run-1', 'judge:j');
    expect(found?.sample).toMatchObject({ by: 'judge:j', people: [], labelled: 3 });
    expect((await sampleLabels(store, 'run-1'))?.sample.labelled).toBe(0);
  });
});
