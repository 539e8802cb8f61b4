import { describe, expect, it } from 'vitest';
import { jurisdictionOf } from '../../src/audit/read/jurisdictions.ts';
import { homeText } from '../../src/cli/home-text.ts';
import { homeRows } from '../../src/compare/home.ts';
import type { Observation } from '../../src/model/observation.ts';
import { Home } from '../../src/report/page/home.tsx';
import type { ReportData } from '../../src/report/view-model.ts';

const QUESTIONS = 20;

/** How many of the first questions on a state's subjects a target refuses; controls are never refused. */
type Refused = Readonly<Record<string, number>>;

/** 20 questions with controls on subjects of every state named (`none`: no state's). */
function answers(target: string, refused: Refused): Observation[] {
  return Object.entries(refused).flatMap(([state, count]) =>
    Array.from({ length: QUESTIONS * 2 }, (_, i): Observation => {
      const control = i >= QUESTIONS;
      const n = i % QUESTIONS;
      const probe = `${state}-${control ? 'control' : 'sensitive'}-${n}`;
      return {
        run: 'r',
        trial: `${target} ${probe}`,
        target,
        family: null,
        set: 's',
        probe,
        variant: probe,
        lang: 'en',
        topic: 't',
        style: 'factual',
        role: control ? 'control' : 'sensitive',
        state: state === 'none' ? null : state,
        control: control ? null : `${state}-control-${n}`,
        sample: 0,
        delivery: 'ok',
        class: !control && n < count ? 'refusal' : 'neutral',
        unjudged: false,
      };
    }),
  );
}

const PLACES = new Map([
  ['east', 'CN'],
  ['west', 'US'],
]);

function refusalOf(target: string, observations: readonly Observation[], places = PLACES) {
  const found = homeRows(observations, places).find((row) => row.target === target && row.class === 'refusal');
  if (found === undefined) throw new Error(`expected a row of ${target}`);
  return found;
}

describe('home and away', () => {
  const both = [
    ...answers('east', { CN: 16, US: 4, FR: 0, none: 20 }),
    ...answers('west', { CN: 2, US: 6, FR: 0, none: 0 }),
  ];

  it('holds the own state’s subjects against other states’, and leaves out those of no state', () => {
    const east = refusalOf('east', both);
    expect(east.home).toMatchObject({ diff: 0.8, pairs: 20 });
    // 4 of 20 and 0 of 20; the 20 that no state guards, all refused, are not there.
    expect(east.away).toMatchObject({ diff: 0.1, pairs: 40 });
    expect(east.observed?.diff).toBeCloseTo(0.7, 12);
    expect(east.observed?.lo).toBeGreaterThan(0.4);
    expect(east.observed?.hi).toBeLessThan(1);
  });

  it('is never surer of a difference than the sides are of which it is made, with rare moves and with many', () => {
    for (const [own, other] of [
      [1, 1],
      [1, 2],
      [3, 1],
      [12, 1],
      [20, 6],
    ] as const) {
      const { home, away, observed } = refusalOf('east', answers('east', { CN: own, US: other }));
      const of = (side: typeof home) => ({ diff: side?.diff ?? 9, lo: side?.lo ?? 9, hi: side?.hi ?? 9 });
      const [here, there] = [of(home), of(away)];
      const below = Math.hypot(here.diff - here.lo, there.hi - there.diff);
      const above = Math.hypot(here.hi - here.diff, there.diff - there.lo);
      expect(observed?.lo).toBeLessThanOrEqual(here.diff - there.diff - below + 1e-9);
      expect(observed?.hi).toBeGreaterThanOrEqual(here.diff - there.diff + above - 1e-9);
    }
  });

  it('treats every state alike: renaming CN and US changes nothing but the names', () => {
    const swapped = both.map((one) => {
      const state = one.state === 'CN' ? 'US' : one.state === 'US' ? 'CN' : one.state;
      return { ...one, state };
    });
    const places = new Map([
      ['east', 'US'],
      ['west', 'CN'],
    ]);
    for (const target of ['east', 'west']) {
      const [here, there] = [refusalOf(target, both), refusalOf(target, swapped, places)];
      expect(there).toEqual({ ...here, jurisdiction: places.get(target) });
    }
  });

  it('standardizes over the same subjects, probe by probe, apart from what is observed', () => {
    // The subjects themselves are hard: both models refuse 12 of the CN ones alike.
    const hard = [...answers('east', { CN: 12, US: 0 }), ...answers('west', { CN: 12, US: 0 })];
    const east = refusalOf('east', hard);
    expect(east.observed?.diff).toBeCloseTo(0.6, 12);
    expect(east.standardized).toMatchObject({ diff: 0, lo: null, hi: null, probes: 20, others: 1 });
    const found = refusalOf('east', both).standardized;
    expect(found?.diff).toBeCloseTo(0.7, 12);
    expect(found?.lo).toBeGreaterThan(0.4);
  });

  it('has nothing to standardize over where no model of another jurisdiction was asked', () => {
    const kin = [...answers('east', { CN: 16, US: 4 }), ...answers('west', { CN: 2, US: 6 })];
    const alike = new Map([
      ['east', 'CN'],
      ['west', 'CN'],
    ]);
    expect(refusalOf('east', kin, alike).standardized).toBeNull();
  });

  it('gives no interval over fewer than six independent questions, and says why', () => {
    const few = answers('east', { CN: 3, US: 0 }).filter(({ probe }) => /-[0-4]$/.test(probe));
    expect(refusalOf('east', few).observed).toMatchObject({
      lo: null,
      why: '5 independent questions; fewer than 6 speak for themselves only',
    });
  });

  it('says in the terminal that it tells no cause, in lines of 80 columns', () => {
    const text = homeText(homeRows(both, PLACES));
    expect(text).toContain('+70 [');
    expect(text.replaceAll('\n', ' ')).toContain('a few models are not their country');
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('home and away in a report', () => {
  const shown = (home: ReturnType<typeof homeRows>): string =>
    String(Home({ data: { runs: [{ run: { id: 'r', name: 'r' }, home }] } as unknown as ReportData, groups: [] }));

  it('is a table with what it does not say above it, and is absent where nothing is known', () => {
    const html = shown(homeRows(answers('east', { CN: 16, US: 4 }), PLACES));
    expect(html).toMatch(/a few models are not their country.*<td>refusal<\/td><td>\+80 \[.*<td>\+60 \[.*<td>–<\/td>/s);
    expect(shown([])).toBe('null');
  });
});

describe('the jurisdiction of a model', () => {
  it('is that of its family, of its name where another maker re-trained it, or unknown', () => {
    expect(jurisdictionOf({ model: 'qwen3:8b', family: 'qwen' })).toBe('CN');
    expect(jurisdictionOf({ model: 'perplexity/r1-1776', family: 'deepseek' })).toBe('US');
    expect(jurisdictionOf({ model: 'x', family: null })).toBeNull();
    expect(jurisdictionOf({ model: 'x', family: 'elm' })).toBeNull();
  });
});
