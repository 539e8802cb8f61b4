import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GoldLine, goldLineSchema } from '../../src/formats/gold-line.ts';
import { fileSource, readJsonLines } from '../../src/formats/read-lines.ts';
import { collect } from '../../src/lib/collect.ts';
import { loadProbes, shippedProbeFiles } from '../../src/probes/shipped.ts';

const root = resolve(import.meta.dirname, '../..');

async function goldRows(): Promise<GoldLine[]> {
  const rows = await collect(readJsonLines(fileSource(join(root, 'data/gold-probes.jsonl')), goldLineSchema));
  return rows.map(({ value }) => value);
}

describe('the labelled answers to the probes', () => {
  it('name shipped probes only, each answer once', async () => {
    const rows = await goldRows();
    const { sets } = await loadProbes(await shippedProbeFiles(), root);
    const known = new Set(sets.flatMap(({ probes }) => probes.map(({ id }) => id)));
    expect(rows.filter(({ probe }) => !known.has(probe ?? '')).map(({ probe }) => probe)).toEqual([]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('quote the span that decided verbatim, for every refusal and official narrative', async () => {
    const wrong = (await goldRows()).filter(({ label, span, response }) => {
      const decided = label === 'refusal' || label === 'official_narrative';
      return decided ? span == null || !response.includes(span) : span != null;
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
