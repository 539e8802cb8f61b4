import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askCanaries, type CanaryLook } from '../../../src/audit/watch/ask-canary.ts';
import { parseConfig } from '../../../src/config/load-config.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { seededRandom } from '../../../src/stats/random.ts';
import type { Store } from '../../../src/store/store.ts';
import { type SwappedModel, smallSet, startSwappedModel } from '../../servers/swapped-model.ts';

/** A canary whose days are in a store of this kind. */
export function describeCanary(name: string, open: () => Promise<Store>): void {
  /** Seeds the day of the swap and the noise. */
  const SEED = 20;
  const random = seededRandom(SEED);
  const SWAP = 16 + Math.floor(random() * 3);
  let server: SwappedModel;

  beforeAll(async () => {
    server = await startSwappedModel(random);
  });
  afterAll(() => server.close());

  it(`finds a model that is swapped behind its name within three days, names the day, and cries for nothing before, over ${name}`, async () => {
    const config = parseConfig(
      `targets: [{ id: name, provider: openai, model: name, baseURL: "${server.url}" }]\n`,
      'candor.yaml',
      {},
    );
    const folder = mkdtempSync(join(tmpdir(), 'candor-canary-'));
    const file = join(folder, 'canary.yaml');
    writeFileSync(file, smallSet());
    const store = await open();
    const canary = { targets: ['name'], pairs: 10, probes: [file], languages: ['en'] };
    const looks: CanaryLook[] = [];
    for (let day = 0; day < SWAP + 3; day++) {
      server.serve(day < SWAP ? 'first' : 'second');
      const clock = { ...systemClock, now: () => Date.UTC(2026, 0, 1 + day, 6) };
      const io = { cwd: '/', env: {}, clock, random };
      const [look] = await askCanaries(canary, config, store, io);
      if (look !== undefined) looks.push(look);
      if (day === 1) expect(await askCanaries(canary, config, store, io)).toMatchObject([{ run: look?.run, days: 2 }]);
      if (look?.state === 'changed') break;
    }
    // Two looks at once make one run of the day.
    const clock = { ...systemClock, now: () => Date.UTC(2026, 5, 1, 6) };
    const both = await Promise.all(
      [1, 2].map(() => askCanaries(canary, config, store, { cwd: '/', env: {}, clock, random })),
    );
    expect((await store.listRuns()).filter(({ name: run }) => run === 'canary-name-2026-06-01')).toHaveLength(1);
    expect(new Set(both.flat().map(({ run }) => run)).size).toBe(1);
    expect(both.flat().filter(({ error }) => error !== null)).toEqual([
      expect.objectContaining({ error: expect.stringContaining('is carried out by') }),
    ]);
    await store.close();
    rmSync(folder, { recursive: true });
    expect(looks.slice(0, SWAP).map(({ state }) => state)).not.toContain('changed');
    expect(looks.slice(0, 15).map(({ state }) => state)).toEqual(Array(15).fill('learning'));
    const found = looks.at(-1);
    expect(found?.state).toBe('changed');
    expect(found?.since).toBe(new Date(Date.UTC(2026, 0, 1 + SWAP)).toISOString().slice(0, 10));
  });
}
