import { describe, expect, it } from 'vitest';
import { readContent, thoughtOfMessage } from '../../src/reading/content-parts.ts';

describe('the content of a message', () => {
  it.each([
    ['a string', 'No.', { text: 'No.', reasoning: null }],
    ['null', null, { text: '', reasoning: null }],
    ['parts of text', [{ type: 'text', text: 'No' }, '.'], { text: 'No.', reasoning: null }],
    [
      "Mistral's",
      [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }], closed: true },
        { type: 'text', text: 'No.' },
      ],
      { text: 'No.', reasoning: 'Hm' },
    ],
    [
      "Anthropic's",
      [
        { type: 'thinking', thinking: 'Hm', signature: 'x' },
        { type: 'redacted_thinking', data: 'abc' },
        { type: 'text', text: 'No.' },
      ],
      { text: 'No.', reasoning: 'Hm' },
    ],
    [
      "Inspect's",
      [
        { type: 'reasoning', reasoning: 'ciphertext', redacted: true, summary: 'Hm' },
        { type: 'text', text: 'No.', refusal: true },
      ],
      { text: 'No.', reasoning: 'Hm' },
    ],
    [
      "the AI SDK's",
      [
        { type: 'reasoning', text: 'Hm' },
        { type: 'text', text: 'No.' },
      ],
      { text: 'No.', reasoning: 'Hm' },
    ],
    [
      "Responses'",
      [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
        { type: 'message', content: [{ type: 'output_text', text: 'No.' }] },
      ],
      { text: 'No.', reasoning: 'Hm' },
    ],
    [
      "Bedrock's",
      [{ reasoningContent: { reasoningText: { text: 'Hm', signature: 'x' } } }, { text: 'No.' }],
      { text: 'No.', reasoning: 'Hm' },
    ],
    ["Gemini's", [{ text: 'Hm', thought: true }, { text: 'No.' }], { text: 'No.', reasoning: 'Hm' }],
    ['a refusal', [{ type: 'refusal', refusal: 'I decline.' }], { text: '', reasoning: null, refusal: 'I decline.' }],
  ])('is read as %s', (_whose, content, expected) => {
    expect(readContent(content)).toMatchObject(expected);
  });
});

describe('the thought in the fields of a message', () => {
  it.each([
    [{ reasoning_content: '', reasoning: 'Hm' }, 'Hm'],
    [{ reasoning_content: 'Hm', reasoning: '' }, 'Hm'],
    [{ reasoning_content: '', reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] }, 'Hm'],
    [{ reasoning: null, reasoning_details: [{ type: 'reasoning.summary', summary: 'Hm' }] }, 'Hm'],
    [{ thinking_blocks: [{ type: 'thinking', thinking: 'Hm' }] }, 'Hm'],
    [{ reasoning: { text: 'Hm' } }, 'Hm'],
    [{ reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] }, 'Hm'],
    [{ provider_specific_fields: { reasoning_content: 'Hm' } }, 'Hm'],
    [{ reasoning_content: '', provider_specific_fields: { reasoning_content: 'Hm' } }, 'Hm'],
    [{ reasoning_summary: 'Hm' }, 'Hm'],
    [{ chain_of_thought: 'Hm' }, 'Hm'],
    [{ thought_signature: 'x', reasoning_effort: 'low', reasoning_tokens: 4 }, null],
    [{ reasoning_content: '' }, ''],
    [{ reasoning_content: null }, null],
    [{ reasoning_details: [{ type: 'reasoning.encrypted', data: 'abc' }] }, null],
    [{}, null],
  ])('of %j is %j', (message, thought) => {
    expect(thoughtOfMessage(message)).toBe(thought);
  });
});
