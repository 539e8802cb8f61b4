import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MACHINE_FAULTS } from './machine-faults.ts';
import { SERVICE_FAULTS } from './service-faults.ts';
import { STORE_FAULTS } from './store-faults.ts';

const FAULTS = [...SERVICE_FAULTS, ...MACHINE_FAULTS, ...STORE_FAULTS];
const PAGE = readFileSync(join(import.meta.dirname, '../../docs/faults.md'), 'utf8');

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
});
