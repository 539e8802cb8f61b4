import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAudit } from '../../../src/audit/run/run-audit.ts';
import { parseConfig } from '../../../src/config/load-config.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { seededRandom } from '../../../src/stats/random.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import { startSimpleChat } from '../../servers/simple-chat.ts';
import { smallSet } from '../../servers/swapped-model.ts';
import { siteOf } from '../../site/site-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'candor-other-model-'));

/** One id, asked in spring and autumn as one model and in summer as another. */
beforeAll(async () => {
  const server = await startSimpleChat((prompt) => `In 1962 it closed, says ${prompt}`);
  writeFileSync(join(folder, 'set.yaml'), smallSet());
  const store = new MemoryStore();
  const runs = [
    ['spring', 'qwen3:8b', 4],
    ['summer', 'llama3.1:8b', 7],
    ['autumn', 'qwen3:8b', 10],
  ] as const;
  for (const [name, model, month] of runs) {
    const target = `{ id: local, provider: openai, model: "${model}", baseURL: "${server.url}" }`;
    const config = parseConfig(
      `probes: [set.yaml]\nsamples: 1\ntargets: [${target}]\n`,
      join(folder, 'candor.yaml'),
      {},
    );
    const clock = { ...systemClock, now: () => Date.UTC(2026, month, 4) };
    await runAudit(config, store, { cwd: folder, env: {}, clock, random: seededRandom(1), name });
  }
  await server.close();
  await siteOf(
    store,
    runs.map(([name]) => name),
    join(folder, 'public'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('an id that was used again for another model makes no releases of the two, and the page says so', () => {
  const page = readFileSync(join(folder, 'public/models/local.html'), 'utf8');
  expect(page).toContain('In 1\u00a0run the id local stood for another model than');
  expect(page).toContain('asked for as llama3.1:8b');
  expect(page).toContain('From spring (4 May 2026) to autumn (4 November 2026)');
  expect(page).not.toMatch(/(?:From|to) summer/);
});
