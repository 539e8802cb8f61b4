import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MACHINE_FAULTS } from './machine-faults.ts';
import { MACHINES_FAULTS } from './machines-faults.ts';
import { SERVICE_FAULTS } from './service-faults.ts';
import { STORE_FAULTS } from './store-faults.ts';

const FAULTS = [...SERVICE_FAULTS, ...MACHINE_FAULTS, ...STORE_FAULTS, ...MACHINES_FAULTS];
const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/faults.md'), 'utf8');

describe('what breaks costs no answer and is never counted as an opinion', () => {
  it.each(FAULTS.map((fault) => [fault.where, fault.what, fault] as const))(
    '%s: %s',
    async (_where, _what, { possible = true, mayAskTwice, run }) => {
      if (!possible) return;
      const { lost, askedTwice, countedWrongly } = await run();
      expect({ lost, countedWrongly }).toEqual({ lost: 0, countedWrongly: 0 });
      expect(askedTwice).toBeGreaterThanOrEqual(0);
      expect(askedTwice).toBeLessThanOrEqual(mayAskTwice);
    },
    180_000,
  );

  it('is what docs/faults.md says', () => {
    for (const { what, where, mayAskTwice } of FAULTS)
      expect(PAGE).toContain(`| ${where} | ${what} | 0 | ${mayAskTwice === 0 ? '0' : `≤ ${mayAskTwice}`} | 0 |`);
  });

  it('is what tests of their own say by the names that docs/faults.md gives', () => {
    const named = [...PAGE.matchAll(/\| `(test\/[^`]+\.test\.ts)`: (.+) \|$/gm)].map(([, file = '', name = '']) => ({
      file,
      name,
    }));
    expect(named.length).toBeGreaterThan(10);
    for (const { file, name } of named) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      expect(`${file}: ${text.includes(`'${name}'`) ? name : 'no test by that name'}`).toBe(`${file}: ${name}`);
    }
  });
});
