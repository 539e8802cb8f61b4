import { describe, expect, it } from 'vitest';
import { inParts, padded } from '../../src/store/in-parts.ts';

describe('parts of statements', () => {
  it.each([0, 1, 7, 8, 63, 64, 65, 600])('hold %i items in their order, in few sizes', (count) => {
    const items = Array.from({ length: count }, (_, i) => i);
    const [parts, filled] = [[...inParts(items)], [...padded(items)]];
    expect(parts.flat()).toEqual(items);
    expect([...new Set(filled.flat())]).toEqual(items);
    for (const { length } of [...parts, ...filled]) expect([1, 8, 64]).toContain(length);
  });
});
