import { describe, expect, it } from 'vitest';
import { remembered } from '../../src/lib/remembered.ts';

describe('remembered', () => {
  it('works a text out once, and again when as many others came since', () => {
    const worked: string[] = [];
    const length = remembered((text) => {
      worked.push(text);
      return text.length;
    }, 2);
    expect(['one', 'three', 'one', 'three'].map(length)).toEqual([3, 5, 3, 5]);
    expect(worked).toEqual(['one', 'three']);
    expect(['seven', 'one'].map(length)).toEqual([5, 3]);
    expect(worked).toEqual(['one', 'three', 'seven', 'one']);
  });

  it('keeps results that are nothing', () => {
    let worked = 0;
    const nothing = remembered(() => {
      worked += 1;
      return null;
    }, 1);
    expect([nothing(''), nothing('')]).toEqual([null, null]);
    expect(worked).toBe(1);
  });
});
