import { describe, expect, it } from 'vitest';
import { observe } from '../../../src/audit/read/observations.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../../store/records.ts';

async function aStore(verdicts: readonly string[]): Promise<MemoryStore> {
  const store = new MemoryStore();
  await store.createRun(aRun(), [aTarget('a')], [aVariant('p', 'en')], [aTrial('t', 'p-en', 'a', 0)]);
  const given = verdicts.map((name) => ({ ...aVerdict(), classifier: { ...aVerdict().classifier, name } }));
  await store.recordAnswer('run-1', 't', aResponse(), [], given);
  return store;
}

describe('observe', () => {
  it('counts the verdicts of the classifier that is named, and the newest of a machine where none is', async () => {
    const store = await aStore(['rules', 'judge:a', 'human']);
    const by = async (name: string | null) =>
      (await observe(store, 'run-1', name === null ? null : { name })).classifiers.map((one) => one.name);
    expect(await by(null)).toEqual(['judge:a']);
    for (const name of ['rules', 'judge:a', 'human']) expect(await by(name)).toEqual([name]);
  });

  it('refuses a classifier that judged nothing where others did, and names them', async () => {
    const store = await aStore(['rules', 'judge:a']);
    await expect(observe(store, 'run-1', { name: 'rulez' })).rejects.toThrow(
      'expected who judged answers of run run-1 (judge:a, rules), got "rulez". Did you mean "rules"?',
    );
    await expect(observe(store, 'run-1', { name: 'rules', version: 'other' })).rejects.toThrow('got "rules"');
  });

  it('reads a run that nobody judged, whoever is named', async () => {
    const { observations, classifiers } = await observe(await aStore([]), 'run-1', { name: 'rules' });
    expect([observations.length, classifiers.length]).toEqual([1, 0]);
  });
});
