import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KyselyPlugin } from 'kysely';
import { expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { copyStore } from '../../src/store/copy-store.ts';
import { openDatabase, openStore } from '../../src/store/open-store.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

const TRIALS = 12;

it('copies no verdict without its answer from a run that goes on meanwhile, and the rest at the next time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'candor-copy-'));
  const [from, to] = [join(folder, 'from.db'), join(folder, 'to.db')];
  const going = await openStore(from);
  const variant = aVariant('p1', 'en');
  const trials = Array.from({ length: TRIALS }, (_, i) => aTrial(`t${i}`, variant.hash, 'qwen', i));
  await going.createRun(aRun(), [aTarget('qwen')], [variant], trials);
  let answered = 0;
  // After each query of the copy an answer more is stored, each by a classifier that the store did not know.
  const goesOn: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      const trial = trials[answered++]?.id;
      const classifier = { name: `judge:${answered}`, version: 'v1', mode: 'probe' } as const;
      if (trial !== undefined)
        await going.recordAnswer('run-1', trial, aResponse(), [], [{ ...aVerdict(), classifier }]);
      return result;
    },
  };
  const [source, target] = [await openDatabase(from), await openDatabase(to)];
  const copied = await copyStore({ db: source.withPlugin(goesOn), place: from }, { db: target, place: to });
  expect(copied.responses).toBeGreaterThanOrEqual(copied.verdicts);
  expect(answered).toBeGreaterThan(8);
  const again = await copyStore({ db: source, place: from }, { db: target, place: to });
  expect([copied.responses + again.responses, copied.verdicts + again.verdicts]).toEqual([
    Math.min(answered, TRIALS),
    Math.min(answered, TRIALS),
  ]);
  await Promise.all([source.destroy(), target.destroy(), going.close()]);
  const copy = await openStore(to);
  for (const { response, verdicts } of await collect(copy.trials('run-1')))
    expect(verdicts).toHaveLength(response === null ? 0 : 1);
  await copy.close();
});
