import { describe, expect, it } from 'vitest';
import { promptWasCut } from '../../src/reading/prompt-cut.ts';

const long = [{ role: 'user', content: 'Taiwan is an island. '.repeat(1000) }] as const;

describe('promptWasCut', () => {
  it('sees a prompt of thousands of tokens read as half of its context', () => {
    expect(promptWasCut(long, 2050)).toBe(true);
    expect(promptWasCut([{ role: 'user', content: '台湾是一个岛。'.repeat(500) }], 514)).toBe(true);
  });

  it('believes counts that a tokenizer can reach, and servers that do not count', () => {
    expect(promptWasCut(long, 6003)).toBe(false);
    expect(promptWasCut(long, 20)).toBe(false);
    expect(promptWasCut(long, null)).toBe(false);
    expect(promptWasCut([{ role: 'user', content: 'Hello' }], 64)).toBe(false);
  });
});
