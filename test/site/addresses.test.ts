import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relativeAddress, slugOf } from '../../src/site/addresses.ts';

describe('a name in an address', () => {
  it('is itself where it is plain, and told apart from all others where it is not', () => {
    expect(slugOf('qwen3-8b')).toBe('qwen3-8b');
    const others = [
      'Qwen3-8b',
      'qwen3 8b',
      'qwen3/8b',
      '千问',
      '通义',
      '',
      '.',
      '..',
      'con',
      'a'.repeat(300),
      'b'.repeat(300),
    ];
    const slugs = others.map(slugOf);
    expect(new Set([...slugs, 'qwen3-8b']).size).toBe(others.length + 1);
    for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9][a-z0-9._-]*-[0-9a-f]{10}$/);
  });

  it('is safe as a part of a path, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(0xffff), { maxLength: 90 }).map((codes) => String.fromCharCode(...codes)),
        (name) => {
          const slug = slugOf(name);
          expect(slug).toMatch(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/);
          expect(slug.length).toBeLessThanOrEqual(71);
        },
      ),
    );
  });
});

describe('the way from page to page', () => {
  it('is relative, so that it works in any folder', () => {
    expect(relativeAddress('index.html', 'models/a.html#x')).toBe('models/a.html#x');
    expect(relativeAddress('lists/r/t/en.html', 'lists/r/t/zh-hans.html')).toBe('zh-hans.html');
    expect(relativeAddress('lists/r/t/en.html', 'answers/r/x.html')).toBe('../../../answers/r/x.html');
    expect(relativeAddress('runs/r.html', 'runs/r.html#method')).toBe('#method');
    expect(relativeAddress('runs/r.html', 'index.html')).toBe('../index.html');
  });
});
