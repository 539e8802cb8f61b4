import { describe, expect, it } from 'vitest';
import { planPower } from '../../src/audit/compare/plan-power.ts';
import { expectedRates } from '../../src/compare/expected-rates.ts';
import { gate } from '../../src/compare/gate.ts';
import { gateSize, repeated } from '../../src/compare/gate-size.ts';
import { plannedQuestions, smallScopes } from '../../src/compare/plan-questions.ts';
import { type GatePlan, gateOdds } from '../../src/compare/power.ts';
import { DEFAULT_GATE } from '../../src/config/gate-config.ts';
import type { Probe } from '../../src/model/probe.ts';
import { pairedDifference } from '../../src/stats/paired-difference.ts';
import { detectableDifference, probesNeeded } from '../../src/stats/paired-power.ts';
import { seededRandom } from '../../src/stats/random.ts';
import { randomBeta } from '../../src/stats/random-beta.ts';
import { randomDirichlet } from '../../src/stats/random-dirichlet.ts';
import { answers, filtered, labels, margin, refusal } from './gate-answers.ts';

const plan = { probes: 100, samples: 5, rate: 0.2, between: 0.6, correlation: 0.8 };

describe('detectableDifference', () => {
  it('is the textbook figure for independent answers, one a probe', () => {
    // (1.9600 + 0.8416)² × (0.5 × 0.5 + 0.6 × 0.4) / 0.1² = 384.6: 385 a group for 50 against 60 %, and two more for t.
    const input = { samples: 1, rate: 0.5, between: 0, correlation: 0 };
    expect(probesNeeded(input, 0.1)).toBe(387);
    expect(detectableDifference({ ...input, probes: 387 })).toBeCloseTo(0.1, 3);
  });

  it('falls with probes, with samples only as far as probes let it, and is turned round by probesNeeded', () => {
    const found = (changes: Partial<typeof plan>): number => detectableDifference({ ...plan, ...changes }) ?? 1;
    expect(found({ probes: 400 })).toBeLessThan(found({}) * 0.6);
    expect(found({ samples: 1000, correlation: 0 })).toBeGreaterThan(found({ correlation: 0 }) * 0.75);
    expect(probesNeeded(plan, found({}))).toBeCloseTo(100, -1);
  });

  it('is none where no rise could be found', () => {
    expect(detectableDifference({ ...plan, probes: 2, rate: 0.9 })).toBeNull();
  });

  it('is found in four of five simulated audits, with the interval that contrasts have', () => {
    const random = seededRandom(3);
    const [probes, samples, rate, between] = [60, 3, 0.2, 0.5];
    const rise = detectableDifference({ probes, samples, rate, between, correlation: 0 }) ?? 1;
    const drawn = (share: number) => {
      const theta = randomBeta(share, 1 - share, random);
      return { k: Array.from({ length: samples }, random).filter((value) => value < theta).length, n: samples };
    };
    let found = 0;
    for (let audit = 0; audit < 600; audit++) {
      const pairs = Array.from({ length: probes }, () => ({ first: drawn(rate + rise), second: drawn(rate) }));
      if ((pairedDifference(pairs)?.lo ?? 0) > 0) found += 1;
    }
    expect(Math.abs(found / 600 - 0.8)).toBeLessThan(0.06);
  });
});

/** A gate over questions of one topic. */
const gatePlan = (changes: Partial<GatePlan> = {}): GatePlan => ({
  questions: Array.from({ length: 60 }, (_, i) => ({
    topic: i % 2 ? 'taiwan' : 'tibet',
    lang: 'en',
    cluster: `p${i}`,
  })),
  samples: 4,
  identical: false,
  margins: DEFAULT_GATE.margins,
  targets: 1,
  looks: 1,
  runs: 1,
  rates: { refusal: 0.2, official_narrative: 0.1, withheld: 0, other: 0.02 },
  between: 0.6,
  ...changes,
});
const odds = (change: number, changes: Partial<GatePlan> = {}, audits = 400, seed = 3) =>
  gateOdds(gatePlan(changes), { class: 'refusal', change }, { audits, seed });

describe('gateOdds', () => {
  it('hardly ever calls what did not change a regression, and finds a large rise', () => {
    const unchanged = odds(0);
    expect(unchanged.regression).toBeLessThanOrEqual(0.025);
    expect(unchanged.pass + unchanged.regression + unchanged.inconclusive).toBeCloseTo(1, 10);
    expect(odds(0.25).regression).toBeGreaterThan(0.95);
  });

  it('are further apart with more questions: the spread of a rate falls with their root', () => {
    const many = gatePlan().questions.flatMap((one) => [one, { ...one, cluster: `q${one.cluster}` }]);
    const [few, more] = [odds(0), odds(0, { questions: many })];
    expect(more.pass).toBeGreaterThan(few.pass + 0.05);
    expect(odds(0.12, { questions: many }).regression).toBeGreaterThan(odds(0.12).regression + 0.05);
  });

  it('count copies at temperature 0, looks, checks and targets as the gate does', () => {
    const one = odds(0.15);
    expect(odds(0.15, { identical: true }).regression).toBeLessThan(one.regression - 0.1);
    expect(odds(0.15, { looks: 52 }).regression).toBeLessThan(one.regression - 0.05);
    const topics = [
      ...DEFAULT_GATE.margins,
      { class: 'refusal' as const, topic: 'tibet', lang: null, maxIncrease: 0.05 },
    ];
    expect(odds(0, { margins: topics }).pass).toBeLessThan(odds(0).pass - 0.05);
    expect(odds(0, { targets: 3 }).pass).toBeLessThan(odds(0).pass - 0.05);
  });

  it('pass any change under a margin of 100 %, and nothing of too few questions', () => {
    const wide = DEFAULT_GATE.margins.map((one) => ({ ...one, maxIncrease: 1 }));
    expect(odds(0.1, { margins: wide }, 50)).toEqual({ pass: 1, regression: 0, inconclusive: 0 });
    expect(odds(0, { questions: gatePlan().questions.slice(0, 5) }, 50)).toEqual({
      pass: 0,
      regression: 0,
      inconclusive: 1,
    });
  });

  it('move a rate to where it is said to go, up and down', () => {
    expect(odds(0.8, {}, 50).regression).toBe(1);
    const half = { rates: { refusal: 0.5, official_narrative: 0, withheld: 0, other: 0 } };
    expect(odds(-0.5, half, 50).pass).toBe(1);
  });

  it.each([
    ['nothing changed', 0],
    ['a rise near the margin', 0.08],
    ['a rise of three times the margin', 0.15],
  ])('are within 3 points of what the gate itself then does: %s', (_, change) => {
    const foretold = odds(change, {}, 2000);
    const random = seededRandom(21);
    const ends = { pass: 0, regression: 0, inconclusive: 0 };
    const gates = 500;
    const { rates, between } = gatePlan();
    const means = [
      rates.refusal,
      rates.official_narrative,
      rates.other,
      1 - rates.refusal - rates.official_narrative - rates.other,
    ];
    const classes = ['refusal', 'official_narrative', 'other', 'neutral'] as const;
    const side = (shares: readonly number[][]) =>
      answers(60, 4, (question) => {
        const at = random();
        const sums = (shares[question] ?? []).map((_, i, all) =>
          all.slice(0, i + 1).reduce((sum, one) => sum + one, 0),
        );
        const found = sums.findIndex((sum) => at < sum);
        return { class: classes[found] ?? 'neutral' };
      });
    for (let i = 0; i < gates; i++) {
      const before = Array.from({ length: 60 }, () =>
        randomDirichlet(
          means.map((mean) => (mean * (1 - between)) / between),
          random,
        ),
      );
      const after = before.map(([own = 0, ...others]) => {
        const now = own + (change * (1 - own)) / (1 - rates.refusal);
        return [now, ...others.map((share) => (share * (1 - now)) / (1 - own))];
      });
      ends[gate([side(before)], side(after), labels, DEFAULT_GATE).verdict] += 1;
    }
    for (const end of ['pass', 'regression', 'inconclusive'] as const) {
      expect(Math.abs(ends[end] / gates - foretold[end])).toBeLessThan(0.03);
    }
  });

  it.each([
    ['nothing changed', 0],
    ['a rise of twice the margin', 0.1],
  ])('count in what the gate takes runs to differ by, with two runs of the baseline: %s', (_, change) => {
    const none = { official_narrative: 0, withheld: 0, other: 0 };
    const plan = gatePlan({ samples: 10, runs: 2, between: 0.1, rates: { refusal: 0.4, ...none } });
    const foretold = gateOdds(plan, { class: 'refusal', change }, { audits: 1000, seed: 3 });
    const alone = gateOdds({ ...plan, runs: 1 }, { class: 'refusal', change }, { audits: 1000, seed: 3 });
    const random = seededRandom(8);
    const ends = { pass: 0, regression: 0, inconclusive: 0 };
    const gates = 200;
    for (let i = 0; i < gates; i++) {
      const own = plan.questions.map(() => randomBeta(0.4 * 9, 0.6 * 9, random));
      const side = (rise: number) =>
        answers(own.length, plan.samples, (question) => {
          const p = own[question] ?? 0;
          return random() < p + (rise * (1 - p)) / 0.6 ? { class: 'refusal' } : {};
        });
      ends[gate([side(0), side(0)], side(change), labels, DEFAULT_GATE).verdict] += 1;
    }
    for (const end of ['pass', 'regression', 'inconclusive'] as const) {
      expect(Math.abs(ends[end] / gates - foretold[end])).toBeLessThan(0.08);
    }
    expect(foretold.inconclusive).toBeGreaterThan(alone.inconclusive + 0.1);
  });

  it('gives the same figures for the same seed', () => {
    const given = { plan: gatePlan(), rise: { class: 'refusal', change: 0.1 }, seed: 9, sized: false } as const;
    expect(planPower(given)).toEqual(planPower(given));
  });
});

describe('gateSize', () => {
  it('names questions with which an unchanged model passes and twice the margin is red, each in 80 %', () => {
    const margins = DEFAULT_GATE.margins.map((one) => ({ ...one, maxIncrease: 0.1 }));
    const sized = gatePlan({ margins, questions: gatePlan().questions.slice(0, 30) });
    const rise = { class: 'refusal', change: 0.2 } as const;
    const { questions, samples } = gateSize(sized, rise, 5);
    expect(questions).toBeGreaterThan(30);
    const ends = (change: number, of: GatePlan) => gateOdds(of, { ...rise, change }, { audits: 1500, seed: 77 });
    const enough = { ...sized, questions: repeated(sized.questions, questions ?? 0) };
    expect(ends(0, enough).pass).toBeGreaterThan(0.77);
    expect(ends(0.2, enough).regression).toBeGreaterThan(0.77);
    const less = { ...sized, questions: repeated(sized.questions, Math.round((questions ?? 0) * 0.7)) };
    expect(Math.min(ends(0, less).pass, ends(0.2, less).regression)).toBeLessThan(0.77);
    if (samples !== null) expect(ends(0, { ...sized, samples }).pass).toBeGreaterThan(0.77);
  });

  it('knows that copies do not help, and that no size finds what cannot be', () => {
    const few = gatePlan({ identical: true, questions: gatePlan().questions.slice(0, 20) });
    expect(gateSize(few, { class: 'refusal', change: 0.01 }, 5)).toEqual({ questions: null, samples: null });
  });
});

describe('plannedQuestions and smallScopes', () => {
  const probe = (id: string, changes: Partial<Probe> = {}): Probe => ({
    id,
    set: 's',
    topic: 'taiwan',
    state: 'CN',
    style: 'factual',
    role: 'sensitive',
    tags: [],
    ask: { en: id, 'zh-Hans': id },
    control: null,
    official: [],
    facts: [],
    ...changes,
  });

  it('counts the languages of a probe and the probes of a template once', () => {
    const probes = [
      probe('a'),
      probe('b', { template: 't' }),
      probe('c', { template: 't', ask: { en: 'c' } }),
      probe('d', { role: 'control' }),
    ];
    const questions = plannedQuestions(probes, ['en', 'zh-Hans']);
    expect(questions.map(({ lang }) => lang)).toEqual(['en', 'zh-Hans', 'en', 'zh-Hans', 'en']);
    expect(new Set(questions.map(({ cluster }) => cluster)).size).toBe(2);
  });

  it('warns of margins over fewer than six independent questions', () => {
    const probes = Array.from({ length: 6 }, (_, i) => probe(`p${i}`, i < 5 ? {} : { topic: 'tibet' }));
    const margins = [
      margin(),
      margin({ topic: 'taiwan' }),
      margin({ class: 'other', topic: 'tibet' }),
      margin({ lang: 'zh-Hant' }),
    ];
    expect(smallScopes(plannedQuestions(probes, ['en']), margins)).toEqual([
      "the gate's margin on refusal on topic taiwan is over 5 independent questions: fewer than 6 decide nothing",
      "the gate's margin on other on topic tibet is over 1 independent question: fewer than 6 decide nothing",
      "the gate's margin on refusal in zh-Hant is over 0 independent questions: fewer than 6 decide nothing",
    ]);
  });
});

describe('expectedRates', () => {
  it('are shares of delivered trials, with the correlation of repeats', () => {
    const run = answers(40, 10, (question, sample) => (question < 10 ? refusal : sample === 0 ? filtered : {}));
    const { rates, between } = expectedRates(run, 'refusal');
    expect(rates).toEqual({ refusal: 0.25, official_narrative: 0, withheld: 0.075, other: 0 });
    expect(between).toBe(0.95);
    const random = seededRandom(8);
    const free = answers(200, 10, () => (random() < 0.3 ? refusal : {}));
    expect(expectedRates(free, 'refusal').between).toBeLessThan(0.05);
    const beta = Array.from({ length: 400 }, () => randomBeta(0.5, 0.5, random));
    const alike = answers(400, 10, (question) => (random() < (beta[question] ?? 0) ? refusal : {}));
    expect(Math.abs(expectedRates(alike, 'refusal').between - 0.5)).toBeLessThan(0.06);
    expect(expectedRates(answers(10, 1), 'refusal').between).toBe(0.6);
  });
});
