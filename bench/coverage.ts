/**
 * Coverage of the 95 % intervals over simulated audits, and how often the gate calls an unchanged model a regression.
 * Usage: tsx bench/coverage.ts [AUDITS]   (default 2,000 a setting; about a minute)
 */
import { gate } from '../src/compare/gate.ts';
import type { Observation } from '../src/compare/observation.ts';
import { gateOdds } from '../src/compare/power.ts';
import { DEFAULT_GATE } from '../src/config/load-config.ts';
import { clusterRate } from '../src/stats/cluster-rate.ts';
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

function draw(share: number, n: number): { k: number; n: number } {
  let k = 0;
  for (let i = 0; i < n; i++) if (random() < share) k += 1;
  return { k, n };
}

function report(name: string, cells: readonly { readonly label: string; readonly coverage: number }[]): void {
  const mean = cells.reduce((sum, { coverage }) => sum + coverage, 0) / cells.length;
  const sorted = cells.toSorted((a, b) => a.coverage - b.coverage);
  const low = sorted.slice(0, 3).map(({ label, coverage }) => `${(coverage * 100).toFixed(1)} % at ${label}`);
  console.log(`${name}: ${cells.length} settings, mean ${(mean * 100).toFixed(1)} %; lowest ${low.join('; ')}`);
}

const rates: { label: string; coverage: number }[] = [];
const contrasts: { label: string; coverage: number }[] = [];
const releases: { label: string; coverage: number }[] = [];
for (const between of BETWEEN) {
  const size = (1 - between) / between;
  for (const p of RATES) {
    for (const probes of PROBES) {
      for (const samples of SAMPLES) {
        const label = `rate ${p}, ${probes} probes, ${samples} samples, between ${between}`;
        // A control of a third of the rate, independent; a release with the same rates; the true differences are known.
        const control = p / 3;
        const hits = { rate: 0, contrast: 0, release: 0 };
        for (let audit = 0; audit < AUDITS; audit++) {
          const thetas = Array.from({ length: probes }, () => randomBeta(p * size, (1 - p) * size, random));
          const first = thetas.map((theta) => draw(theta, samples));
          const rate = clusterRate(first);
          if (rate !== null && rate.lo <= p && p <= rate.hi) hits.rate += 1;
          const controls = first.map((count) => ({
            first: count,
            second: draw(randomBeta(control * size, (1 - control) * size, random), samples),
          }));
          const contrast = pairedDifference(controls);
          if (contrast !== null && contrast.lo <= p - control && p - control <= contrast.hi) hits.contrast += 1;
          const again = thetas.map((theta, i) => ({ first: draw(theta, samples), second: first[i] ?? { k: 0, n: 1 } }));
          const release = pairedDifference(again);
          if (release !== null && release.lo <= 0 && 0 <= release.hi) hits.release += 1;
        }
        rates.push({ label, coverage: hits.rate / AUDITS });
        contrasts.push({ label, coverage: hits.contrast / AUDITS });
        releases.push({ label, coverage: hits.release / AUDITS });
      }
    }
  }
}
report('rates', rates);
report('sensitive − control', contrasts);
report('unchanged release', releases);

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
      class: random() < theta ? ('refusal' as const) : random() < 0.3 ? ('official_narrative' as const) : 'neutral',
      unjudged: false,
    })),
  );
}

console.log(
  'the gate on an unchanged model (two rates): regression, and refusal passing beside what `power` foretells',
);
const gateAudits = Math.min(AUDITS, 2000);
for (const p of [0.05, 0.2, 0.5]) {
  for (const [probes, samples] of [
    [20, 5],
    [60, 5],
    [100, 3],
    [200, 5],
  ] as const) {
    const between = 0.6;
    const size = (1 - between) / between;
    let [regression, pass] = [0, 0];
    for (let audit = 0; audit < gateAudits; audit++) {
      const thetas = Array.from({ length: probes }, () => randomBeta(p * size, (1 - p) * size, random));
      const labels = { base: 'a', candidate: 'b' };
      const found = gate(side('a', thetas, samples), side('b', thetas, samples), labels, DEFAULT_GATE);
      if (found.verdict === 'regression') regression += 1;
      if (found.checks[0]?.verdict === 'pass') pass += 1;
    }
    const foretold = gateOdds(
      { probes, samples, rate: p, between },
      { change: 0, margin: 0.05, checks: 2, seed: 11 },
    ).pass;
    const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
    console.log(
      `  rate ${p}, ${probes} × ${samples}: regression ${percent(regression / gateAudits)}, pass ${percent(pass / gateAudits)}, foretold ${percent(foretold)}`,
    );
  }
}
