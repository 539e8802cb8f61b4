import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../../src/lib/digest.ts';
import type { Variant } from '../../src/model/probe.ts';
import { type PlanInput, planTrials } from '../../src/runner/plan.ts';
import { aVariant } from '../store/records.ts';

function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function variants(count: number): Variant[] {
  return Array.from({ length: count }, (_, i) => aVariant(`p${i}`, 'en'));
}

function input(changes: Partial<PlanInput> = {}): PlanInput {
  const targets = [{ id: 'a', identityHash: 'ia', params: { temperature: 0.7 } }];
  return { variants: variants(3), targets, samples: 2, seed: 1000, random: seededRandom(1), ...changes };
}

describe('planTrials', () => {
  it('plans each variant, target and sample exactly once, whatever the order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 4 }), fc.integer(), (n, samples, seed) => {
        const { trials } = planTrials(input({ variants: variants(n), samples, seed, random: seededRandom(seed) }));
        expect(new Set(trials.map(({ id }) => id)).size).toBe(n * samples);
        expect(trials.map(({ position }) => position)).toEqual(trials.map((_, i) => i));
      }),
    );
  });

  it('asks the wordings of a question by turns, sample after sample, without a further call', () => {
    const wordings = [0, 1, 2].map((phrasing) => ({ ...aVariant('p', 'en'), hash: `h${phrasing}`, phrasing }));
    const { trials } = planTrials(input({ variants: [...wordings, aVariant('q', 'en')], samples: 5 }));
    const asked = trials.filter(({ variant }) => variant.startsWith('h')).sort((a, b) => a.sample - b.sample);
    expect(asked.map(({ sample, variant }) => `${sample} ${variant}`)).toEqual([
      '0 h0',
      '1 h1',
      '2 h2',
      '3 h0',
      '4 h1',
    ]);
    expect(trials).toHaveLength(10);
  });

  it('gives the same plan for the same seed and another order for another', () => {
    const many = { variants: variants(30) };
    const order = (seed: number): string[] =>
      planTrials(input({ ...many, random: seededRandom(seed) })).trials.map(({ id }) => id);
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect([...order(1)].sort()).toEqual([...order(2)].sort());
  });

  it('counts seeds up from the first one', () => {
    const seeds = planTrials(input({ samples: 3 })).trials.map(({ seed }) => seed);
    expect([...new Set(seeds)].sort()).toEqual([1000, 1001, 1002]);
  });

  it('gives other ids where identity, parameters, seed or wording differ', () => {
    const ids = (changes: Partial<PlanInput>): string[] => planTrials(input(changes)).trials.map(({ id }) => id);
    const base = new Set(ids({}));
    const others = [
      ids({ targets: [{ id: 'a', identityHash: 'other', params: { temperature: 0.7 } }] }),
      ids({ targets: [{ id: 'a', identityHash: 'ia', params: { temperature: 1 } }] }),
      ids({ seed: 5 }),
      ids({ variants: variants(3).map((variant) => ({ ...variant, hash: `${variant.hash}-edited` })) }),
    ];
    for (const other of others) expect(other.some((id) => base.has(id))).toBe(false);
  });

  it('shuffles fairly: every order of three comes about as often', () => {
    const orders = new Map<string, number>();
    const random = seededRandom(11);
    for (let i = 0; i < 600; i++) {
      const { trials } = planTrials(input({ samples: 1, random }));
      const order = trials.map(({ variant }) => variant).join(' ');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
  });

  it('keeps the order of an unshuffled plan where the dice say so: targets, variants, samples', () => {
    const targets = ['a', 'b'].map((id) => ({ id, identityHash: `i${id}`, params: {} }));
    const { trials, seed } = planTrials(input({ targets, variants: variants(2), random: () => 0.999_999 }));
    expect(trials.map(({ target, variant, sample }) => `${target} ${variant} ${sample}`)).toEqual([
      'a p0-en 0',
      'a p0-en 1',
      'a p1-en 0',
      'a p1-en 1',
      'b p0-en 0',
      'b p0-en 1',
      'b p1-en 0',
      'b p1-en 1',
    ]);
    expect(trials.map((trial) => trial.seed)).toEqual([1000, 1001, 1000, 1001, 1000, 1001, 1000, 1001]);
    expect(seed).toBe(1000);
  });

  it('gives the ids that stored runs have', () => {
    const [trial] = planTrials(input({ variants: variants(1), samples: 1 })).trials;
    expect(trial).toEqual({
      id: 'ab3cba0df56773a30cc77c20c6550419',
      variant: 'p0-en',
      target: 'a',
      sample: 0,
      seed: 1000,
      position: 0,
    });
  });

  it('hashes the ids in their order', () => {
    const plan = planTrials(input({ variants: variants(5) }));
    expect(plan.hash).toBe(contentHash(plan.trials.map(({ id }) => id)));
    expect(planTrials(input({ variants: variants(5), random: seededRandom(2) })).hash).not.toBe(plan.hash);
  });
});
