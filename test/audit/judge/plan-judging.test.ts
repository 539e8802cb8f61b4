import { describe, expect, it } from 'vitest';
import { estimateRunJudging } from '../../../src/audit/judge/plan-judging.ts';
import type { PreparedRun } from '../../../src/audit/run/prepare-run.ts';
import { parseConfig } from '../../../src/config/load-config.ts';
import { aVariant } from '../../store/records.ts';

const config = parseConfig(
  JSON.stringify({
    targets: [
      { id: 'long', provider: 'ollama', model: 'a', params: { max_tokens: 9000 } },
      { id: 'short', provider: 'ollama', model: 'b', params: { max_tokens: 100 } },
      { id: 'judge', provider: 'ollama', model: 'c', audit: false, price: { input: 2, output: 10 } },
    ],
    judges: [{ target: 'judge' }],
  }),
  'candor.yaml',
  {},
);
const [judge] = config.judges;
if (judge === undefined) throw new Error('expected a judge');

function prepared(samples: number, targets = config.targets): PreparedRun {
  const variants = [aVariant('p', 'en'), aVariant('q', 'en'), aVariant('p', 'zh-Hans')];
  return { request: { samples, targets }, variants } as unknown as PreparedRun;
}

describe('what a judge will be asked about a run that has not begun', () => {
  it('is one call for every question, sample, target and part that an answer may have, in its languages', () => {
    // The long target's answers may have three parts, the short one's one.
    expect(estimateRunJudging(judge, prepared(1)).calls).toBe(3 * 4);
    expect(estimateRunJudging(judge, prepared(5)).calls).toBe(3 * 5 * 4);
    expect(estimateRunJudging({ ...judge, languages: ['en'] }, prepared(5)).calls).toBe(2 * 5 * 4);
    expect(estimateRunJudging(judge, prepared(5)).target).toBe('judge:judge');
  });

  it('counts every answer as long as its target may make it, and the question once a part', () => {
    const [long, short] = config.targets;
    if (long === undefined || short === undefined) throw new Error('expected two targets');
    const tokens = (one: typeof long, samples: number) =>
      estimateRunJudging(judge, prepared(samples, [one])).promptTokens;
    // All of it twice: any reply may have to be asked for once more.
    const asking = (tokens(short, 1) / 2 - 3 * 100) / 3;
    expect(tokens(long, 1)).toBeGreaterThanOrEqual(2 * (3 * 9000 + 3 * 3 * asking));
    expect(tokens(long, 1)).toBeLessThan(2 * (3 * 9000 + 3 * 3 * (asking + 60)));
    expect(tokens(long, 4)).toBe(4 * tokens(long, 1));
  });

  it('costs what its prompts and replies cost, the answers in them too', () => {
    const { cost, promptTokens, completionTokens } = estimateRunJudging(judge, prepared(3));
    expect(cost).toBeCloseTo((promptTokens * 2 + completionTokens * 10) / 1_000_000, 9);
    const unpriced = { ...judge, target: { ...judge.target, spec: { ...judge.target.spec, price: null } } };
    expect(estimateRunJudging(unpriced, prepared(3)).cost).toBeNull();
  });
});
