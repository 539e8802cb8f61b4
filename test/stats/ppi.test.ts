import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SampledAnswer, type SampledArm, sampledArm } from '../../src/stats/ppi.ts';
import { sampledDifference, sampledInterval } from '../../src/stats/sampled-interval.ts';
import { wilsonInterval } from '../../src/stats/wilson.ts';

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures', name), 'utf8'));

interface Row extends Omit<SampledAnswer, 'label'> {
  readonly weight: number | null;
  readonly value: number | null;
}

const { first, second, sizes, rho } = read('labelled-answers.json');
/** As bench/ppi_check.py printed it, by another route: least squares, influence values, and Wilson’s bounds as roots. */
const expected = read('labelled-answers.expected.json');

function answersOf(rows: readonly Row[]): SampledAnswer[] {
  return rows.map(({ weight, value, ...row }) => ({
    ...row,
    label: weight === null || value === null ? null : { weight, value },
  }));
}

function armOf(rows: readonly Row[]): SampledArm {
  const arm = sampledArm(answersOf(rows));
  if (arm === null) throw new Error('no labels');
  return arm;
}

/** An arm whose answers are worth a given number of independent ones. */
function worth(arm: SampledArm, size: number): SampledArm {
  const { rate } = arm;
  const { lo, hi } = wilsonInterval(rate * size, size);
  const smooth = (rate * size + 1) / (size + 2);
  return {
    ...arm,
    sampling: { lo: (rate - lo) ** 2, hi: (hi - rate) ** 2 },
    variance: { ...arm.variance, sampling: (smooth * (1 - smooth)) / size },
  };
}

describe('an arm with labels', () => {
  it.each([
    ['first', first],
    ['second', second],
  ])('is, in all its parts, what Python found by another route: %s', (name, rows) => {
    const arm = armOf(rows);
    const want = expected[name];
    expect(arm.rate).toBeCloseTo(want.rate, 12);
    expect(arm.labelling.lo).toBeCloseTo(want.below, 12);
    expect(arm.labelling.hi).toBeCloseTo(want.above, 12);
    expect(arm.variance.labelling).toBeCloseTo(want.variance, 12);
    expect([arm.gap.lo, arm.gap.hi]).toEqual(want.gap.map((gap: number) => expect.closeTo(gap, 12)));
    for (const [cluster, score] of Object.entries(want.scores)) {
      expect([cluster, arm.scores.get(cluster)]).toEqual([cluster, expect.closeTo(Number(score), 12)]);
    }
  });

  it('has the interval, and the difference, that Python found', () => {
    const [a, b] = [worth(armOf(first), sizes[0]), worth(armOf(second), sizes[1])];
    const { lo, hi } = sampledInterval(a);
    expect([lo, hi]).toEqual(expected.first_interval.map((bound: number) => expect.closeTo(bound, 9)));
    const ofSecond = sampledInterval(b);
    expect([ofSecond.lo, ofSecond.hi]).toEqual(
      expected.second_interval.map((bound: number) => expect.closeTo(bound, 9)),
    );
    const { diff, ...bounds } = sampledDifference(a, b, rho);
    expect([diff, bounds.lo, bounds.hi]).toEqual(expected.difference.map((value: number) => expect.closeTo(value, 9)));
  });

  it('is null without labels, and the classifier’s own rate where people agree with all of it', () => {
    const unlabelled = answersOf(first).map((one) => ({ ...one, label: null }));
    expect(sampledArm(unlabelled)).toBeNull();
    expect(sampledArm([])).toBeNull();
    const agreed = answersOf(first).map((one) => ({
      ...one,
      label: one.label && { ...one.label, value: one.hit ? 1 : 0 },
    }));
    const arm = sampledArm(agreed);
    expect(arm?.rate).toBeCloseTo(arm?.found ?? -1, 12);
    expect(arm?.labelling.hi).toBeGreaterThan(0);
  });

  it('is the mean of the labels, with nothing left to labelling, where all is labelled', () => {
    const rate = fc.array(fc.record({ hit: fc.boolean(), value: fc.boolean() }), { minLength: 8, maxLength: 60 });
    fc.assert(
      fc.property(rate, (seen) => {
        const arm = sampledArm(
          seen.map(({ hit, value }, i) => ({
            cluster: `q${i % 7}`,
            found: hit ? 'refusal' : 'neutral',
            hit,
            share: 1,
            label: { weight: 1, value: value ? 1 : 0 },
          })),
        );
        expect(arm?.rate).toBeCloseTo(seen.filter(({ value }) => value).length / seen.length, 12);
        expect(arm?.labelling).toEqual({ lo: 0, hi: 0 });
      }),
    );
  });

  it('keeps its interval inside 0 and 1, round the rate, wider where fewer are labelled', () => {
    const answers = answersOf(first);
    const fewer = answers.map((one, i) => (i % 3 === 0 ? { ...one, label: null } : one));
    const [all, some] = [sampledArm(answers), sampledArm(fewer)];
    if (all === null || some === null) throw new Error('no labels');
    for (const arm of [all, some]) {
      const { lo, hi } = sampledInterval(arm);
      expect(lo).toBeGreaterThanOrEqual(0);
      expect(hi).toBeLessThanOrEqual(1);
      expect(lo).toBeLessThan(arm.rate);
      expect(hi).toBeGreaterThan(arm.rate);
    }
    expect(some.labelling.lo).toBeGreaterThan(all.labelling.lo);
  });
});
