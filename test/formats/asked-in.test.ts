import { describe, expect, it } from 'vitest';
import { askedIn } from '../../src/formats/asked-in.ts';

const QUESTION = '谁修了这座桥？';

describe('what was asked, where a prompt is kept as the model got it', () => {
  it.each([
    [
      'ChatML',
      `<|im_start|>system\nYou are kind.<|im_end|>\n<|im_start|>user\n${QUESTION}<|im_end|>\n<|im_start|>assistant\n`,
    ],
    [
      'Llama 3',
      `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${QUESTION}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`,
    ],
    ['Gemma', `<bos><start_of_turn>user\n${QUESTION}<end_of_turn>\n<start_of_turn>model\n`],
    [
      'harmony',
      `<|start|>developer<|message|>Be brief.<|end|><|start|>user<|message|>${QUESTION}<|end|><|start|>assistant`,
    ],
    ['Zephyr', `<|system|>\nYou are kind.</s>\n<|user|>\n${QUESTION}</s>\n<|assistant|>\n`],
    ['DeepSeek', `<｜begin▁of▁sentence｜><｜User｜>${QUESTION}<｜Assistant｜>`],
    ['YAML', `- role: system\n  content: You are kind.\n- role: user\n  content: ${QUESTION}\n`],
  ])('is the last turn of the user: %s', (_name, prompt) => {
    expect(askedIn(prompt)).toMatchObject({ question: QUESTION, before: [], isChat: true });
  });

  it('keeps what was said before it', () => {
    const prompt = `<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nYes?<|im_end|>\n<|im_start|>user\n${QUESTION}<|im_end|>\n`;
    expect(askedIn(prompt)).toMatchObject({ question: QUESTION, before: ['Hi', 'Yes?'] });
  });

  it.each([
    'What does <|im_start|>user\nmean in ChatML?',
    'Explain <|user|> and <|assistant|>.',
    '<|im_start|>assistant\nHello there<|im_end|>',
    '- role: [open\n  content: none',
    '- role: &a user\n  content: *a\n- role: *b',
    '- bread\n- butter',
  ])('is the whole text where that only looks like a chat: %j', (prompt) => {
    expect(askedIn(prompt)).toEqual({ question: prompt, before: [], system: null, isChat: false });
  });

  it('has no half of a surrogate pair in it', () => {
    expect(askedIn('Who \ud83d?').question).toBe('Who \ufffd?');
    const chat = ['a\udc00', 'b', 'c\ud83d'].map((content, at) => ({ role: at === 1 ? 'assistant' : 'user', content }));
    expect(askedIn(chat)).toMatchObject({ question: 'c\ufffd', before: ['a\ufffd', 'b'] });
  });
});
