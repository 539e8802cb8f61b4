import { describe, expect, it } from 'vitest';
import { ItemPool } from '../../src/compare/item-pool.ts';
import type { ItemAnswer } from '../../src/compare/items.ts';

const answer = (changes: Partial<ItemAnswer> = {}): ItemAnswer => ({
  probe: 'p',
  lang: 'en',
  target: 'a',
  sample: 0,
  phrasing: 0,
  class: 'neutral',
  hasText: true,
  fired: new Set(),
  stated: new Set(),
  marks: new Set(),
  tells: false,
  ...changes,
});

describe('a pooled answer', () => {
  it('reads as the one that it was made of, whatever came before it', () => {
    const pool = new ItemPool();
    const kinds: Partial<ItemAnswer>[] = [
      {},
      { sample: 7 },
      { probe: 'q' },
      { lang: 'zh-Hans' },
      { target: 'b' },
      { phrasing: 1 },
      { class: null },
      { class: 'refusal' },
      { hasText: false },
      { fired: new Set(['fact 1']) },
      { stated: new Set(['fact 1']) },
      { marks: new Set(['fact 1\nwords']) },
      { tells: true },
    ];
    for (const changes of [...kinds, ...kinds]) {
      const one = answer(changes);
      const small = pool.compact(one);
      const read = Object.fromEntries(Object.keys(one).map((field) => [field, small[field as keyof ItemAnswer]]));
      expect(read).toEqual(one);
    }
  });
});
