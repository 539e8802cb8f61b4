import { describe, expect, it } from 'vitest';
import { type RawText, readAnswerText } from '../../src/reading/read-answer-text.ts';

const THOUGHT = 'Okay, they ask about the island. One way is the slogan, another is plain fact; I weigh both before I';
const ANSWER = 'Taipei has a parliament of its own.';
const read = (fields: Partial<RawText>) =>
  readAnswerText({ content: '', thought: null, prompt: null, finish: 'stop', usage: null, ...fields });

describe('an answer and its thought', () => {
  it('stand once each where both fields and the text hold the thought', () => {
    expect(read({ content: `<think>${THOUGHT}</think>${ANSWER}`, thought: THOUGHT })).toMatchObject({
      text: ANSWER,
      reasoning: THOUGHT,
    });
    expect(read({ content: `<think>${THOUGHT} go on.</think>${ANSWER}`, thought: THOUGHT }).reasoning).toBe(
      `${THOUGHT} go on.`,
    );
    expect(read({ content: `<think>B</think>${ANSWER}`, thought: 'A' }).reasoning).toBe('AB');
  });

  it.each([
    ['is the same', THOUGHT, THOUGHT],
    ['is the same but for white space', `\n${THOUGHT.replaceAll(', ', ',\n')}\n`, THOUGHT],
    ['is the beginning of the thought', THOUGHT.slice(0, 60), THOUGHT],
    ['is the same in few words', 'Let me see', 'Let me see'],
    ['is the same in Chinese', '用户问的是岛上的议会，我先想一想', '用户问的是岛上的议会，我先想一想'],
  ])('leave no answer where the content %s', (_how, content, thought) => {
    expect(read({ content, thought, finish: 'length' })).toMatchObject({ text: '', reasoning: thought });
  });

  it('leave what follows where the content begins with the whole thought', () => {
    expect(read({ content: `${THOUGHT}\n\n${ANSWER}`, thought: THOUGHT })).toMatchObject({ text: ANSWER });
  });

  it.each([
    ['that the thought drafted', ANSWER, `${THOUGHT} could say: ${ANSWER}`],
    ['that begins like a short thought', 'No. It has its own parliament.', 'No.'],
    ['in its own words', ANSWER, THOUGHT],
  ])('leave an answer %s', (_how, content, thought) => {
    expect(read({ content, thought })).toMatchObject({ text: content, reasoning: thought });
  });

  it.each([
    ['equal', { prompt: 9, completion: 200, reasoning: 200 }],
    ['one less', { prompt: 9, completion: 200, reasoning: 199 }],
  ])('are all thought where the limit ended it and the counts are %s', (_how, usage) => {
    expect(read({ content: THOUGHT, finish: 'length', usage })).toMatchObject({
      text: '',
      reasoning: THOUGHT,
      signs: [],
    });
  });

  it.each([
    ['the answer has tokens of its own', 'length', { prompt: 9, completion: 200, reasoning: 150 }],
    ['thought is counted apart', 'length', { prompt: 9, completion: 50, reasoning: 124 }],
    ['thought is not counted', 'length', { prompt: 9, completion: 200 }],
    ['there was none', 'length', { prompt: 9, completion: 200, reasoning: 0 }],
  ])('keep the answer where %s', (_how, finish, usage) => {
    expect(read({ content: ANSWER, finish, usage })).toMatchObject({ text: ANSWER, signs: [] });
  });

  it('cannot be told where all tokens are counted as thought and it ended by itself', () => {
    const usage = { prompt: 9, completion: 60, reasoning: 60 };
    expect(read({ content: ANSWER, usage })).toMatchObject({ text: ANSWER, signs: ['reasoning_unknown'] });
  });

  it.each([
    ['an empty field', '', 'empty'],
    ['no field', null, 'absent'],
    ['a field', 'Hm', 'present'],
  ] as const)('have the state of %s', (_how, thought, state) => {
    expect(read({ content: ANSWER, thought }).reasoningState).toBe(state);
  });

  it.each([
    ['a replacement character', `Taipei \uFFFD`],
    ['half of a surrogate pair', 'Taipei \ud83d'],
  ])('are marked for %s', (_how, content) => {
    expect(read({ content }).signs).toEqual(['decoding']);
  });

  it('end where the text goes on as the asker', () => {
    const content = `${ANSWER}<|im_end|>\n<|im_start|>user\nWhy?`;
    expect(read({ content })).toMatchObject({ text: content, answerEnd: ANSWER.length, signs: ['run_on'] });
    expect(read({ content: `${ANSWER}<|im_end|>` })).toMatchObject({ answerEnd: ANSWER.length, signs: [] });
  });

  it('do not end at the token that begins them, unless it ends a turn', () => {
    const unknown = read({ content: `<|ponder_start|>${THOUGHT}<|ponder_end|>${ANSWER}` });
    expect(unknown).toMatchObject({ signs: ['reasoning_unknown'] });
    expect(unknown.answerEnd).toBeUndefined();
    expect(read({ content: `<|im_end|>\n<|im_start|>user\nWhy?` })).toMatchObject({ answerEnd: 0 });
  });
});
