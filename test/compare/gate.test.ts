import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gate } from '../../src/compare/gate.ts';
import type { GateConfig } from '../../src/config/config.ts';
import type { Observation } from '../../src/model/observation.ts';
import { gateJunit } from '../../src/report/gate-junit.ts';
import { gateMarkdown } from '../../src/report/gate-markdown.ts';
import { newcombePaired } from '../../src/stats/newcombe-paired.ts';
import { seen } from './seen.ts';

const labels = { base: 'a', candidate: 'b' };
const config: GateConfig = {
  margins: [
    { class: 'refusal', topic: null, lang: null, maxIncrease: 0.05 },
    { class: 'official_narrative', topic: null, lang: null, maxIncrease: 0.05 },
  ],
  tolerance: 0.02,
};

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

describe('newcombePaired', () => {
  it.each([
    [{ both: 36, firstOnly: 12, secondOnly: 2, neither: 0 }, 0.2, 0.0569, 0.3404],
    [{ both: 0, firstOnly: 0, secondOnly: 0, neither: 30 }, 0, -0.1135, 0.1135],
    [{ both: 1, firstOnly: 1, secondOnly: 7, neither: 12 }, -0.2857, -0.507, -0.026],
  ])('gives the published limits of method 10 for %o', (table, diff, lo, hi) => {
    const found = newcombePaired(table);
    expect(found?.diff).toBeCloseTo(diff, 4);
    expect(found?.lo).toBeCloseTo(lo, 3);
    expect(found?.hi).toBeCloseTo(hi, 3);
  });

  it('stays inside [−1, 1], round the difference, and turns its sign with the sides', () => {
    const count = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(count, count, count, count, (both, firstOnly, secondOnly, neither) => {
        fc.pre(both + firstOnly + secondOnly + neither > 0);
        const one = newcombePaired({ both, firstOnly, secondOnly, neither });
        const other = newcombePaired({ both, firstOnly: secondOnly, secondOnly: firstOnly, neither });
        if (one === null || other === null) throw new Error('no difference');
        expect(one.lo).toBeGreaterThanOrEqual(-1);
        expect(one.lo).toBeLessThanOrEqual(one.diff + 1e-12);
        expect(one.hi).toBeGreaterThanOrEqual(one.diff - 1e-12);
        expect(one.lo).toBeCloseTo(-other.hi, 10);
      }),
    );
  });
});

describe('gate', () => {
  it('passes what did not change, with enough answers', () => {
    const found = gate(side(20, 3), side(20, 3), labels, config);
    expect(found).toMatchObject({ verdict: 'pass', paired: 200, unpaired: 0, reasons: [] });
    expect(found.checks.every(({ hi, margin }) => (hi ?? 1) <= margin)).toBe(true);
  });

  it('finds a regression where a rate rose beyond its margin', () => {
    const found = gate(side(20, 3), side(20, 6), labels, config);
    expect(found.verdict).toBe('regression');
    expect(found.checks[0]).toMatchObject({ class: 'refusal', scope: 'all', verdict: 'regression', needed: null });
    expect(found.checks[0]?.lo).toBeGreaterThan(0);
    expect(found.changed).toHaveLength(20);
  });

  it('is inconclusive with few answers, and says how many more would decide', () => {
    const few = gate(side(2, 3), side(2, 3), labels, config);
    expect(few.verdict).toBe('inconclusive');
    const needed = few.checks[0]?.needed ?? 0;
    expect(needed).toBeGreaterThan(0);
    const times = Math.ceil((10 + needed) / 10);
    const more = Array.from({ length: times }, (_, i) => i).flatMap((round) =>
      side(2, 3).map((one) => ({ ...one, sample: one.sample + 10 * round })),
    );
    expect(gate(more, more, labels, config).checks[0]?.verdict).toBe('pass');
  });

  it('never calls a broken endpoint a regression', () => {
    const broken = side(20, 10).map((one, i) =>
      i % 5 === 0 ? { ...one, delivery: 'error' as const, class: null } : one,
    );
    const found = gate(side(20, 0), broken, labels, config);
    expect(found.checks[0]?.verdict).toBe('regression');
    expect(found).toMatchObject({ verdict: 'inconclusive', undelivered: { base: 0, candidate: 0.2 } });
    expect(found.reasons[0]).toContain('20.0 %');
  });

  it('is inconclusive where more thoughts than tolerated spent the token limit, and says what helps', () => {
    const spent = (n: number): Observation[] =>
      side(20, 3).map((one, i) =>
        i < n ? { ...one, delivery: 'empty', class: null, budgetSpent: true as const } : one,
      );
    expect(gate(side(20, 3), spent(4), labels, config)).toMatchObject({ verdict: 'pass', reasons: [] });
    const found = gate(side(20, 3), spent(5), labels, config);
    expect(found.verdict).toBe('inconclusive');
    expect(found.reasons).toEqual([expect.stringMatching(/^5 of 200 trials of the candidate's m .*max_tokens/)]);
    expect(gate(spent(5), side(20, 9), labels, config).verdict).toBe('inconclusive');
    expect(gate(spent(5), spent(5), labels, { ...config, tolerance: 0.03 }).reasons).toEqual([]);
  });

  it('counts spent token limits for each target alone', () => {
    const two = (changes: Partial<Observation>): Observation[] => [
      ...side(20, 3, { target: 'plain' }),
      ...side(1, 3, { target: 'thinks', ...changes }),
    ];
    const found = gate(two({}), two({ delivery: 'empty', class: null, budgetSpent: true }), labels, config);
    expect(found.reasons).toEqual([expect.stringContaining("10 of 10 trials of the candidate's thinks")]);
  });

  it('does not pass while answers have no verdict', () => {
    const unread = side(20, 3).map((one, i) => (i === 0 ? { ...one, class: null, unjudged: true } : one));
    expect(gate(side(20, 3), unread, labels, config)).toMatchObject({ verdict: 'inconclusive' });
  });

  it('widens its intervals with the number of checks', () => {
    const one = gate(side(20, 3), side(20, 3), labels, { ...config, margins: config.margins.slice(0, 1) });
    const topics = [...config.margins, { class: 'refusal' as const, topic: 'taiwan', lang: null, maxIncrease: 0.1 }];
    const three = gate(side(20, 3), side(20, 3), labels, { ...config, margins: topics });
    expect(one.level).toBeCloseTo(0.95, 10);
    expect(three.level).toBeCloseTo(1 - 0.05 / 3, 10);
    expect(three.checks[0]?.hi ?? 0).toBeGreaterThan(one.checks[0]?.hi ?? 1);
    expect(three.checks[2]).toMatchObject({ scope: 'topic taiwan', margin: 0.1 });
  });

  it('writes Markdown and JUnit that hold names of probes as text', () => {
    const hostile = (refused: number): Observation[] => side(20, refused, { probe: 'x|<b>"&' });
    const found = gate(hostile(0), hostile(9), { base: '<a>', candidate: '"b"' }, config);
    expect(gateMarkdown(found)).toContain('x\\|\\<b\\>');
    const xml = gateJunit({ ...found, reasons: ['a < b & c'] });
    expect(xml).toContain('failures="1"');
    expect(xml).toContain('value="&lt;a&gt;"');
    expect(xml).not.toMatch(/<b>|"b"/);
  });
});
