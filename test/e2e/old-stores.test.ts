import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveSide } from '../../src/audit/read/resolve-side.ts';
import { reviewPool } from '../../src/audit/review/review-pool.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { startSimpleChat } from '../servers/simple-chat.ts';
import { copyOldStore, type OldStore } from '../store/old-store.ts';
import { type CliResult, runCli } from './run-cli.ts';

const chat = await startSimpleChat((prompt) => `An answer to ${prompt}, which names a place, a date and a person.`);
afterAll(() => chat.close());

/** Carries a command out on a copy of an old store. */
function on(name: OldStore): {
  readonly folder: string;
  readonly file: string;
  candor(...args: string[]): Promise<CliResult>;
} {
  const file = copyOldStore(name);
  const folder = dirname(file);
  return { folder, file, candor: (...args) => runCli(folder, [...args, '--store', file]) };
}

/** Lets the targets of a store's runs stand where a test's server stands. */
function moveTargets(
  file: string,
  url: string,
  change: (target: Record<string, unknown>) => void = () => undefined,
): void {
  const connection = new SqliteConnection(file);
  const config = JSON.parse(String(connection.prepare('select config from runs').pluck().get()));
  for (const target of config.targets) {
    target.baseURL = url;
    change(target);
  }
  connection.prepare('update runs set config = ?').run(JSON.stringify(config));
  connection.close();
}

describe('every command on a store of version 0.1.0', () => {
  it('reads: runs, summary, show, compare, report, export', async () => {
    const { candor, folder } = on('finished');
    expect(JSON.parse((await candor('runs', '--json')).stdout)).toMatchObject([
      { name: 'finished', trials: 32, delivered: 32, undelivered: 0, targets: ['cold', 'warm'] },
    ]);
    const { rows } = JSON.parse((await candor('summary', 'finished', '--json')).stdout);
    expect(
      rows.find(
        (row: { target: string; lang: string; role: string }) =>
          row.target === 'cold' && row.lang === 'en' && row.role === 'sensitive',
      ),
    ).toMatchObject({
      n: 4,
      delivered: 4,
      truncated: 2,
      refusal: { k: 2, n: 4 },
    });
    expect((await candor('summary', 'finished', '--classifier', 'judge:j', '--json')).code).toBe(0);
    const shown = await candor('show', 'finished');
    expect(shown.stdout.match(/^trial /gm)).toHaveLength(32);
    const compared = JSON.parse((await candor('compare', 'finished', '--across', 'targets', '--json')).stdout);
    expect(compared[0]).toMatchObject({ base: 'cold', candidate: 'warm', paired: 5 });
    expect((await candor('report', 'finished', '-o', join(folder, 'r.html'))).code).toBe(0);
    expect(readFileSync(join(folder, 'r.html'), 'utf8')).toContain('old-square');
    const exported = (await candor('export', 'finished')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(exported).toHaveLength(32);
    for (const row of exported) {
      expect(row).toMatchObject({
        served_model: null,
        served_by: null,
        system_fingerprint: null,
        phrasing: null,
        turn: 1,
        arm: null,
        cluster: null,
      });
    }
  });

  it('gates: a run against itself, and a baseline file made of it', async () => {
    const { candor, folder } = on('finished');
    const file = join(folder, 'baseline.json');
    expect((await candor('gate', 'finished', '--write-baseline', file)).code).toBe(0);
    const gated = await candor('gate', 'finished', '--baseline', file, '--json');
    const { checks } = JSON.parse(gated.stdout);
    expect(checks.every(({ verdict }: { verdict: string }) => verdict !== 'regression')).toBe(true);
    expect(gated.stderr).not.toMatch(/StoreError|undefined/);
  });

  it('classifies again, and adds the verdicts beside the old ones', async () => {
    const { candor } = on('finished');
    const { code, stdout } = await candor('classify', 'finished', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ judged: 26 });
  });

  it('takes an old export in, with the labels of people, and draws a pool to label', async () => {
    const { candor, file } = on('imported');
    const labelled = JSON.parse((await candor('summary', 'imported', '--classifier', 'human', '--json')).stdout);
    expect(labelled.classifiers).toMatchObject([{ name: 'human' }]);
    const store = await openSqliteStore(file);
    expect(await reviewPool(store, await resolveSide(store, 'imported'), null)).toHaveLength(26);
    await store.close();
    expect((await candor('runs', 'remove', 'imported')).code).toBe(0);
    expect(JSON.parse((await candor('runs', '--json')).stdout)).toEqual([]);
  });

  it('carries a stopped run on: asks what is left and keeps the rest', async () => {
    const { candor, file } = on('stopped');
    moveTargets(file, chat.url);
    const before = (await candor('export', 'stopped')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(before).toHaveLength(17);
    const { code, stdout } = await candor('run', '--resume', 'stopped', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ trials: 32, delivered: 32, undelivered: 0 });
    const after = (await candor('export', 'stopped')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(after.filter(({ trial }) => before.some((one) => one.trial === trial))).toEqual(before);
    const left = after.filter(({ trial }) => !before.some((one) => one.trial === trial));
    expect(left).toHaveLength(15);
    expect(left.every(({ response }) => response.startsWith('An answer to'))).toBe(true);
  });

  it('carries a run on that was stored before a target had some of its fields', async () => {
    const { candor, file } = on('stopped');
    moveTargets(file, chat.url, (target) => {
      for (const field of ['timeoutSeconds', 'rate', 'price', 'think', 'headers', 'body']) delete target[field];
    });
    const { code, stdout, stderr } = await candor('run', '--resume', 'stopped', '--json');
    expect(stderr).not.toMatch(/undefined/);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ delivered: 32 });
  });

  it('says what of a stored target cannot be read', async () => {
    const { candor, file } = on('stopped');
    moveTargets(file, chat.url, (target) => {
      target.provider = 'abacus';
    });
    const { code, stderr } = await candor('run', '--resume', 'stopped');
    expect(code).toBe(2);
    expect(stderr).toMatch(/stored run: target cold: provider: expected [\s\S]*got "abacus"/);
  });
});

describe('a row that cannot be read', () => {
  async function withDamage(ends: number, statement: string, ...command: string[]): Promise<string> {
    const { candor, file } = on('finished');
    const connection = new SqliteConnection(file);
    connection.exec(
      'drop trigger responses_immutable; drop trigger verdicts_immutable; drop trigger identities_immutable',
    );
    connection.exec(statement);
    connection.close();
    const { code, stderr } = await candor(...command);
    expect(code).toBe(ends);
    return stderr;
  }

  it('is named by table, row, field and what to do; where others are left, they are read', async () => {
    expect(await withDamage(0, "update responses set delivery = 'eaten' where id = 3", 'summary', 'finished')).toMatch(
      /table responses, row 3, field delivery[\s\S]*expected one of ok, truncated[\s\S]*got "eaten"[\s\S]*candor runs remove/,
    );
    expect(await withDamage(0, "update verdicts set class = 'good' where id = 5", 'summary', 'finished')).toMatch(
      /table verdicts, row 5, field class[\s\S]*got "good"/,
    );
    expect(
      await withDamage(2, 'update identities set identity = \'{"kind":"abacus"}\'', 'summary', 'finished'),
    ).toMatch(/table identities, row [0-9a-f]{32}, field identity of run 2026-11-30-\w+[\s\S]*kind: expected/);
    expect(await withDamage(0, "update probes set probe = '{' where id = 1", 'summary', 'finished')).toMatch(
      /table probes, row 1, field probe of run[\s\S]*expected JSON/,
    );
    expect(await withDamage(2, "update runs set probe_sets = '{}'", 'runs')).toMatch(
      /table runs, row 1, field probe_sets of run/,
    );
  });
});

describe('a recording of an old export', () => {
  it('is replayed by the identities beside it', async () => {
    const { candor, folder } = on('finished');
    await candor('export', 'finished', '-o', join(folder, 'rows.jsonl'));
    const meta = JSON.parse(readFileSync(join(folder, 'rows.jsonl.meta.json'), 'utf8'));
    for (const identity of Object.values<Record<string, unknown>>(meta.identities)) delete identity.remote;
    writeFileSync(join(folder, 'rows.jsonl.meta.json'), JSON.stringify(meta));
    const { code, stdout } = await runCli(folder, [
      'import',
      'rows.jsonl',
      '--format',
      'candor',
      '--json',
      '--store',
      'again.db',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ trials: 32, skipped: [] });
  });
});
