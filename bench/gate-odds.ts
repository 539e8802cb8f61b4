/**
 * How gates over simulated audits end, beside what `candor power` foretells: an unchanged model, and one whose rate of refusal rose.
 * Usage: tsx bench/gate-odds.ts [AUDITS]   (default 500 a setting; some minutes)
 */
import { gate } from '../src/compare/gate.ts';
import { type GatePlan, gateOdds } from '../src/compare/power.ts';
import { DEFAULT_GATE } from '../src/config/gate-config.ts';
import type { Observation } from '../src/model/observation.ts';
import { seededRandom } from '../src/stats/random.ts';
import { randomBeta } from '../src/stats/random-beta.ts';

const AUDITS = Number(process.argv[2] ?? 500);
const random = seededRandom(7);
const BETWEEN = 0.6;
const VERDICTS = ['pass', 'regression', 'inconclusive'] as const;

function side(target: string, thetas: readonly number[], samples: number): Observation[] {
  return thetas.flatMap((theta, probe) =>
    Array.from({ length: samples }, (_, sample) => ({
      run: target,
      trial: '',
      target,
      family: null,
      set: 's',
      probe: `p${probe}`,
      variant: `p${probe}`,
      lang: 'en',
      topic: 't',
      style: 'factual' as const,
      role: 'sensitive' as const,
      state: null,
      control: null,
      sample,
      delivery: 'ok' as const,
      class: random() < theta ? ('refusal' as const) : ('neutral' as const),
      unjudged: false,
    })),
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

let worst = 0;
let farthest = 0;
const size = (1 - BETWEEN) / BETWEEN;
const labels = { base: 'a', candidate: 'b' };
for (const change of [0, 0.04, 0.1, 0.2]) {
  console.log(change === 0 ? 'unchanged' : `refusal rose by ${change}`);
  for (const p of [0.05, 0.2, 0.5]) {
    for (const [probes, samples] of [
      [20, 5],
      [60, 5],
      [100, 3],
      [200, 5],
    ] as const) {
      const ends = { pass: 0, regression: 0, inconclusive: 0 };
      for (let audit = 0; audit < AUDITS; audit++) {
        const thetas = Array.from({ length: probes }, () => randomBeta(p * size, (1 - p) * size, random));
        const risen = thetas.map((theta) => theta + (change * (1 - theta)) / (1 - p));
        const found = gate([side('a', thetas, samples)], side('b', risen, samples), labels, DEFAULT_GATE);
        ends[found.verdict] += 1;
      }
      const plan: GatePlan = {
        questions: Array.from({ length: probes }, (_, i) => ({ topic: 't', lang: 'en', cluster: `p${i}` })),
        samples,
        identical: false,
        margins: DEFAULT_GATE.margins,
        targets: 1,
        looks: 1,
        runs: 1,
        rates: { refusal: p, official_narrative: 0, withheld: 0, other: 0 },
        between: BETWEEN,
      };
      const foretold = gateOdds(plan, { class: 'refusal', change }, { audits: 2000, seed: 11 });
      if (change === 0) worst = Math.max(worst, ends.regression / AUDITS);
      const each = VERDICTS.map((verdict) => {
        farthest = Math.max(farthest, Math.abs(ends[verdict] / AUDITS - foretold[verdict]));
        return `${verdict} ${percent(ends[verdict] / AUDITS)} (foretold ${percent(foretold[verdict])})`;
      });
      console.log(`  rate ${p}, ${probes} × ${samples}: ${each.join(', ')}`);
    }
  }
}
console.log(`an unchanged model was called a regression in at most ${percent(worst)} of audits`);
console.log(`what power foretold was off by at most ${percent(farthest)}`);
