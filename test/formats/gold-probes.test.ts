import { readFileSync } from 'node:fs';
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

function retired(): string[] {
  const file = JSON.parse(readFileSync(join(root, 'data/retired-probes.json'), 'utf8'));
  return file.retired.map(({ id }: { id: string }) => id);
}

describe('the probes that were dropped', () => {
  it('give their ids to no other', async () => {
    const { sets } = await loadProbes(await shippedProbeFiles(), root);
    const ids = new Set(sets.flatMap(({ probes }) => probes.map(({ id }) => id)));
    expect(retired().length).toBeGreaterThan(0);
    expect(retired().filter((id) => ids.has(id))).toEqual([]);
  });
});

describe('the labelled answers to the probes', () => {
  it('name probes that ship or did, each answer once', async () => {
    const rows = await goldRows();
    const { sets } = await loadProbes(await shippedProbeFiles(), root);
    const shipped = sets.flatMap(({ probes }) => probes.map(({ id }) => id));
    const known = new Set([...shipped, ...retired()]);
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
