import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitThinkTags } from '../../src/reading/think-tags.ts';

describe('splitThinkTags', () => {
  it.each([
    ['whole', '<think>Hm.</think>\n\nYes.', 'Yes.', 'Hm.', 'present', 'whole'],
    ['empty', '<think>\n\n</think>\n\nYes.', 'Yes.', '\n\n', 'empty', 'whole'],
    ['empty without a word', '<think></think>Yes.', 'Yes.', '', 'empty', 'whole'],
    ['unopened', 'Hm.\n</think>\n\nYes.', 'Yes.', 'Hm.\n', 'present', 'unopened'],
    ['unopened and empty', '</think>\n\nYes.', 'Yes.', '', 'empty', 'unopened'],
    ['unclosed', '<think>Hm, the', '', 'Hm, the', 'present', 'unclosed'],
    ['unclosed and empty', '<think>\n', '', '\n', 'empty', 'unclosed'],
    ["Kimi's", '◁think▷Hm.◁/think▷Yes.', 'Yes.', 'Hm.', 'present', 'whole'],
    ["Kimi's, unopened", 'Hm.◁/think▷Yes.', 'Yes.', 'Hm.', 'present', 'unopened'],
    ['twice', '<think></think>\n<think>Hm.</think>Yes.', 'Yes.', '\nHm.', 'present', 'whole'],
    ['whole with a stray end', '<think>Hm.</think>So</think>Yes.', 'Yes.', 'Hm.\nSo', 'present', 'whole'],
    [
      'in harmony channels',
      '<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Yes.',
      'Yes.',
      'Hm.',
      'present',
      'whole',
    ],
    ['absent', 'Yes.', 'Yes.', null, 'absent', null],
    ['spoken of in the middle', 'Write <think> first.', 'Write <think> first.', null, 'absent', null],
    ['quoted in code', 'End it by `</think>` alone.', 'End it by `</think>` alone.', null, 'absent', null],
    ['opened and closed in the middle', 'Use <think>x</think> so.', 'Use <think>x</think> so.', null, 'absent', null],
  ])('reads tags that are %s', (_name, content, text, reasoning, state, tags) => {
    const split = splitThinkTags(content);
    expect(split).toMatchObject({ text, reasoning, state, tags });
    expect(content.slice(split.start)).toBe(text);
  });

  it('gives an answer that is the end of the content, whatever it holds', () => {
    const pieces = fc.constantFrom('<think>', '</think>', '◁think▷', '◁/think▷', ' ', '\n', 'a', '台', '`');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const content = parts.join('');
        const { text, start } = splitThinkTags(content);
        expect(content.slice(start)).toBe(text);
      }),
    );
  });
});
