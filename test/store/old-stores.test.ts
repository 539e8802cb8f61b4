import SqliteConnection from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { contentHash } from '../../src/lib/digest.ts';
import { loadProbes } from '../../src/probes/shipped.ts';
import { variantsOf } from '../../src/probes/variant.ts';
import { planTrials } from '../../src/runner/plan.ts';
import { seededRandom } from '../../src/stats/random.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { copyOldStore, OLD_PROBES } from './old-store.ts';

describe('a store of version 0.1.0', () => {
  it('keeps its answers and verdicts, and knows nothing of what was not noted then', async () => {
    const store = await openSqliteStore(copyOldStore('finished'));
    const trials = await collect(store.trials(await idOf(store)));
    expect(trials).toHaveLength(32);
    const deliveries = trials.map(({ response }) => response?.delivery);
    expect(deliveries.filter((delivery) => delivery === 'ok')).toHaveLength(22);
    for (const { response, verdicts } of trials) {
      expect(response?.served).toBeUndefined();
      expect(response?.turn).toBeUndefined();
      expect(response?.usage?.reasoning).toBeUndefined();
      for (const verdict of verdicts) {
        expect(verdict).not.toHaveProperty('line_of');
        expect(verdict).not.toHaveProperty('unsure');
        expect(verdict).not.toHaveProperty('codebook');
      }
    }
    expect(trials.flatMap(({ verdicts }) => verdicts)).toHaveLength(84);
    await store.close();
  });

  it('has empty columns for what is not known, and the first turn and codebook', async () => {
    const file = copyOldStore('finished');
    await (await openSqliteStore(file)).close();
    const connection = new SqliteConnection(file);
    expect(
      connection.prepare('select distinct served_model, served_by, system_fingerprint, turn from responses').all(),
    ).toEqual([{ served_model: null, served_by: null, system_fingerprint: null, turn: 1 }]);
    expect(connection.prepare('select distinct line_of, unsure, codebook, turn from verdicts').all()).toEqual([
      { line_of: null, unsure: 0, codebook: 1, turn: 1 },
    ]);
    connection.close();
  });

  it('still holds that answers are never changed and that there is one a trial', async () => {
    const file = copyOldStore('finished');
    await (await openSqliteStore(file)).close();
    const connection = new SqliteConnection(file);
    expect(() => connection.exec("update responses set served_model = 'm'")).toThrow(/never changed/);
    expect(() => connection.exec('update verdicts set unsure = 1')).toThrow(/never changed/);
    const copy = `insert into responses (trial_id, delivery, text, reasoning_state, attempts, turn)
      select trial_id, delivery, text, reasoning_state, attempts, `;
    expect(() => connection.exec(`${copy} 1 from responses`)).toThrow(/UNIQUE/);
    connection.exec(`${copy} 2 from responses`);
    connection.close();
  });

  it('has the trials that the same plan has today, id by id', async () => {
    const store = await openSqliteStore(copyOldStore('stopped'));
    const run = await idOf(store);
    const targets = await store.targets(run);
    expect(targets.map(({ id, identityHash }) => [id, identityHash])).toEqual([
      ['cold', '5d24195760397d25af1e63ec2917b9a4'],
      ['warm', '1668d80413caccf69637419457cf0153'],
    ]);
    for (const { identity, identityHash } of targets) expect(contentHash(identity)).toBe(identityHash);
    const { sets } = await loadProbes([OLD_PROBES], '/');
    const variants = sets.flatMap(({ probes }) => probes).flatMap((probe) => variantsOf(probe, ['en', 'zh-Hans']));
    expect(variants.slice(0, 2).map(({ hash }) => hash)).toEqual([
      '2c77b8bbaf8b1670d36d3805d409f47a',
      '05b81f9f9756f8f57e884b12592a3ad9',
    ]);
    const plan = planTrials({ variants, targets, samples: 2, seed: 40, random: seededRandom(40) });
    const stored = await collect(store.trials(run));
    expect(plan.trials.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
    expect(stored.slice(0, 3).map(({ id }) => id)).toEqual([
      'd212e4faf9c91c9c14a75cf030edae43',
      '5dbdc85b9c07dcddcd2a357c3c103c70',
      '8d003055f8519f9ced4dfeb4119e438e',
    ]);
    expect(plan.hash).toBe('4b924d48017dadfb62a357f3ea19ade6');
    await store.close();
  });
});

async function idOf(store: Awaited<ReturnType<typeof openSqliteStore>>): Promise<string> {
  return (await store.listRuns())[0]?.id ?? '';
}
