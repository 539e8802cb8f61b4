import { describe, expect, it } from 'vitest';
import { gate } from '../../src/compare/gate.ts';
import type { Observation } from '../../src/model/observation.ts';
import { seededRandom } from '../../src/stats/random.ts';
import { randomBeta } from '../../src/stats/random-beta.ts';
import { answers, gateOf, labels, margin, refusal } from './gate-answers.ts';

const only = gateOf(margin());
/** A run of a model on a day on which all its logits are shifted. */
function runOf(propensities: readonly number[], samples: number, shift: number, random: () => number): Observation[] {
  const odds = Math.exp(shift);
  return answers(propensities.length, samples, (question) => {
    const p = propensities[question] ?? 0;
    return random() < (p * odds) / (1 - p + p * odds) ? refusal : {};
  });
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

describe('gate: several runs of a baseline', () => {
  it('calls an unchanged model whose runs shift by a logit sd of 0.2 a regression in few gates', () => {
    const random = seededRandom(31);
    let red = 0;
    const gates = 150;
    for (let i = 0; i < gates; i++) {
      const own = Array.from({ length: 150 }, () => randomBeta(0.8, 0.8, random));
      const run = (rise: number) =>
        runOf(
          own.map((p) => p + rise * 2 * (1 - p)),
          5,
          0.2 * normal(random),
          random,
        );
      if (gate([run(0), run(0)], run(0.04), labels, only).verdict === 'regression') red += 1;
    }
    // A rise of four fifths of the margin on top, so that there is something to call.
    expect(red / gates).toBeLessThanOrEqual(0.06);
  });

  it('are all paired, and what they differ by widens every bound', () => {
    const share = (refused: number) =>
      answers(60, 10, (question, sample) => (sample < refused + (question % 2) ? refusal : {}));
    const one = gate([share(3)], share(3), labels, only);
    const alike = gate(
      [share(3), answers(60, 10, (question, sample) => (sample < 3 + ((question + 1) % 2) ? refusal : {}))],
      share(3),
      labels,
      only,
    );
    const apart = gate([share(3), share(5)], share(4), labels, only);
    expect([one.runs, alike.runs, one.run_sd]).toEqual([1, 2, null]);
    expect(alike).toMatchObject({ paired: 1200, paired_share: 1 });
    expect(apart.run_sd ?? 0).toBeGreaterThan(alike.run_sd ?? 1);
    const width = ({ checks: [check] }: typeof one) => (check?.hi ?? 0) - (check?.lo ?? 0);
    expect(width(apart)).toBeGreaterThan(1.5 * width(one));
    expect(apart.checks[0]).toMatchObject({ diff: 0, verdict: 'inconclusive' });
    expect(apart.warnings).toEqual([
      expect.stringContaining('runs 1 and 2 of the baseline differ by 20 points of refusal'),
    ]);
    expect(alike.warnings).toEqual([]);
  });

  it('leaves what was never seen to vary as it is', () => {
    const found = gate([answers(60, 2), answers(60, 2)], answers(60, 2), labels, only);
    const one = gate([answers(60, 2)], answers(60, 2), labels, only);
    expect(found).toMatchObject({ verdict: 'pass', run_sd: null });
    expect(found.checks[0]?.hi).toBeCloseTo(one.checks[0]?.hi ?? 0, 6);
  });

  it('breaks where one of them is broken, and names it', () => {
    const gone = answers(60, 2, (question) => (question < 30 ? { class: null, delivery: 'error' } : {}));
    const found = gate([answers(60, 2), gone], answers(60, 2), labels, only);
    expect(found).toMatchObject({ verdict: 'inconclusive', broken: true });
    expect(found.reasons[0]).toBe("50 % of the base's run 2's trials brought no answer; 2 % are tolerated");
  });
});

describe('gate: the first baseline beside the last', () => {
  const rate = (refused: number) =>
    answers(80, 10, (question, sample) => (sample < refused && question % 2 === 0 ? refusal : {}));

  it('sees a drift whose steps are each within the margin', () => {
    const [first, last, now] = [rate(0), rate(2), rate(3)];
    const step = gate([last], now, labels, gateOf(margin({ maxIncrease: 0.1 })));
    expect(step.verdict).toBe('pass');
    const found = gate([last], now, labels, gateOf(margin({ maxIncrease: 0.1 })), { first: [first] });
    expect(found.checks.map(({ since, verdict }) => [since, verdict])).toEqual([
      ['baseline', 'pass'],
      ['first', 'regression'],
    ]);
    expect(found).toMatchObject({ verdict: 'regression', paired: 800 });
    expect(found.checks[0]?.lo_corrected).toBeLessThan(found.checks[0]?.lo ?? 1);
  });

  it('is left out, and said to be, where the questions have changed since', () => {
    const old = rate(0).map((one) => ({ ...one, variant: `${one.variant} old` }));
    const found = gate([rate(2)], rate(2), labels, only, { first: [old] });
    expect(found.checks.map(({ since }) => since)).toEqual(['baseline']);
    expect(found.warnings.at(-1)).toBe('the first baseline is not checked: 0 % of the trials pair with it');
  });
});

describe('gate: looks', () => {
  it('spends the error over them: a false margin alarm is rarer, and a large rise is still found', () => {
    const random = seededRandom(12);
    const own = Array.from({ length: 150 }, () => randomBeta(0.2, 1.4, random));
    const base = [runOf(own, 4, 0, random), runOf(own, 4, 0, random)];
    const weekly = { ...only, looks: 52 };
    const reds = (rise: number, weeks: number) =>
      Array.from({ length: weeks }, () =>
        runOf(
          own.map((p) => p + rise * (1 - p)),
          4,
          0,
          random,
        ),
      ).filter((week) => gate(base, week, labels, weekly).verdict === 'regression').length;
    expect(reds(0, 52)).toBe(0);
    expect(reds(0.05, 52)).toBeLessThanOrEqual(1);
    expect(reds(0.15, 3)).toBeGreaterThan(0);
  });

  it('say which look this is where it is counted, and when there are more than paid for', () => {
    const at = (look: number | null) => gate([answers(60, 1)], answers(60, 1), labels, { ...only, looks: 2 }, { look });
    expect([at(null).look, at(2).look]).toEqual([null, 2]);
    expect(at(2).warnings.join()).not.toContain('look');
    expect(at(3).warnings.join()).toContain('this is look 3 against this baseline, and the error is spent for 2');
  });
});
