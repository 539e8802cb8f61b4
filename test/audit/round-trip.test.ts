import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { importAnswers } from '../../src/audit/collect/import-answers.ts';
import { exportToFile } from '../../src/audit/read/export-run.ts';
import { type Meta, metaFileOf, metaSchema } from '../../src/formats/meta.ts';
import { fileSource } from '../../src/formats/read-lines.ts';
import type { Row } from '../../src/formats/row.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { aTarget } from '../store/records.ts';
import { runRows } from './row-arbitrary.ts';

const folder = mkdtempSync(join(tmpdir(), 'candor-round-'));
afterAll(() => rmSync(folder, { recursive: true }));

function metaFor(rows: readonly Row[]): Meta {
  const targets = new Map(rows.map(({ target, family, identity }) => [target, { family, identity: identity ?? '' }]));
  return metaSchema.parse({
    run: 'r',
    name: 'first',
    started_at: '2026-01-01T00:00:00.000Z',
    ended_at: '2026-01-01T01:00:00.000Z',
    seed: 7,
    plan_hash: 'plan',
    package_version: '0.0.9',
    git_version: 'abc-dirty',
    config: { samples: 1, languages: ['en'] },
    probe_sets: [{ id: 'taiwan', version: '1.2.3', hash: 'h' }],
    targets: [...targets].map(([id, { family, identity }]) => {
      return { id, family, kind: 'ollama', model: `${id}:8b`, where: 'local', identity, params: { temperature: 0.7 } };
    }),
    identities: Object.fromEntries([...targets].map(([id, { identity }]) => [identity, aTarget(id).identity])),
    classifiers: [],
  });
}

async function importFile(store: Store, file: string, run: string): Promise<void> {
  const request = { format: 'candor', columns: undefined, name: null, packageVersion: '9.9.9', now: 0 } as const;
  await importAnswers({ ...request, source: fileSource(file), file, run }, store);
}

async function exported(store: Store, run: string, file: string): Promise<{ rows: Row[]; meta: Meta }> {
  const record = await store.findRun(run);
  if (record === null) throw new Error(`no run ${run}`);
  await exportToFile(store, record, 'jsonl', {}, file);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return { rows: lines.map((line) => JSON.parse(line)), meta: JSON.parse(readFileSync(metaFileOf(file), 'utf8')) };
}

async function goesRound(store: Store, rows: readonly Row[], name: string): Promise<void> {
  const file = join(folder, `${name}.jsonl`);
  const meta = metaFor(rows);
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(metaFileOf(file), JSON.stringify(meta));
  await importFile(store, file, `${name}-1`);
  const again = join(folder, `${name}-again.jsonl`);
  const first = await exported(store, `${name}-1`, again);
  expect(first.rows).toEqual(rows.map((row) => ({ ...row, run: `${name}-1` })));
  const { classifiers: _classifiers, ...known } = meta;
  expect(first.meta).toMatchObject({ ...known, run: `${name}-1`, origin: 'import' });
  await importFile(store, again, `${name}-2`);
  const second = await exported(store, `${name}-2`, join(folder, `${name}-third.jsonl`));
  expect(second.rows).toEqual(rows.map((row) => ({ ...row, run: `${name}-2` })));
  expect(second.meta.config).toMatchObject({ ...meta.config, imported: { run: 'r', format: 'candor' } });
  expect(second.meta.identities).toEqual(meta.identities);
}

describe("Candor's own rows", () => {
  it('come back from export and import as they were, every delivery and verdict', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(runRows, (rows) => goesRound(new MemoryStore(), rows, `memory${n++}`)),
      { numRuns: 60 },
    );
  });

  it('come back from a database as they were', async () => {
    const store = await openSqliteStore(join(folder, 'candor.db'));
    let n = 0;
    await fc.assert(
      fc.asyncProperty(runRows, (rows) => goesRound(store, rows, `sqlite${n++}`)),
      { numRuns: 15 },
    );
    await store.close();
  });
});
