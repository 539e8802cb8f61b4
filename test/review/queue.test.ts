import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, drawQueue, STRATUM_FIELDS } from '../../src/review/queue.ts';
import { aPool } from './pool.ts';

const pool = aPool([
  ['refusal', 'en', 50],
  ['official_narrative', 'zh-Hans', 8],
  ['neutral', 'en', 300],
  [null, 'en', 3],
]);

describe('the queue', () => {
  it('is the same for the same pool, seed and options, whatever the order in which the pool was read', () => {
    const options = { sample: 60, stratify: ['class'], seed: 7 } as const;
    const trials = drawQueue(pool, options).map(({ trial }) => trial);
    expect(drawQueue([...pool].reverse(), options).map(({ trial }) => trial)).toEqual(trials);
    expect(drawQueue(pool, { ...options, seed: 8 }).map(({ trial }) => trial)).not.toEqual(trials);
  });

  it('draws every stratum alike, as far as it has answers', () => {
    const queue = drawQueue(pool, { sample: 60, stratify: ['class'], seed: 1 });
    const count = (stratum: string) => queue.filter((item) => item.stratum === stratum).length;
    expect(['refusal', 'official_narrative', 'neutral', 'unjudged'].map(count)).toEqual([24, 8, 25, 3]);
  });

  it('is shuffled over all strata, so that the place tells nothing of the class', () => {
    const queue = drawQueue(pool, { sample: 60, stratify: ['class'], seed: 1 });
    const changes = queue.filter((item, i) => i > 0 && queue[i - 1]?.stratum !== item.stratum).length;
    expect(changes).toBeGreaterThan(20);
  });

  it('holds each answer once, no more than asked for, by every field', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.subarray([...STRATUM_FIELDS]), fc.nat(), (sample, stratify, seed) => {
        const trials = drawQueue(pool, { sample, stratify, seed }).map(({ trial }) => trial);
        expect(new Set(trials).size).toBe(trials.length);
        expect(trials.length).toBe(Math.min(sample, pool.length));
      }),
    );
    expect(drawQueue(pool, { sample: null, stratify: [], seed: 1 })).toHaveLength(pool.length);
  });

  it('never allots more than a stratum has, and leaves no two open strata more than one apart', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 8 }), fc.nat(200), (sizes, sample) => {
        const shares = allocate(sizes, sample);
        const total = sizes.reduce((sum, size) => sum + size, 0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.min(sample, total));
        expect(shares.every((share, i) => share <= (sizes[i] ?? 0))).toBe(true);
        const open = shares.filter((share, i) => share < (sizes[i] ?? 0));
        if (open.length > 0) expect(Math.max(...shares) - Math.min(...open)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
