import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rowsOfAudit, siteOf, storeOf } from './site-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'candor-front-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the first sentence of a site', () => {
  it('claims controls only where there are some', async () => {
    const rows = rowsOfAudit([{ target: 'alder', refuses: 6, recites: 1 }], '2026-05-04T10:00:00.000Z', 4);
    const alone = rows.filter(({ role }) => role === 'sensitive').map((row) => ({ ...row, control: null }));
    const store = await storeOf({ paired: rows, alone });
    for (const [run, said] of [
      ['paired', 'asked politically sensitive questions and their controls. Two things'],
      ['alone', 'asked politically sensitive questions, without controls. Two things'],
    ] as const) {
      await siteOf(store, [run], join(folder, run));
      expect(readFileSync(join(folder, run, 'index.html'), 'utf8').replaceAll(/\s+/g, ' ')).toContain(said);
    }
  });
});
