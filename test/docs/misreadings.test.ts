import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/misreadings.md'), 'utf8');

it('names groups of tests that there are for what is easily misread', () => {
  const named = [...PAGE.matchAll(/\| `(test\/[^`]+\.test\.ts)`: (.+) \|$/gm)];
  expect(named.length).toBeGreaterThan(35);
  const missing = named.filter(([, file = '', name = '']) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return !text.includes(`describe('${name}'`) && !text.includes(`describe("${name}"`);
  });
  expect(missing.map(([, file, name]) => `${file}: ${name}`)).toEqual([]);
});
