/**
 * Coverage of the 95 % intervals over simulated audits. Usage: tsx bench/coverage.ts [AUDITS]   (default 2,000 a setting; about
 * two minutes). bench/gate-odds.ts and bench/corrected-coverage.ts do the same for the gate and for corrected rates.
 */
import { binomialProbability } from '../src/stats/binomial.ts';
import { clopperPearson } from '../src/stats/clopper-pearson.ts';
import { clusterRate } from '../src/stats/cluster-rate.ts';
import type { Interval } from '../src/stats/interval.ts';
import { pairedDifference } from '../src/stats/paired-difference.ts';
import { seededRandom } from '../src/stats/random.ts';
import { randomBeta } from '../src/stats/random-beta.ts';

const AUDITS = Number(process.argv[2] ?? 2000);
const random = seededRandom(7);
const RATES = [0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99];
const PROBES = [20, 50, 100, 200];
const SAMPLES = [1, 5, 10];
/** Shares of the variance between probes. */
const BETWEEN = [0.2, 0.6];
/** How much a changed release refuses more, as far as there is room. */
const RISE = 0.1;

interface Setting {
  readonly label: string;
  readonly coverage: number;
}

function draw(share: number, n: number): { k: number; n: number } {
  let k = 0;
  for (let i = 0; i < n; i++) if (random() < share) k += 1;
  return { k, n };
}

function holds(interval: Interval | null, value: number): number {
  return Number(interval !== null && interval.lo <= value && value <= interval.hi);
}

function report(name: string, settings: readonly Setting[]): void {
  const mean = settings.reduce((sum, { coverage }) => sum + coverage, 0) / settings.length;
  const sorted = settings.toSorted((a, b) => a.coverage - b.coverage);
  const low = sorted.slice(0, 3).map(({ label, coverage }) => `${(coverage * 100).toFixed(1)} % at ${label}`);
  console.log(`${name}: ${settings.length} settings, mean ${(mean * 100).toFixed(1)} %; lowest ${low.join('; ')}`);
}

const KINDS = ['rates', 'sensitive − control', 'unchanged release', 'changed release'] as const;
const found = new Map<string, Setting[]>(KINDS.map((kind) => [kind, []]));
for (const between of BETWEEN) {
  const size = (1 - between) / between;
  for (const p of RATES) {
    for (const probes of PROBES) {
      for (const samples of SAMPLES) {
        const label = `rate ${p}, ${probes} probes, ${samples} samples, between ${between}`;
        // A control of a third of the rate, independent; releases on the same probes. The true differences are known.
        const control = p / 3;
        const rise = Math.min(RISE, (1 - p) / 2);
        const hits = { rates: 0, 'sensitive − control': 0, 'unchanged release': 0, 'changed release': 0 };
        for (let audit = 0; audit < AUDITS; audit++) {
          const thetas = Array.from({ length: probes }, () => randomBeta(p * size, (1 - p) * size, random));
          const first = thetas.map((theta) => draw(theta, samples));
          const against = (shareOf: (theta: number) => number) =>
            thetas.map((theta, i) => ({ first: draw(shareOf(theta), samples), second: first[i] ?? { k: 0, n: 1 } }));
          hits.rates += holds(clusterRate(first), p);
          const contrast = pairedDifference(against(() => randomBeta(control * size, (1 - control) * size, random)));
          hits['sensitive − control'] += holds(contrast, control - p);
          hits['unchanged release'] += holds(pairedDifference(against((theta) => theta)), 0);
          const risen = against((theta) => theta + (rise * (1 - theta)) / (1 - p));
          hits['changed release'] += holds(pairedDifference(risen), rise);
        }
        for (const kind of KINDS) found.get(kind)?.push({ label, coverage: hits[kind] / AUDITS });
      }
    }
  }
}
for (const kind of KINDS) report(kind, found.get(kind) ?? []);
report(
  'all of these',
  [...found].flatMap(([kind, settings]) => settings.map((one) => ({ ...one, label: `${kind}: ${one.label}` }))),
);

/** The exact interval's coverage is summed, not simulated: every count that can come up, with its probability. */
const exact: Setting[] = [];
for (const n of [20, 50, 100, 200, 1000, 2000]) {
  const intervals = Array.from({ length: n + 1 }, (_, k) => clopperPearson(k, n));
  for (let p = 1; p < 100; p++) {
    const share = p / 100;
    const coverage = intervals.reduce((sum, one, k) => sum + holds(one, share) * binomialProbability(k, n, share), 0);
    exact.push({ label: `rate ${share}, ${n} independent answers`, coverage });
  }
}
report('exact (Clopper-Pearson)', exact);
