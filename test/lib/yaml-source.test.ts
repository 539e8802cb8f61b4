import { describe, expect, it } from 'vitest';
import { parseYamlSource } from '../../src/lib/yaml-source.ts';

describe('parseYamlSource', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`)}]`),
  ].join('\n');

  it.each([
    ['aliases that multiply', bomb],
    ['a part that holds itself', 'a: &a\n  b: *a\n'],
    ['a list that holds itself', '&a [*a]'],
    ['lists in lists', '['.repeat(300) + ']'.repeat(300)],
    ['very many lists in lists', '['.repeat(20_000) + ']'.repeat(20_000)],
  ])('gives no data and one mistake for %s', (_, text) => {
    const { value, mistakes } = parseYamlSource(text, 'f.yaml');
    expect(value).toBeNull();
    expect(mistakes).toHaveLength(1);
  });

  it('takes anchors that are used a few times', () => {
    expect(parseYamlSource('a: &a {x: 1}\nb: [*a, *a]\n', 'f.yaml')).toMatchObject({
      value: { a: { x: 1 }, b: [{ x: 1 }, { x: 1 }] },
      mistakes: [],
    });
  });
});
