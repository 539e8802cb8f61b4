import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { emptyFolder, runCli } from '../../e2e/run-cli.ts';
import { type ScriptedServer, startScripted } from '../../servers/scripted.ts';
import { smallSet } from '../../servers/swapped-model.ts';

/** A service that lists one model, answers for any, and counts what it is asked. */
let server: ScriptedServer;
let cwd: string;
let fails = false;
const chats = (): number => server.received.filter(({ method }) => method === 'POST').length;
const lists = (): number => server.received.filter(({ path }) => path === '/v1/models').length;

beforeAll(async () => {
  server = await startScripted(({ method }) => {
    const json = { 'content-type': 'application/json' };
    if (method === 'GET') return { headers: json, parts: ['{"data":[{"id":"listed-8b"},{"id":"listed-32b"}]}'] };
    if (fails) return { status: 500, headers: json, parts: ['{"error":{"message":"down"}}'] };
    const choices = [{ index: 0, message: { role: 'assistant', content: 'In 1962.' }, finish_reason: 'stop' }];
    return { headers: json, parts: [JSON.stringify({ model: 'unlisted-2026', choices })] };
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.received.length = 0;
  fails = false;
  cwd = emptyFolder();
  writeFileSync(join(cwd, 'set.yaml'), smallSet());
  writeFileSync(
    join(cwd, 'candor.yaml'),
    `probes: [set.yaml]
samples: 1
patience: 0
targets: [{ id: paid, provider: openai, model: unlisted, baseURL: "${server.url}/v1", where: hosted }]
watch:
  sources: [{ models: "${server.url}/v1", family: qwen }]
  audit:
    target: { provider: openai, model: "\${release}-latest", baseURL: "${server.url}/v1", where: hosted }
  canary: { targets: [paid], pairs: 10, probes: [set.yaml] }
`,
  );
});

const candor = (...args: string[]) => runCli(cwd, args, { env: { CI: '1' } });

describe('a hosted model that its service does not list', () => {
  it.each([
    ['run', ['run']],
    ['run --dry-run', ['run', '--dry-run']],
    ['plan', ['plan']],
    ['watch --audit', ['watch', '--once', '--all-new', '--audit']],
    ['watch --canary', ['watch', '--once', '--canary']],
  ])('is not called by %s before a yes, but looked up', async (_name, args) => {
    const { code, stderr } = await candor(...args);
    const isPlan = args.includes('--dry-run') || args.includes('plan');
    expect([code, isPlan || stderr.includes('expected --yes')]).toEqual([isPlan ? 0 : 2, true]);
    expect(chats()).toBe(0);
    expect(lists()).toBeGreaterThan(0);
  });

  it('is called behind the yes, first for what only a call tells', async () => {
    expect((await candor('run', '--yes')).code).toBe(0);
    expect(chats()).toBe(21);
    const store = await openSqliteStore(join(cwd, 'runs/candor.db'));
    const run = await store.findRun('latest');
    expect((await store.targets(run?.id ?? '')).map(({ identity }) => identity.served)).toEqual(['unlisted-2026']);
    await store.close();
  });

  it('is not called again by a canary that was begun today, before a yes', async () => {
    fails = true;
    expect((await candor('watch', '--once', '--canary', '--yes')).code).toBe(3);
    const before = chats();
    expect(before).toBeGreaterThan(0);
    const { code, stderr } = await candor('watch', '--once', '--canary');
    expect([code, stderr.includes('expected --yes')]).toEqual([2, true]);
    expect(chats()).toBe(before);
    // Too few answers came: there is no day that a site could show.
    const site = await candor('site', 'latest', '-o', 'public', '--canary', 'paid');
    expect([site.code, site.stderr.includes('with days of a canary')]).toEqual([2, true]);
  });
});
