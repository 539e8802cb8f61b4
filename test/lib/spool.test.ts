import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { Spool } from '../../src/lib/spool.ts';

describe('Spool', () => {
  it.each([
    ['a few values', 3],
    ['more than are held', 3_000],
  ])('gives %s back as they were, twice', async (_, count) => {
    const spool = new Spool<{ readonly text: string }>();
    const values = Array.from({ length: count }, (_, i) => ({
      text: `${i} 六四\n\u2028 "${'\u{1f44d}'.repeat(700)}" lone \ud800`,
    }));
    for (const value of values) await spool.add(value);
    expect(await collect(spool.read())).toEqual(values);
    expect(await collect(spool.read())).toEqual(values);
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`candor-${process.pid}-`));
    await spool.close();
    expect(left()).toEqual([]);
  });
});
