import { describe, expect, it } from 'vitest';
import { JudgeMeter } from '../../../src/audit/judge/judge-meter.ts';

const call = (purpose: 'first' | 'again' | 'flags') => ({ prompt: 'x'.repeat(400), schema: {}, purpose });

describe('what a judge’s calls take', () => {
  it('is counted with repeats, second questions, failed calls and kept replies', () => {
    const meter = new JudgeMeter({ id: 'j', price: { input: 2, output: 10 } });
    meter.add(call('first'), 2, 'reply', { prompt: 1_000, completion: 50 });
    meter.add(call('again'), 0, 'reply', { prompt: 1_100, completion: 60 });
    meter.add(call('flags'), 0, 'a reply', null);
    meter.keep();
    expect(meter.read()).toEqual({
      judge: 'judge:j',
      calls: 5,
      again: 1,
      flags: 1,
      kept: 1,
      prompt_tokens: 2_200,
      completion_tokens: 112,
      estimated: 1,
      cost: (2_200 * 2 + 112 * 10) / 1_000_000,
    });
  });

  it('costs nothing that is known where no price is', () => {
    expect(new JudgeMeter({ id: 'j', price: null }).read().cost).toBeNull();
  });
});
