import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../src/site/pages/probe-page.tsx';

describe('the excerpt of an answer', () => {
  const words = Array.from({ length: 120 }, (_, i) => `word${i}`).join(' ');

  it('ends between words', () => {
    const { text } = excerptOf(words, null);
    expect(text).toMatch(/ …$/);
    const kept = text.replace(/ …$/, '').trimEnd();
    expect(words.startsWith(`${kept} `)).toBe(true);
  });

  it('begins between words before a span that is far in, and keeps the span', () => {
    const at = words.indexOf('word100');
    const { text, span } = excerptOf(words, [at, at + 7]);
    expect(text).toMatch(/^… word\d+ /);
    expect(text.slice(...(span ?? [0, 0]))).toBe('word100');
  });

  it('cuts Chinese, which has no spaces, between signs', () => {
    const { text } = excerptOf('争议始于一九四九年'.repeat(60), null);
    expect(text).toHaveLength(322);
  });

  it('keeps a span whole that ends where the excerpt does', () => {
    const text = `${'a '.repeat(150)}${'b'.repeat(18)}${'c'.repeat(400)}`;
    const { text: shown, span } = excerptOf(text, [200, 330]);
    expect(span).toEqual([200, 320]);
    expect(shown.length).toBeGreaterThanOrEqual(320);
  });
});
