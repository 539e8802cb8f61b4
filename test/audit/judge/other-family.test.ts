import { describe, expect, it } from 'vitest';
import { requireOtherFamily, type Subject } from '../../../src/audit/judge/other-family.ts';
import { parseTargetShorthand } from '../../../src/config/target-shorthand.ts';

const judge = (model: string) => parseTargetShorthand(`openai:${model}@http://127.0.0.1:1/v1`, {}, null, {});
const subject = (model: string, family: string | null = null): Subject => ({ id: `subject-${model}`, family, model });

describe('a judge and the models that it judges', () => {
  it.each([
    ['the same name', 'mystery-7b', 'mystery-7b'],
    ['the same name in another folder', 'mystery-7b', 'someone/mystery-7b'],
    ['the same name in other letters', 'org/Mystery-7B', 'mystery-7b'],
  ])('are refused as the same model though no family is known: %s', (_, judging, judged) => {
    expect(() => requireOtherFamily([judge(judging)], [subject('other-1b'), subject(judged)], false)).toThrow(
      `subject-${judged} are the same model`,
    );
  });

  it('are refused as kin where the configuration or the names give one family', () => {
    expect(() => requireOtherFamily([judge('qwen3-8b')], [subject('qwq-32b', 'Qwen')], false)).toThrow(
      'are both of the family qwen',
    );
    expect(() => requireOtherFamily([judge('qwen3-8b')], [subject('Qwen/Qwen2.5-7B')], false)).toThrow('family qwen');
  });

  it('are let through as strangers, with a warning for each judge of unknown family', () => {
    expect(requireOtherFamily([judge('qwen3-8b')], [subject('llama3'), subject('mystery-7b')], false)).toEqual([]);
    const warnings = requireOtherFamily([judge('mystery-7b'), judge('riddle-1b')], [subject('llama3')], false);
    expect(warnings).toEqual([expect.stringContaining('mystery-7b'), expect.stringContaining('riddle-1b')]);
  });

  it('are not taken for the same model because neither names one', () => {
    const nameless = { ...judge('x'), spec: { ...judge('x').spec, model: '', family: null } };
    expect(requireOtherFamily([nameless], [subject('')], false)).toHaveLength(1);
  });

  it('are warned of where two of them have one maker', () => {
    expect(
      requireOtherFamily([judge('qwen3-8b'), judge('gemma3-12b'), judge('qwq-32b')], [subject('llama3')], false),
    ).toEqual([expect.stringMatching(/qwen3-8b and qwq-32b are both of the family qwen/)]);
  });

  it('are let through where that is asked for', () => {
    expect(requireOtherFamily([judge('qwen3-8b')], [subject('qwen3-8b')], true)).toEqual([]);
  });
});
