import { describe, expect, it } from 'vitest';
import { furtherSamples } from '../../src/compare/further-samples.ts';
import { gate } from '../../src/compare/gate.ts';
import { gateInterval } from '../../src/compare/gate-interval.ts';
import { gateOdds } from '../../src/compare/power.ts';
import type { GateConfig, GateMargin } from '../../src/config/config.ts';
import type { Observation } from '../../src/model/observation.ts';
import { newcombePaired } from '../../src/stats/newcombe-paired.ts';
import { seen } from './seen.ts';

const labels = { base: 'a', candidate: 'b' };
const margin = (changes: Partial<GateMargin> = {}): GateMargin => ({
  class: 'refusal',
  topic: null,
  lang: null,
  maxIncrease: 0.05,
  ...changes,
});
const config = (...margins: GateMargin[]): GateConfig => ({ margins, tolerance: 0.02 });

/** `refused` of 10 samples of each of `probes` questions. */
function side(probes: number, refused: number, changes: Partial<Observation> = {}): Observation[] {
  return Array.from({ length: probes * 10 }, (_, i) =>
    seen({
      probe: `p${Math.floor(i / 10)}`,
      sample: i % 10,
      class: i % 10 < refused ? 'refusal' : 'neutral',
      ...changes,
    }),
  );
}

/** The same answers, the first so many of them changed. */
const changed = (answers: readonly Observation[], count: number, change: Partial<Observation>): Observation[] =>
  answers.map((one, i) => (i < count ? { ...one, ...change } : one));

const unread = { class: null, unjudged: true } as const;
const failed = { class: null, delivery: 'error' } as const;

describe('gate: what arrived and what was read', () => {
  it.each(['base', 'candidate'] as const)(
    'does not pass while answers of the %s have no verdict, and counts them',
    (which) => {
      const [whole, some] = [side(20, 3), changed(side(20, 3), 3, unread)];
      const found = gate(which === 'base' ? some : whole, which === 'base' ? whole : some, labels, config(margin()));
      expect(found.checks[0]?.verdict).toBe('pass');
      expect(found).toMatchObject({ verdict: 'inconclusive', paired: 197, unpaired: 6 });
      expect(found.reasons).toEqual(['3 answers have no verdict; judge them with: candor classify RUN']);
    },
  );

  it('still calls a rise a regression while a few answers have no verdict, and says so', () => {
    const found = gate(side(20, 3), changed(side(20, 7), 3, unread), labels, config(margin()));
    expect(found.verdict).toBe('regression');
    expect(found.reasons).toHaveLength(1);
    expect(gate(side(20, 3), changed(side(20, 3), 1, unread), labels, config(margin())).reasons).toHaveLength(1);
  });

  it('does not wait for verdicts on controls, which no check reads', () => {
    const controls = side(2, 0, { role: 'control', ...unread });
    const found = gate([...side(20, 3), ...controls], [...side(20, 3), ...controls], labels, config(margin()));
    expect(found).toMatchObject({ verdict: 'pass', paired: 200, reasons: [] });
  });

  it('tolerates as many failed calls as it is told and no more, on either side, those never asked among them', () => {
    const verdictOf = (count: number, delivery: 'error' | null) =>
      gate(side(20, 3), changed(side(20, 3), count, { class: null, delivery }), labels, config(margin())).verdict;
    expect([verdictOf(4, 'error'), verdictOf(5, 'error'), verdictOf(5, null)]).toEqual([
      'pass',
      'inconclusive',
      'inconclusive',
    ]);
    const found = gate(changed(side(20, 3), 5, failed), side(20, 3), labels, config(margin()));
    expect(found).toMatchObject({ verdict: 'inconclusive', undelivered: { base: 0.025, candidate: 0 } });
    expect(found.reasons).toEqual(["2.5 % of the base's trials brought no answer; 2.0 % are tolerated"]);
  });

  it('takes an empty or withheld answer for one that arrived', () => {
    for (const delivery of ['empty', 'provider_filter', 'truncated'] as const) {
      const found = gate(side(20, 3), changed(side(20, 3), 50, { class: null, delivery }), labels, config(margin()));
      expect(found.undelivered).toEqual({ base: 0, candidate: 0 });
    }
  });

  it('counts failed controls among the trials that brought no answer', () => {
    const controls = side(5, 0, { role: 'control', ...failed });
    expect(gate(side(20, 3), [...side(20, 3), ...controls], labels, config(margin())).undelivered.candidate).toBe(0.2);
  });

  it('says that nothing is paired, and that a side without trials brought nothing', () => {
    const found = gate(side(2, 0), [], labels, config(margin()), ['told before']);
    expect(found).toMatchObject({
      verdict: 'inconclusive',
      base: 'a',
      candidate: 'b',
      paired: 0,
      unpaired: 20,
      undelivered: { base: 0, candidate: 1 },
      warnings: ['told before'],
      changed: [],
    });
    expect(found.reasons).toEqual([
      "100.0 % of the candidate's trials brought no answer; 2.0 % are tolerated",
      'nothing is paired: the two sides share no judged answers to the same question',
    ]);
    const nothing = { pairs: 0, base: null, candidate: null, diff: null, lo: null, hi: null, needed: null };
    expect(found.checks).toEqual([
      { class: 'refusal', scope: 'all', margin: 0.05, ...nothing, verdict: 'inconclusive' },
    ]);
  });

  it('passes nothing without a margin to hold it against', () => {
    const found = gate(side(2, 0), side(2, 0), labels, config());
    expect(found).toMatchObject({ verdict: 'inconclusive', level: 0.95, checks: [], reasons: [], warnings: [] });
  });
});

describe('gate: the checks', () => {
  const mixed = (refused: number, elsewhere: number): Observation[] => [
    ...side(20, refused),
    ...side(20, elsewhere, { topic: 'tibet', lang: 'zh-Hans' }).map((one) => ({
      ...one,
      probe: `t${one.probe}`,
      variant: `t${one.variant}`,
    })),
  ];

  it('hold a topic or a language by its own answers', () => {
    const margins = [
      margin({ topic: 'tibet' }),
      margin({ topic: 'taiwan' }),
      margin({ lang: 'zh-Hans' }),
      margin({ lang: 'en' }),
    ];
    const { checks, verdict } = gate(mixed(3, 3), mixed(3, 8), labels, config(...margins));
    expect(checks.map(({ scope, pairs, verdict: found }) => [scope, pairs, found])).toEqual([
      ['topic tibet', 200, 'regression'],
      ['topic taiwan', 200, 'pass'],
      ['lang zh-Hans', 200, 'regression'],
      ['lang en', 200, 'pass'],
    ]);
    expect(verdict).toBe('regression');
    expect(checks[0]).toMatchObject({ base: 0.3, candidate: 0.8, diff: 0.5, margin: 0.05, needed: null });
  });

  it('need all to pass for a pass', () => {
    const found = gate(mixed(3, 3), mixed(3, 3).slice(0, 203), labels, config(margin(), margin({ topic: 'tibet' })));
    expect(found.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'inconclusive']);
    expect(found.verdict).toBe('inconclusive');
  });

  it('pass at the margin itself', () => {
    const [before, after] = [side(20, 3), changed(side(20, 3), 2, { class: 'refusal' })];
    const [check] = gate(before, after, labels, config(margin())).checks;
    const again = gate(before, after, labels, config(margin({ maxIncrease: check?.hi ?? 0 })));
    expect(again.checks[0]?.verdict).toBe('pass');
  });

  it('hold the official narrative by its own class', () => {
    const reciting = changed(side(20, 0), 80, { class: 'official_narrative' });
    const { checks } = gate(side(20, 0), reciting, labels, config(margin(), margin({ class: 'official_narrative' })));
    expect(checks.map(({ class: name, verdict }) => [name, verdict])).toEqual([
      ['refusal', 'pass'],
      ['official_narrative', 'regression'],
    ]);
  });

  it('stand for one target a side whatever it is called', () => {
    const found = gate(side(20, 3), side(20, 3, { target: 'n' }), labels, config(margin()));
    expect(found).toMatchObject({ verdict: 'pass', paired: 200 });
    expect(found.checks.map(({ scope }) => scope)).toEqual(['all']);
  });

  it('stand for each of several targets by its id, and share the error among all', () => {
    const both = (refused: number): Observation[] => [...side(20, 3), ...side(20, refused, { target: 'n' })];
    const found = gate([...both(3), ...side(20, 0, { target: 'gone' })], both(8), labels, config(margin()));
    expect(found.checks.map(({ scope, verdict }) => [scope, verdict])).toEqual([
      ['m all', 'pass'],
      ['n all', 'regression'],
    ]);
    expect(found.level).toBeCloseTo(1 - 0.05 / 2, 12);
    expect(found).toMatchObject({ verdict: 'regression', paired: 400 });
    const one = gate(both(3), side(20, 3, { target: 'n' }), labels, config(margin()));
    expect(one.checks.map(({ scope, pairs }) => [scope, pairs])).toEqual([['all', 200]]);
    const other = gate(side(20, 3), both(8), labels, config(margin()));
    expect(other.checks.map(({ scope, verdict }) => [scope, verdict])).toEqual([['all', 'pass']]);
  });

  it('say how many further samples of each question would decide', () => {
    const [before, after] = [side(4, 1), side(4, 1)];
    const { checks } = gate(before, after, labels, config(margin()));
    const [check] = checks;
    expect(check?.verdict).toBe('inconclusive');
    // The upper bound is `hi` of 10 samples each; it falls with their root, and has to come down to 0.05.
    const wanted = Math.ceil(10 * ((check?.hi ?? 0) / 0.05) ** 2 - 10);
    expect(check?.needed).toBe(wanted);
  });
});

describe('furtherSamples', () => {
  it('narrows the interval until its upper bound is the margin', () => {
    expect(furtherSamples({ diff: 0, lo: -0.1, hi: 0.1 }, 5, 0.05)).toBe(15);
    expect(furtherSamples({ diff: 0.0625, lo: -0.4375, hi: 0.3125 }, 10, 0.1875)).toBe(30);
    expect(furtherSamples({ diff: -0.1, lo: -0.2, hi: 0.06 }, 5, 0.05)).toBe(1);
  });

  it('narrows a rise until its lower bound is 0, where the upper one is then past the margin', () => {
    expect(furtherSamples({ diff: 0.1, lo: -0.1, hi: 0.3 }, 4, 0.05)).toBe(12);
    // Half as wide, the upper bound of a rise of 0.1 would still be 0.2; under a margin of 0.15 it cannot pass sooner.
    expect(furtherSamples({ diff: 0.1, lo: -0.1, hi: 0.3 }, 4, 0.15)).toBe(12);
  });

  it('takes the sooner of passing and failing', () => {
    expect(furtherSamples({ diff: 0.1, lo: -0.3, hi: 0.2 }, 4, 0.18)).toBe(3);
  });

  it('asks for one at least', () => {
    expect(furtherSamples({ diff: 0, lo: -0.1, hi: 0.05 }, 5, 0.05)).toBe(1);
  });

  it('knows no number where the difference is the margin, or the number is no advice', () => {
    expect(furtherSamples({ diff: 0, lo: -0.1, hi: 0.1 }, 5, 0)).toBeNull();
    expect(furtherSamples({ diff: 0.0499, lo: -0.1, hi: 0.2 }, 5, 0.05)).not.toBeNull();
    expect(furtherSamples({ diff: 0, lo: -0.1, hi: 1 }, 10, 0.01)).toBe(99_990);
    expect(furtherSamples({ diff: 0, lo: -0.1, hi: 1 }, 11, 0.01)).toBeNull();
  });
});

describe('gateInterval', () => {
  it('is Newcombe’s interval with its lower bound down by one pair', () => {
    const table = { both: 5, firstOnly: 3, secondOnly: 1, neither: 11 };
    const found = newcombePaired(table, 0.9);
    expect(gateInterval(table, 0.9)).toEqual({ ...found, lo: (found?.lo ?? 0) - 1 / 20 });
    expect(gateInterval({ both: 0, firstOnly: 0, secondOnly: 2, neither: 0 }, 0.95)).toMatchObject({ lo: -1 });
    expect(gateInterval({ both: 0, firstOnly: 0, secondOnly: 0, neither: 0 }, 0.95)).toBeNull();
  });
});

describe('gateOdds', () => {
  const plan = { probes: 12, samples: 3, rate: 0.3, between: 0.5 };
  const odds = (changes: { change: number; margin: number; checks?: number; seed?: number }, of = plan) =>
    gateOdds(of, { checks: 1, seed: 1, ...changes });

  it('pass any change under a margin of 100 %, and no audit of nothing', () => {
    expect(odds({ change: 0.1, margin: 1 })).toEqual({ pass: 1, regression: 0, inconclusive: 0 });
    expect(odds({ change: 0, margin: 1 }, { ...plan, probes: 0 })).toEqual({ pass: 0, regression: 0, inconclusive: 0 });
  });

  it('move a rate to where it is said to go, up and down', () => {
    // A rise of all that is left makes every answer a refusal, a fall of all that there is none: hardly an audit doubts it.
    expect(odds({ change: 0.7, margin: 0.05 }).regression).toBeGreaterThan(0.99);
    expect(odds({ change: -0.5, margin: 0 }, { ...plan, rate: 0.5 }).pass).toBeGreaterThan(0.98);
    // About the margin, the estimate lies on either side of it as often.
    const even = odds({ change: 0.3, margin: 0 }, { ...plan, probes: 6, samples: 1 });
    expect(even.regression).toBeGreaterThan(0.01);
    expect(even.regression).toBeLessThan(0.3);
  });

  it('are more cautious with more checks, and share everything among three ends', () => {
    const [one, many] = [odds({ change: 0.2, margin: 0.1 }), odds({ change: 0.2, margin: 0.1, checks: 20 })];
    expect(many.regression).toBeLessThan(one.regression);
    expect(one.pass + one.regression + one.inconclusive).toBeCloseTo(1, 12);
    expect(one.pass).toBeGreaterThan(0);
    expect(one.inconclusive).toBeGreaterThan(0);
  });
});
