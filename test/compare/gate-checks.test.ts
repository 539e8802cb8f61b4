import { describe, expect, it } from 'vitest';
import { gate } from '../../src/compare/gate.ts';
import { neededMore } from '../../src/compare/needed-more.ts';
import { DEFAULT_GATE } from '../../src/config/gate-config.ts';
import type { Observation } from '../../src/model/observation.ts';
import { gateMarkdown } from '../../src/report/gate-markdown.ts';
import { pairedClusters } from '../../src/stats/paired-clusters.ts';
import { seededRandom } from '../../src/stats/random.ts';
import { type Answer, answers, gateOf, labels, margin, refusal } from './gate-answers.ts';

/** So many of ten answers to every question refuse. */
const refused =
  (count: number): Answer =>
  (_, sample) =>
    sample < count ? refusal : {};
const tibet = { topic: 'tibet', lang: 'zh-Hans' } as const;
/** 60 questions on Taiwan in English, 60 on Tibet in Chinese. */
function mixed(onTaiwan: number, onTibet: number): Observation[] {
  const there = answers(60, 10, (question, sample) => ({
    ...refused(onTibet)(question, sample),
    ...tibet,
    probe: `t${question}`,
    variant: `t${question}`,
  }));
  return [...answers(60, 10, refused(onTaiwan)), ...there];
}
/** Answers by chance: each question refuses with its own probability. */
function drawn(
  questions: number,
  samples: number,
  rate: (question: number) => number,
  random: () => number,
): Observation[] {
  return answers(questions, samples, (question) => (random() < rate(question) ? refusal : {}));
}

describe('gate: the checks', () => {
  it('hold a topic or a language by its own answers', () => {
    const margins = [
      margin({ topic: 'tibet' }),
      margin({ topic: 'taiwan' }),
      margin({ lang: 'zh-Hans' }),
      margin({ lang: 'en' }),
    ];
    const { checks, verdict } = gate([mixed(3, 3)], mixed(3, 8), labels, gateOf(...margins));
    expect(checks.map(({ scope, pairs, clusters, verdict: found }) => [scope, pairs, clusters, found])).toEqual([
      ['topic tibet', 600, 60, 'regression'],
      ['topic taiwan', 600, 60, 'pass'],
      ['lang zh-Hans', 600, 60, 'regression'],
      ['lang en', 600, 60, 'pass'],
    ]);
    expect(verdict).toBe('regression');
    expect(checks[0]).toMatchObject({
      base: 0.3,
      candidate: 0.8,
      diff: 0.5,
      margin: 0.05,
      needed: null,
      needed_questions: null,
    });
  });

  it('need all to pass for a pass', () => {
    const few = [...answers(60, 10), ...answers(8, 10, (i) => ({ ...tibet, probe: `t${i}`, variant: `t${i}` }))];
    const found = gate([few], few, labels, gateOf(margin(), margin({ topic: 'tibet' })));
    expect(found.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'inconclusive']);
    expect(found.verdict).toBe('inconclusive');
  });

  it('pass nothing without a margin to hold it against', () => {
    const found = gate([answers(60, 1)], answers(60, 1), labels, gateOf());
    expect(found).toMatchObject({ verdict: 'inconclusive', level: 0.95, checks: [], reasons: [] });
  });

  it('pass at the margin itself', () => {
    const after = answers(80, 10, (question, sample) => (question < 2 && sample < 2 ? refusal : {}));
    const [check] = gate([answers(80, 10)], after, labels, gateOf(margin())).checks;
    const at = (maxIncrease: number) =>
      gate([answers(80, 10)], after, labels, gateOf(margin({ maxIncrease }))).checks[0]?.verdict;
    expect(check?.hi).toBeGreaterThan(0.005);
    expect([at(check?.hi ?? 0), at((check?.hi ?? 0) - 1e-6)]).toEqual(['pass', 'inconclusive']);
  });

  it('read a regression from the corrected lower bound above the margin, and no sooner', () => {
    const after = answers(80, 10, (question, sample) => (question % 2 === 0 && sample < 3 ? refusal : {}));
    const verdictAt = (maxIncrease: number) =>
      gate([answers(80, 10)], after, labels, gateOf(margin({ maxIncrease }), margin({ class: 'other' }))).checks[0];
    const { lo = 0, lo_corrected: strict = 0 } = verdictAt(0.05) ?? {};
    expect(strict ?? 0).toBeLessThan(lo ?? 0);
    expect(verdictAt((strict ?? 0) - 1e-6)?.verdict).toBe('regression');
    expect(verdictAt((strict ?? 0) + 1e-6)?.verdict).toBe('inconclusive');
  });

  it('say of a rise that is no regression whether it lies within the margin or near it', () => {
    const after = answers(100, 10, (question, sample) => (question % 2 === 0 && sample < 2 ? refusal : {}));
    const at = (maxIncrease: number) => {
      const [check] = gate([answers(100, 10)], after, labels, gateOf(margin({ maxIncrease }))).checks;
      return [check?.verdict, check?.note];
    };
    expect([at(0.2), at(0.1), at(0.02)]).toEqual([
      ['pass', 'risen_within'],
      ['inconclusive', 'risen_near'],
      ['regression', null],
    ]);
    const same = gate([answers(100, 10)], answers(100, 10), labels, gateOf(margin()));
    expect(same.checks[0]).toMatchObject({ verdict: 'pass', note: null, unsure: null, why: null });
    expect(gateMarkdown(gate([answers(100, 10)], after, labels, gateOf(margin({ maxIncrease: 0.2 }))))).toContain(
      '| pass (risen, within the margin) |',
    );
  });

  it('widen only the bound of a regression with the number of checks and looks', () => {
    const after = answers(80, 10, (question, sample) => (question % 4 === 0 && sample < 3 ? refusal : {}));
    const first = (config: typeof DEFAULT_GATE) => gate([answers(80, 10)], after, labels, config).checks[0];
    const [one, many, year] = [first(gateOf(margin())), first(DEFAULT_GATE), first({ ...gateOf(margin()), looks: 52 })];
    expect([many?.lo, many?.hi, year?.hi]).toEqual([one?.lo, one?.hi, one?.hi]);
    expect(one?.lo_corrected).toBe(one?.lo);
    expect(many?.lo_corrected ?? 1).toBeLessThan(one?.lo_corrected ?? 0);
    expect(year?.lo_corrected ?? 1).toBeLessThan(many?.lo_corrected ?? 0);
  });

  it('stand for one target a side whatever it is called', () => {
    const found = gate(
      [answers(60, 10)],
      answers(60, 10, () => ({ target: 'n' })),
      labels,
      gateOf(margin()),
    );
    expect(found).toMatchObject({ verdict: 'pass', paired: 600 });
    expect(found.checks.map(({ scope }) => scope)).toEqual(['all']);
  });

  it('stand for each of several targets by its id, and share the error among all', () => {
    const both = (count: number): Observation[] => [
      ...answers(60, 10, refused(3)),
      ...answers(60, 10, (question, sample) => ({ ...refused(count)(question, sample), target: 'n' })),
    ];
    const found = gate([both(3)], both(8), labels, gateOf(margin()));
    expect(found.checks.map(({ scope, verdict }) => [scope, verdict])).toEqual([
      ['m all', 'pass'],
      ['n all', 'regression'],
    ]);
    expect(found.checks[1]?.lo_corrected ?? 1).toBeLessThan(found.checks[1]?.lo ?? 0);
    const one = gate(
      [both(3)],
      answers(60, 10, () => ({ target: 'n' })),
      labels,
      gateOf(margin()),
    );
    expect(one.checks.map(({ scope, pairs }) => [scope, pairs])).toEqual([['all', 600]]);
  });

  it('decide nothing where fewer than six questions are independent, and say so', () => {
    const found = gate(
      [answers(5, 100)],
      answers(5, 100, () => refusal),
      labels,
      gateOf(margin()),
    );
    expect(found.checks).toMatchObject([
      { verdict: 'inconclusive', diff: 1, lo: null, hi: null, lo_corrected: null, needed: null },
    ]);
    expect(found.checks[0]?.why).toContain('5 independent questions');
    expect(
      gate(
        [answers(6, 100)],
        answers(6, 100, () => refusal),
        labels,
        gateOf(margin()),
      ).verdict,
    ).toBe('regression');
  });

  it('take the languages and templates of a question for one', () => {
    const hung = (answer: Answer): Observation[] =>
      answers(60, 4, (question, sample) => ({ cluster: `t${question % 12}`, ...answer(question, sample) }));
    const found = gate(
      [hung(() => ({}))],
      hung(() => ({})),
      labels,
      gateOf(margin()),
    );
    expect(found.checks[0]).toMatchObject({ clusters: 12, verdict: 'inconclusive' });
    const alone = gate([answers(60, 4)], answers(60, 4), labels, gateOf(margin()));
    expect(alone.checks[0]).toMatchObject({ clusters: 60, verdict: 'pass' });
  });

  it('show what a labelled sample makes of the change, beside a verdict that is read from all answers', () => {
    const labelled = (found: Observation[], isRight: (question: number) => boolean): Observation[] =>
      found.map((one, i) => {
        if (one.sample !== 0) return one;
        const name = isRight(Math.floor(i / 10)) ? (one.class ?? 'other') : 'neutral';
        const shares = { refusal: 0, official_narrative: 0, neutral: 0, other: 0, [name]: 1 };
        return { ...one, label: { weight: 10, shares } };
      });
    const [before, after] = [answers(80, 10, refused(3)), answers(80, 10, refused(6))];
    const plain = gate([before], after, labels, gateOf(margin()));
    expect(plain.checks[0]).toMatchObject({ verdict: 'regression', labelled: null });
    const agreed = gate(
      [labelled(before, () => true)],
      labelled(after, () => true),
      labels,
      gateOf(margin()),
    );
    expect(agreed.checks[0]?.labelled).toMatchObject({ diff: expect.closeTo(0.3, 1), why: null });
    const doubted = gate(
      [labelled(before, () => true)],
      labelled(after, (question) => question % 2 === 0),
      labels,
      gateOf(margin()),
    );
    expect(doubted.checks[0]?.verdict).toBe('regression');
    expect(doubted.checks[0]?.labelled?.diff ?? 1).toBeLessThan(0.25);
    expect(gateMarkdown(doubted)).toContain('by the labelled sample');
    const few = gate(
      [labelled(before.slice(0, 50), () => true).concat(before.slice(50))],
      after,
      labels,
      gateOf(margin()),
    );
    expect(few.checks[0]?.labelled).toMatchObject({ diff: null, why: expect.any(String) });
    expect(gateMarkdown(few)).toContain('the labelled sample gives no change');
  });

  describe('with both sides labelled whole', () => {
    const NONE = { refusal: 0, official_narrative: 0, neutral: 0, other: 0 };
    /** Every judged answer with a label: refusal for the first so many of ten, else neutral. */
    const labelledAs = (found: Observation[], count: number): Observation[] =>
      found.map((one) => {
        const name = one.sample < count ? 'refusal' : 'neutral';
        return one.class === null ? one : { ...one, label: { weight: 1, shares: { ...NONE, [name]: 1 } } };
      });
    const held = (before: Observation[], after: Observation[]) => gate([before], after, labels, gateOf(margin()));
    const three = answers(80, 10, refused(3));

    it('take a pass back where the labels say what would be a regression, in words', () => {
      const found = held(labelledAs(three, 3), labelledAs(three, 6));
      expect(found.checks[0]).toMatchObject({
        verdict: 'inconclusive',
        diff: 0,
        needed: null,
        labelled: { diff: expect.closeTo(0.3, 9), verdict: 'regression', withdrawn: 'pass' },
      });
      expect(found.verdict).toBe('inconclusive');
      expect(found.reasons[0]).toMatch(
        /^refusal, all: a pass by what the classifier found, and by the labelled samples \+30 points \[.*where \+5 are allowed; nothing is decided/,
      );
      expect(gateMarkdown(found)).toContain('which takes back a pass');
    });

    it('take a regression back where the labels say what would be a pass', () => {
      const far = gateOf(margin({ maxIncrease: 0.2 }));
      const after = answers(80, 10, refused(6));
      const found = gate([labelledAs(three, 3)], labelledAs(after, 3), labels, far);
      expect(gate([three], after, labels, far).verdict).toBe('regression');
      expect(found.checks[0]).toMatchObject({
        verdict: 'inconclusive',
        labelled: { verdict: 'pass', withdrawn: 'regression' },
      });
      expect(found.verdict).toBe('inconclusive');
    });

    it('take nothing back that they bear out, and make no verdict of one that found none', () => {
      const risen = held(labelledAs(three, 3), labelledAs(answers(80, 10, refused(6)), 6));
      expect(risen.checks[0]).toMatchObject({ verdict: 'regression', labelled: { withdrawn: null } });
      const near = answers(20, 10, (question, sample) => (sample < (question < 4 ? 5 : 3) ? refusal : {}));
      const open = held(labelledAs(answers(20, 10, refused(3)), 3), labelledAs(near, 8));
      expect(open.checks[0]).toMatchObject({
        verdict: 'inconclusive',
        labelled: { verdict: 'regression', withdrawn: null },
      });
    });

    it('leave what is judged on one side only as it was found', () => {
      const before = answers(80, 10, (question, sample) =>
        sample > 7 ? { class: null, delivery: 'provider_filter' } : refused(3)(question, sample),
      );
      const after = answers(80, 10, (question, sample) => (sample > 7 ? refusal : refused(3)(question, sample)));
      const found = held(labelledAs(before, 3), labelledAs(after, 3));
      expect(found.checks[0]).toMatchObject({
        verdict: 'regression',
        diff: expect.closeTo(0.2, 9),
        labelled: { diff: expect.closeTo(0.2, 9), verdict: 'regression', withdrawn: null },
      });
    });
  });

  it('say what they would be without unsure verdicts', () => {
    const after = answers(80, 10, (question, sample) =>
      sample < 2 ? { ...refusal, ...(question % 9 === 0 ? {} : { unsure: true as const }) } : {},
    );
    const found = gate([answers(80, 10)], after, labels, gateOf(margin()));
    expect(found.checks[0]).toMatchObject({ verdict: 'regression', unsure: 'pass' });
    expect(found.reasons).toEqual([
      expect.stringContaining('only unsure verdicts carry this: without them the check would be a pass'),
    ]);
    const sure = answers(80, 10, (question, sample) =>
      sample < 4 ? { ...refusal, ...(question === 0 ? { unsure: true as const } : {}) } : {},
    );
    const still = gate([answers(80, 10)], sure, labels, gateOf(margin()));
    expect(still.checks[0]).toMatchObject({ verdict: 'regression', unsure: 'regression' });
    expect(still.reasons[0]).not.toContain('unsure');
  });
});

describe('gate: how often it errs', () => {
  /** Share of simulated gates that end red. */
  function red(gates: number, one: () => [Observation[], Observation[]]): number {
    let count = 0;
    for (let i = 0; i < gates; i++) {
      const [base, candidate] = one();
      if (gate([base], candidate, labels, gateOf(margin())).verdict === 'regression') count += 1;
    }
    return count / gates;
  }

  it('calls an unchanged model a regression in few gates where all samples of a question are copies', () => {
    const random = seededRandom(4);
    const copies = (): Observation[] => {
      const said = Array.from({ length: 60 }, (_, question) => random() < (question % 3) * 0.3);
      return answers(60, 5, (question) => (said[question] === true ? refusal : {}));
    };
    expect(red(300, () => [copies(), copies()])).toBeLessThanOrEqual(0.025);
  });

  it('calls a rise of four fifths of the margin a regression in few gates, however many samples there are', () => {
    const random = seededRandom(5);
    const rate = (question: number): number => (question % 4) * 0.1;
    const one = (samples: number): [Observation[], Observation[]] => [
      drawn(60, samples, rate, random),
      drawn(60, samples, (question) => rate(question) + 0.04, random),
    ];
    expect(red(200, () => one(5))).toBeLessThanOrEqual(0.05);
    expect(red(40, () => one(60))).toBeLessThanOrEqual(0.05);
  });
});

describe('neededMore', () => {
  const found = (clusters: number, samples: number, each: (cluster: number) => number) =>
    pairedClusters(
      Array.from({ length: clusters }, (_, i) => ({ pairs: samples, firstOnly: each(i), secondOnly: 0 })),
    ) ?? { clusters: 0, pairs: 0, firstOnly: 0, secondOnly: 0, diff: 0, effective: 0, copies: 0 };

  it('counts further samples as worth what those of one question do not share', () => {
    const apart = found(10, 4, () => 1);
    expect(apart.effective).toBeCloseTo(10.5 / (10 / 40 + 0.5 / 10), 6);
    const twice = neededMore(
      { ...apart, effective: 40 },
      { questions: 10, samples: 4 },
      ({ effective }) => effective >= 80,
    );
    expect(twice).toEqual({ samples: 4, questions: 20 });
    const copies = { ...apart, effective: 10 };
    expect(neededMore(copies, { questions: 10, samples: 4 }, ({ effective }) => effective > 11)).toEqual({
      samples: null,
      questions: 12,
    });
  });

  it('knows no number where nothing decides', () => {
    expect(
      neededMore(
        found(10, 4, () => 1),
        { questions: 10, samples: 4 },
        () => false,
      ),
    ).toEqual({ samples: null, questions: null });
  });

  it('names samples with which the check then passes, if all stays as it is', () => {
    const before: Answer = (question, sample) => (sample === question % 3 ? refusal : {});
    const after: Answer = (question, sample) => (sample === (question + 1) % 3 ? refusal : {});
    const [check] = gate([answers(40, 4, before)], answers(40, 4, after), labels, gateOf(margin())).checks;
    expect(check).toMatchObject({ verdict: 'inconclusive', diff: 0 });
    const samples = 4 + (check?.needed ?? 0);
    const more =
      (of: Answer): Answer =>
      (question, sample) =>
        of(question, sample % 4);
    const then = gate(
      [answers(40, samples, more(before))],
      answers(40, samples, more(after)),
      labels,
      gateOf(margin()),
    );
    expect(check?.needed ?? 0).toBeGreaterThan(4);
    expect(then.checks[0]?.verdict).toBe('pass');
  });
});
