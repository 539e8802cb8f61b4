import { describe, expect, it } from 'vitest';
import { changeBetween, changeWithin, strangeModels } from '../../src/compare/served-change.ts';
import { countServed, type Served, type ServedCount } from '../../src/model/served.ts';

const nobody: Served = { model: null, by: null, fingerprint: null, region: null };
const count = (n: number, served: Partial<Served>): ServedCount => ({ ...nobody, ...served, n });

describe('who answered for one target', () => {
  it('is counted, the most frequent first, silence among them', () => {
    const a = { ...nobody, model: 'a' };
    expect(countServed([a, undefined, { ...nobody, model: 'b' }, { ...a }])).toEqual([
      count(2, { model: 'a' }),
      count(1, { model: 'b' }),
      count(1, {}),
    ]);
  });

  it.each([
    ['model', 'model "a" (3), "b" (1)', { model: 'a' }, { model: 'b' }],
    ['provider', 'provider "a" (3), "b" (1)', { model: 'm', by: 'a' }, { model: 'm', by: 'b' }],
    ['fingerprint', 'fingerprint "a" (3), "b" (1)', { fingerprint: 'a' }, { fingerprint: 'b' }],
  ])('changed where the %s did', (_field, said, first, second) => {
    expect(changeWithin([count(3, first), count(1, second)])).toBe(said);
  });

  it('did not change where some answers are silent, or another region answered', () => {
    expect(changeWithin([count(3, { model: 'a' }), count(1, {})])).toBeNull();
    expect(changeWithin([count(3, { region: 'east' }), count(1, { region: 'west' })])).toBeNull();
    expect(changeWithin([])).toBeNull();
  });

  it('names the silent answers beside a change, and no more than five names', () => {
    expect(changeWithin([count(3, { model: 'a' }), count(2, { model: 'b' }), count(1, {})])).toBe(
      'model "a" (3), "b" (2), not told (1)',
    );
    const many = Array.from({ length: 7 }, (_, i) => count(1, { fingerprint: `fp${i}` }));
    expect(changeWithin(many)).toMatch(/"fp4" \(1\) and 2 more$/);
  });

  it('is strange where it is another model than the asked one, and not where it is an alias', () => {
    expect(strangeModels('m', [count(3, { model: 'm-2026-01-01' }), count(1, {})])).toBeNull();
    expect(strangeModels('m', [count(3, { model: 'm' }), count(1, { model: 'x' })])).toBe('"x" (1)');
  });
});

describe('who answered on two sides', () => {
  it('is said where they differ, and only of what both tell', () => {
    expect(changeBetween([count(2, { model: 'a', by: 'x' })], [count(3, { model: 'b' })])).toBe(
      'model "a" (2) and "b" (3)',
    );
    expect(changeBetween([count(2, { model: 'a' })], [count(3, { model: 'a' })])).toBeNull();
    expect(changeBetween([count(2, {})], [count(3, { model: 'a' })])).toBeNull();
    expect(changeBetween([count(2, { by: 'x' })], [count(1, { by: 'x' }), count(1, { by: 'y' })])).toMatch(/^provider/);
  });
});
