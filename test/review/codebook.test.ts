import { describe, expect, it } from 'vitest';
import { CLASSES, SUB_CLASSES, VERDICT_FLAGS } from '../../src/model/verdict.ts';
import { CODEBOOK_CLASSES, CODEBOOK_FLAGS, CONFIDENCES, codebookVersion } from '../../src/review/codebook.ts';
import { CODEBOOK_RULES } from '../../src/review/codebook-rules.ts';

describe('the codebook of the page', () => {
  it('has every class, sub-class and flag that a verdict may have', () => {
    expect(CODEBOOK_CLASSES.map(({ id }) => id)).toEqual([...CLASSES]);
    for (const { id, subs } of CODEBOOK_CLASSES) {
      expect(subs.map((sub) => sub.id).sort()).toEqual([...SUB_CLASSES[id]].sort());
    }
    const programs = ['unmeasured_language'];
    expect(CODEBOOK_FLAGS.map(({ id }) => id)).toEqual(VERDICT_FLAGS.filter((flag) => !programs.includes(flag)));
    expect(CODEBOOK_RULES).toHaveLength(21);
  });

  it('gives no key two meanings at a time', () => {
    const actions = ['n', 'u', 'c', 'm', 'l', 'h', '?', 'Enter', 'Escape'];
    for (const { subs } of CODEBOOK_CLASSES) {
      const keys = [...CODEBOOK_CLASSES, ...subs, ...CODEBOOK_FLAGS, ...CONFIDENCES].map(({ key }) => key);
      expect(new Set([...keys, ...actions]).size).toBe(keys.length + actions.length);
    }
  });

  it('has a version that is a hash', () => {
    expect(codebookVersion()).toMatch(/^[0-9a-f]{32}$/);
  });
});
