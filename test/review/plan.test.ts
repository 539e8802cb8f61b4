import { describe, expect, it } from 'vitest';
import { labelsNeeded, planReview } from '../../src/review/plan.ts';
import { drawQueue } from '../../src/review/queue.ts';
import { aPool } from './pool.ts';

const pool = aPool([
  ['refusal', 'en', 200],
  ['official_narrative', 'en', 100],
  ['neutral', 'en', 700],
]);

describe('the plan of a review', () => {
  it('names the fewest labels whose Wilson interval is as narrow as wanted', () => {
    // z² p (1 - p) × 4 / w² gives 384 for p = 0.5, w = 0.1; Wilson's interval is narrower by n + z².
    expect(labelsNeeded(0.5, 0.1)).toBe(381);
    expect(labelsNeeded(0.85, 0.1)).toBe(196);
    expect(labelsNeeded(0.85, 0.1)).toBeGreaterThan(labelsNeeded(0.85, 0.2));
  });

  it('gives each stratum the interval of its own labels', () => {
    const stratify = ['class'] as const;
    const plan = planReview(pool, drawQueue(pool, { sample: 150, stratify, seed: 1 }), {
      stratify,
      assumed: 0.85,
      width: 0.1,
    });
    expect(plan.strata.map(({ stratum, answers, labels }) => [stratum, answers, labels])).toEqual([
      ['neutral', 700, 50],
      ['official_narrative', 100, 50],
      ['refusal', 200, 50],
    ]);
    // Wilson for 42.5 of 50.
    expect(plan.strata[0]?.accuracy.lo).toBeCloseTo(0.7266, 3);
    expect(plan.strata[0]?.accuracy.hi).toBeCloseTo(0.9234, 3);
  });

  it('counts uneven weights: labels drawn alike from uneven strata tell less of the whole', () => {
    const even = { stratify: [], assumed: 0.85, width: 0.1 } as const;
    const drawn = planReview(pool, drawQueue(pool, { sample: 150, stratify: [], seed: 1 }), even);
    expect(drawn.accuracy.labels).toBeCloseTo(150, 6);
    const stratify = ['class'] as const;
    const byClass = planReview(pool, drawQueue(pool, { sample: 150, stratify, seed: 1 }), { ...even, stratify });
    // 1 / (0.7² + 0.1² + 0.2²) × 50
    expect(byClass.accuracy.labels).toBeCloseTo(50 / 0.54, 6);
    expect(byClass.needed).toBe(Math.ceil((196 * 150) / (50 / 0.54)));
  });

  it('matches recall by simulation: a weighted estimate varies as planned', () => {
    const stratify = ['class'] as const;
    const plan = planReview(pool, drawQueue(pool, { sample: 150, stratify, seed: 1 }), {
      stratify,
      assumed: 0.85,
      width: 0.1,
    });
    const planned = plan.classes.find((one) => one.class === 'official_narrative')?.recall;
    let state = 1;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const share = (rate: number) => Array.from({ length: 50 }, random).filter((x) => x < rate).length / 50;
    const recalls = Array.from({ length: 4000 }, () => {
      const found = 100 * share(0.85);
      const lost = 200 * share(0.075) + 700 * share(0.075);
      return found / (found + lost);
    });
    const mean = recalls.reduce((sum, x) => sum + x, 0) / recalls.length;
    const variance = recalls.reduce((sum, x) => sum + (x - mean) ** 2, 0) / recalls.length;
    const rate = planned?.rate ?? 0;
    expect(rate).toBeCloseTo(85 / (85 + 67.5), 6);
    const ratio = Math.sqrt((rate * (1 - rate)) / (planned?.labels ?? 1) / variance);
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });

  it('says nothing of a stratum without labels', () => {
    const plan = planReview(pool, [], { stratify: ['class'], assumed: 0.85, width: 0.1 });
    expect(plan.accuracy).toMatchObject({ labels: 0, lo: 0, hi: 1 });
  });
});
