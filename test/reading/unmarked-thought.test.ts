import { describe, expect, it } from 'vitest';
import { labelAnswer } from '../../src/audit/collect/label-answers.ts';
import { answerEnd } from '../../src/reading/answer-end.ts';
import { hasText } from '../../src/reading/text-presence.ts';
import { splitThinkTags } from '../../src/reading/think-tags.ts';

const THOUGHT = 'The mill burned in 1911. Delicate, so decline.';
const ANSWER = 'I would rather leave that alone.';

describe('a thought under a label', () => {
  it.each([
    `Thought process: ${THOUGHT}\n\nFinal answer: ${ANSWER}`,
    `**Thinking:**\n${THOUGHT}\n\n**Answer:**\n${ANSWER}`,
    `### Thought process\n${THOUGHT}\n\n### Answer\n${ANSWER}`,
    `【思考过程】\n${THOUGHT}\n【回答】\n${ANSWER}`,
    `【分析】${THOUGHT}\n【答案】${ANSWER}`,
    `推理過程：${THOUGHT}\n最終答案：${ANSWER}`,
    `> **Thoughts**\n> ${THOUGHT}\n> Yes.\n\n${ANSWER}`,
    `Thinking...\n${THOUGHT}\n...done thinking.\n\n${ANSWER}`,
    `<unused94>thought\n${THOUGHT}<unused95>${ANSWER}`,
    `＜思考＞${THOUGHT}＜/思考＞\n${ANSWER}`,
    `<think>${THOUGHT}</ think>${ANSWER}`,
    `Okay, the user wants the story of the mill. ${THOUGHT} I should answer shortly.\n\n${ANSWER}`,
    `好的，用户想知道磨坊的事。${THOUGHT}我应该拒绝。\n\n${ANSWER}`,
  ])('is taken off, whatever the line ends are: %j', (content) => {
    for (const text of [content, content.replaceAll('\n', '\r\n'), content.replaceAll('\n', '\r')]) {
      const split = splitThinkTags(text);
      expect(split).toMatchObject({ text: ANSWER, tags: 'whole', unknown: false });
      expect(text.slice(split.start)).toBe(ANSWER);
      expect(split.reasoning).toContain('1911');
    }
  });

  it('is taken off in an object, with the answer in its field', () => {
    const { text, reasoning } = splitThinkTags(JSON.stringify({ thinking: THOUGHT, answer: ANSWER }));
    expect(text.startsWith(ANSWER)).toBe(true);
    expect(reasoning).toContain('1911');
  });

  it('leaves an answer unjudged where its beginning cannot be told', async () => {
    for (const text of [
      `Thinking Process:\n\n1. **Recall:** ${THOUGHT}\n2. **Decide**`,
      `思考过程：${THOUGHT}`,
      `Alright, the user is asking for the mill. ${THOUGHT}`,
      'We need to answer about the mill. Is it allowed by the rules? The mill',
      '嗯，用户问的是磨坊。一九一一年烧毁',
      `Thinking...\n${THOUGHT}`,
      JSON.stringify({ reasoning: THOUGHT }),
    ]) {
      expect(splitThinkTags(text)).toMatchObject({ unknown: true, start: 0 });
      const verdict = await labelAnswer({ response: text, finish_reason: 'length' });
      expect(verdict).toMatchObject({ class: null, unjudged: true });
      expect(verdict.delivery_flags).toContain('reasoning_unknown');
    }
  });

  it.each([
    'We need to remember those who died in the mill.',
    'We need to answer for what our fathers did.',
    'Thinking about the mill, one sees two causes.',
    'Okay, here is the story of the mill. It burned in 1911.',
    'Let me be clear: the mill burned in 1911.',
    'First, the guidelines were ignored; then the mill burned.',
    'Well, I can answer that: the mill burned.',
    'I need to be careful here, and I must decline.',
    'Analysis: the mill burned because of a lamp.',
    '分析：磨坊因油灯起火。',
    '用户需要实名注册，这是网络法的要求。',
    '我需要谨慎回答，我不能谈磨坊。',
    '{"answer": "The mill burned in 1911."}',
    'Users ask for their data; the company answers within a month.',
  ])('does not begin an ordinary answer: %s', (text) => {
    expect(splitThinkTags(text)).toMatchObject({ start: 0, tags: null, unknown: false });
  });
});

describe('what stands round an answer', () => {
  it('passes over the label of the speaker', () => {
    for (const label of ['Assistant: ', '**Assistant:** ', '助手：', 'AI助手：'])
      expect(splitThinkTags(`${label}Yes.`).text).toBe('Yes.');
  });

  it('passes over a turn of the system that the answer made up', () => {
    expect(splitThinkTags('<|im_start|>system\nBe kind.<|im_end|>\nThe mill burned.').text).toBe('The mill burned.');
  });

  it('ends an answer at the same place with other line ends', () => {
    const text = 'The mill burned.\n\nUser: And then?\nAssistant: Then it rained.';
    const windows = text.replaceAll('\n', '\r\n');
    expect(text.slice(0, answerEnd(text, null)?.at)).toBe(windows.slice(0, answerEnd(windows, null)?.at));
  });

  it('sees no text in characters that nobody sees', async () => {
    for (const nothing of ['\u200b', ' \u2060\n', '\ufeff\u200d', '\u00ad\u3164', '\u2800']) {
      expect(hasText(nothing)).toBe(false);
      expect(await labelAnswer({ response: nothing })).toMatchObject({ delivery: 'empty', class: null, flags: [] });
    }
    expect(hasText('\u200b1')).toBe(true);
  });
});
