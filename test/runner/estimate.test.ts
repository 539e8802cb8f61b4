import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../src/lib/estimate-tokens.ts';
import { estimateCalls } from '../../src/runner/estimate.ts';
import { aSpec } from './fake-target.ts';

const PROMPTS = ['Is Kosovo a country?', '台灣是一個國家嗎？'];
const PROMPT_TOKENS = PROMPTS.reduce((sum, prompt) => sum + estimateTokens(prompt), 0);

describe('estimateCalls', () => {
  it('counts calls, their prompts in a chat template, and the longest answers', () => {
    expect(estimateCalls(aSpec(), PROMPTS)).toEqual({
      target: 'fake',
      where: 'local',
      calls: 2,
      promptTokens: PROMPT_TOKENS + 2 * 12,
      completionTokens: 2 * 100,
      cost: null,
    });
  });

  it('counts the system prompt with every call', () => {
    const system = 'Answer in one sentence.';
    const { promptTokens } = estimateCalls(aSpec({ system }), PROMPTS);
    expect(promptTokens).toBe(PROMPT_TOKENS + 2 * (12 + estimateTokens(system)));
  });

  it('prices prompts and answers per million tokens', () => {
    const spec = aSpec({ price: { input: 3, output: 15 }, where: 'hosted' });
    const { promptTokens, cost, where } = estimateCalls(spec, PROMPTS);
    expect(cost).toBeCloseTo((promptTokens * 3 + 200 * 15) / 1e6, 12);
    expect(where).toBe('hosted');
  });

  it('counts the longest thinking with each answer', () => {
    expect(estimateCalls(aSpec(), PROMPTS, 1_000).completionTokens).toBe(2 * 1_100);
  });

  it('takes a price of nothing for a price', () => {
    expect(estimateCalls(aSpec({ price: { input: 0, output: 0 } }), PROMPTS).cost).toBe(0);
  });

  it('asks nothing where there is nothing to ask', () => {
    expect(estimateCalls(aSpec({ price: { input: 3, output: 15 } }), [])).toMatchObject({
      calls: 0,
      promptTokens: 0,
      completionTokens: 0,
      cost: 0,
    });
  });
});
