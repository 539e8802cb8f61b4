import { describe, expect, it } from 'vitest';
import { packDescription } from '../../src/cli/pack-description.ts';
import { rowsOfAudit, storeOf } from '../site/site-store.ts';

describe('what a pack says of itself', () => {
  it('counts answers with a text of the model, and gives the days on which they were given, not those of taking them in', async () => {
    const rows = rowsOfAudit([{ target: 'alder', refuses: 6, recites: 1 }], '2026-05-04T10:00:00.000Z', 4);
    const spread = rows.map((row, at) => (at === 3 ? { ...row, asked_at: '2026-05-09T10:00:00.000Z' } : row));
    const blank = { ...rows[0], probe: 'blank', control: null, response: '', delivery: 'empty', verdicts: [] };
    const undated = { ...rows[0], probe: 'undated', control: null, asked_at: null };
    const store = await storeOf({ spring: [...spread, blank, undated] });
    const said = await packDescription(store, await store.listRuns());
    expect(said).toContain(`${rows.length + 1} answers of 1 language model`);
    expect(said).toContain('and their matched controls in English, Simplified Chinese');
    expect(said).toContain('collected answers, given from 2026-05-04 to 2026-05-09 (of 1 it is not known when)');
  });

  it('claims no controls where there are none, and no day where none is known', async () => {
    const rows = rowsOfAudit([{ target: 'alder', refuses: 6, recites: 1 }], null, 4);
    const alone = rows.filter(({ role }) => role === 'sensitive').map((row) => ({ ...row, control: null }));
    const store = await storeOf({ spring: alone });
    const said = await packDescription(store, await store.listRuns());
    expect(said).not.toContain('control');
    expect(said).toContain('given at times that are not known');
  });
});
