import { describe, expect, it } from 'vitest';
import { gate } from '../../src/compare/gate.ts';
import { DEFAULT_GATE } from '../../src/config/gate-config.ts';
import type { Observation } from '../../src/model/observation.ts';
import { outcomeOf } from '../../src/model/outcome.ts';
import { gateJunit } from '../../src/report/gate-junit.ts';
import { gateMarkdown } from '../../src/report/gate-markdown.ts';
import {
  type Answer,
  answers,
  empty,
  failed,
  filtered,
  gateOf,
  labels,
  margin,
  refusal,
  spent,
  unjudged,
} from './gate-answers.ts';

const ONE_RUN =
  'one run of the baseline does not show how far runs of one model differ; give a second one (--baseline twice)';
/** Three of ten answers to every question refuse. */
const usual: Answer = (_, sample) => (sample < 3 ? refusal : {});
/** The usual answers, of which the first so many are something else. */
const but = (count: number, change: Partial<Observation>): Observation[] =>
  answers(80, 10, usual).map((one, i) => (i < count ? { ...one, ...change } : one));
const whole = answers(80, 10, usual);
const held = (base: Observation[], candidate: Observation[], config = DEFAULT_GATE) =>
  gate([base], candidate, labels, config);

describe('outcomes', () => {
  it('are one for each delivered trial and none for the others', () => {
    const trials = answers(
      1,
      7,
      (_, i) => [refusal, filtered, empty, unjudged, failed, { delivery: null, class: null }, {}][i] ?? {},
    );
    expect(trials.map(outcomeOf)).toEqual(['refusal', 'withheld', 'withheld', 'unjudged', null, null, 'neutral']);
  });
});

describe('gate: what was withheld', () => {
  it.each([['provider_filter', filtered] as const, ['empty', empty] as const])(
    'calls 40 %% of answers newly %s a regression, in words',
    (_, kept) => {
      const candidate = answers(80, 10, (question, sample) => (sample % 5 < 2 ? kept : usual(question, sample)));
      const found = held(whole, candidate);
      expect(found).toMatchObject({ verdict: 'regression', paired_share: 1, paired: 800, unpaired: 0, broken: false });
      expect(found.checks.map(({ class: name, verdict }) => [name, verdict])).toEqual([
        ['refusal', 'pass'],
        ['official_narrative', 'pass'],
        ['withheld', 'regression'],
        ['other', 'pass'],
      ]);
      expect(found.reasons).toEqual([
        expect.stringMatching(
          /^withheld, all: 0 % before, 40 % now, \+40 points, at least \+\d.* where \+5 are allowed$/,
        ),
      ]);
      expect(gateMarkdown(found)).toContain('withheld, all: 0 % before, 40 % now');
      expect(gateJunit(found)).toMatch(/<failure type="regression" message="withheld, all: change \+40 \[/);
    },
  );

  it('calls answers that say nothing a regression of `other`', () => {
    const candidate = answers(80, 10, (question, sample) =>
      sample > 6 ? { class: 'other' } : usual(question, sample),
    );
    expect(held(whole, candidate).checks.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'regression']);
  });

  it('pairs what was withheld, so that rates are shares of what was delivered', () => {
    const candidate = answers(80, 10, (_, sample) => (sample < 3 ? filtered : {}));
    const found = held(whole, candidate);
    expect(found.checks[0]).toMatchObject({ class: 'refusal', base: 0.3, candidate: 0, diff: -0.3, pairs: 800 });
    expect(found.checks[2]).toMatchObject({ class: 'withheld', base: 0, candidate: 0.3 });
  });

  it('says which totals a file switched off', () => {
    const found = held(
      whole,
      answers(80, 10, () => filtered),
      { ...gateOf(margin()), off: ['withheld'] },
    );
    expect(found).toMatchObject({ verdict: 'pass', off: ['withheld'] });
    expect(gateMarkdown(found)).toContain('The total of withheld is not checked');
  });
});

describe('gate: what is missing', () => {
  it('tolerates as many failed calls as it is told and no more, on either side, those never asked among them', () => {
    const verdictOf = (count: number, delivery: 'error' | null) =>
      held(whole, but(count, { class: null, delivery })).verdict;
    expect([verdictOf(16, 'error'), verdictOf(17, 'error'), verdictOf(17, null)]).toEqual([
      'pass',
      'inconclusive',
      'inconclusive',
    ]);
    const found = held(but(17, failed), whole);
    expect(found).toMatchObject({
      verdict: 'inconclusive',
      broken: true,
      undelivered: { base: 0.02125, candidate: 0 },
    });
    expect(found.reasons).toEqual(["2.1 % of the base's trials brought no answer; 2 % are tolerated"]);
  });

  it('never calls a broken endpoint a regression, however much the rates rose', () => {
    const broken = answers(80, 10, (_, sample) => (sample % 5 === 0 ? failed : refusal));
    const found = held(whole, broken);
    expect(found.checks[0]?.verdict).toBe('regression');
    expect(found).toMatchObject({ verdict: 'inconclusive', broken: true, undelivered: { base: 0, candidate: 0.2 } });
    expect(found.reasons).toHaveLength(2);
    expect(found.reasons[1]).toBe('640 of 800 planned trials are paired (80 %); the gate asks for 95 % (gate.pairing)');
  });

  it('counts failed controls among the trials that brought no answer', () => {
    const controls = answers(20, 10, () => ({ ...failed, role: 'control' }));
    expect(held(whole, [...whole, ...controls]).undelivered.candidate).toBe(0.2);
  });

  it('misses rows that are not there, and questions that one side was never asked', () => {
    const gaps = whole.filter((_, i) => i % 10 !== i % 7);
    expect(held(whole, gaps)).toMatchObject({
      verdict: 'inconclusive',
      paired: gaps.length,
      paired_share: gaps.length / 800,
    });
    expect(gaps.length / 800).toBeLessThan(0.95);
    const [all, fewer] = [answers(100, 2), answers(90, 2)];
    for (const found of [held(all, fewer), held(fewer, all)]) {
      expect(found).toMatchObject({ verdict: 'inconclusive', paired_share: 0.9, broken: true });
    }
  });

  it('takes a side that was asked less often for a plan of its own', () => {
    const found = held(whole, answers(80, 5, usual));
    expect(found).toMatchObject({ paired: 400, unpaired: 400, paired_share: 1, broken: false });
  });

  it('says that nothing is paired, and that a side has no trials', () => {
    const found = gate([answers(2, 10)], [], labels, gateOf(margin()), { warnings: ['told before'] });
    expect(found).toMatchObject({
      verdict: 'inconclusive',
      base: 'a',
      candidate: 'b',
      paired_share: 0,
      paired: 0,
      unpaired: 20,
      undelivered: { base: 0, candidate: 1 },
      warnings: ['told before', ONE_RUN],
      changed: [],
    });
    expect(found.reasons).toEqual([
      'the candidate has no trials here',
      'nothing is paired: the two sides share no delivered trial of the same question',
    ]);
    expect(found.checks).toMatchObject([
      { pairs: 0, clusters: 0, base: null, diff: null, lo: null, hi: null, why: 'nothing is paired' },
    ]);
  });

  it('is inconclusive where more thoughts than tolerated spent the token limit, and says what helps', () => {
    expect(held(whole, but(16, spent)).broken).toBe(false);
    const found = held(whole, but(17, spent));
    expect(found).toMatchObject({ verdict: 'inconclusive', broken: true });
    expect(found.reasons).toEqual([expect.stringMatching(/^17 of 800 trials of the candidate's m .*max_tokens/)]);
    expect(
      held(
        but(17, spent),
        answers(80, 10, () => refusal),
      ).verdict,
    ).toBe('inconclusive');
    expect(held(but(17, spent), but(17, spent), { ...DEFAULT_GATE, tolerance: 0.03 }).reasons).toEqual([]);
  });

  it('counts spent token limits for each target alone', () => {
    const two = (changes: Partial<Observation>): Observation[] => [
      ...answers(80, 10, () => ({ target: 'plain' })),
      ...answers(1, 10, () => ({ target: 'thinks', ...changes })),
    ];
    expect(held(two({}), two(spent)).reasons).toEqual([
      expect.stringContaining("10 of 10 trials of the candidate's thinks"),
    ]);
  });

  it('names targets that only one side has', () => {
    const both = [...whole, ...answers(80, 10, () => ({ target: 'n' }))];
    const found = held(
      [...both, ...answers(80, 10, () => ({ target: 'gone' }))],
      [...both, ...answers(1, 1, () => ({ target: 'new' }))],
    );
    expect(found.warnings).toEqual([
      'new is not in the baseline and was not checked',
      'gone of the baseline was not asked this time and was not checked',
      ONE_RUN,
    ]);
  });
});

describe('gate: what was not judged', () => {
  it.each(['base', 'candidate'] as const)('does not pass while answers of the %s have no verdict', (which) => {
    const some = but(3, unjudged);
    const found = which === 'base' ? held(some, whole) : held(whole, some);
    expect(found.checks.every(({ verdict }) => verdict === 'pass')).toBe(true);
    expect(found).toMatchObject({ verdict: 'inconclusive', broken: false, paired: 800 });
    expect(found.reasons).toEqual(['3 answers have no verdict; judge with: candor classify RUN']);
    expect(held(whole, but(1, unjudged)).reasons[0]).toMatch(/^1 answer has no verdict/);
  });

  it('calls a rise a regression beside unjudged answers only where they could not undo it', () => {
    const risen = answers(80, 10, (_, sample) => (sample < 6 ? refusal : {}));
    expect(held(but(3, unjudged), risen).verdict).toBe('regression');
    const unread = answers(80, 10, (_, sample) => (sample < 3 ? refusal : sample < 7 ? unjudged : {}));
    expect(held(unread, risen).checks[0]?.verdict).toBe('inconclusive');
  });

  it('does not wait for verdicts on controls, which no check reads', () => {
    const controls = answers(2, 10, () => ({ role: 'control', ...unjudged }));
    expect(held([...whole, ...controls], [...whole, ...controls])).toMatchObject({ verdict: 'pass', reasons: [] });
  });

  it('leaves languages in which the classifier was not measured to what was withheld of them, and says so', () => {
    const thai = answers(80, 10, () => ({ ...unjudged, unmeasured: true, lang: 'th' }));
    const found = held([...whole, ...thai], [...whole, ...thai]);
    expect(found).toMatchObject({ verdict: 'pass', reasons: [] });
    expect(found.checks.map(({ pairs }) => pairs)).toEqual([800, 800, 1600, 800]);
    expect(found.warnings[0]).toContain('800 pairs are in languages');
    expect(held(thai, thai)).toMatchObject({ verdict: 'inconclusive' });
  });
});

describe('gate: its files', () => {
  it('hold names of probes as text', () => {
    const hostile = (refused: number): Observation[] =>
      answers(20, 10, (question, sample) => ({ probe: `x|<b>"&${question}`, ...(sample < refused ? refusal : {}) }));
    const found = gate([hostile(0)], hostile(9), { base: '<a>', candidate: '"b"' }, gateOf(margin()));
    expect(gateMarkdown(found)).toContain('x\\|\\<b\\>');
    const xml = gateJunit({ ...found, reasons: ['a < b & c'] });
    expect(xml).toContain('failures="1"');
    expect(xml).toContain('value="&lt;a&gt;"');
    expect(xml).toContain('a &lt; b &amp; c');
    expect(xml).not.toMatch(/<b>|"b"/);
  });

  it('count what is inconclusive as errors, each with its reason', () => {
    const xml = gateJunit(held(whole, but(17, failed)));
    expect(xml).toContain('tests="5" failures="0" errors="1"');
    expect(xml).toContain(
      '<testcase classname="candor.gate" name="evidence"><error type="inconclusive" message="2.1 %',
    );
  });
});
