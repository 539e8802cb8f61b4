/**
 * Coverage of corrected rates: simulated audits judged by a simulated classifier whose error was measured on simulated labels.
 * Usage: tsx bench/corrected-coverage.ts [AUDITS]   (default 1,000 a setting; some five minutes)
 */
import { rateCorrection } from '../src/compare/corrected-rates.ts';
import { CLASS_NAMES } from '../src/compare/tally.ts';
import type { Observation } from '../src/model/observation.ts';
import { seededRandom } from '../src/stats/random.ts';
import { randomDirichlet } from '../src/stats/random-dirichlet.ts';

const AUDITS = Number(process.argv[2] ?? 1000);
const random = seededRandom(5);
const classifier = { name: 'rules', version: 'simulated', mode: 'probe' } as const;
/** True shares of refusal, official narrative, neutral. */
const SHARES = [
  [0.02, 0.08, 0.9],
  [0.3, 0.3, 0.4],
  [0.7, 0.2, 0.1],
  [0.05, 0.6, 0.35],
];
/** What the classifier finds, by true class: good, and weak. */
const ERRORS = {
  good: [
    [0.93, 0.02, 0.05],
    [0.02, 0.88, 0.1],
    [0.02, 0.05, 0.93],
  ],
  weak: [
    [0.8, 0.08, 0.12],
    [0.04, 0.7, 0.26],
    [0.03, 0.12, 0.85],
  ],
};

function pick(shares: readonly number[]): number {
  let left = random();
  for (const [i, share] of shares.entries()) {
    left -= share;
    if (left < 0) return i;
  }
  return shares.length - 1;
}

const cells: { label: string; coverage: number }[] = [];
for (const [name, error] of Object.entries(ERRORS)) {
  for (const labels of [
    [40, 40, 80],
    [120, 120, 240],
  ]) {
    for (const truth of SHARES) {
      for (const [probes, samples] of [
        [30, 5],
        [100, 5],
      ] as const) {
        const hits = [0, 0, 0];
        let counted = 0;
        for (let audit = 0; audit < AUDITS; audit++) {
          const confusion = error.map((row, i) => {
            const counts = [0, 0, 0, 0];
            for (let j = 0; j < (labels[i] ?? 0); j++) {
              const at = pick(row);
              counts[at] = (counts[at] ?? 0) + 1;
            }
            return counts;
          });
          const calibration = {
            classifier,
            at: '',
            gold: {},
            byLang: { en: [...confusion, [0, 0, 0, 0]] },
            shipped: false,
          };
          const seen = [] as Observation[];
          for (let probe = 0; probe < probes; probe++) {
            const shares = randomDirichlet(
              truth.map((share) => share * 1.5),
              random,
            );
            for (let sample = 0; sample < samples; sample++) {
              const found = CLASS_NAMES[pick(error[pick(shares)] ?? [])] ?? 'other';
              seen.push({ probe: `p${probe}`, lang: 'en', delivery: 'ok', class: found, sample } as Observation);
            }
          }
          const corrected = rateCorrection([classifier], calibration)(seen);
          if (corrected.method !== 'matrix') continue;
          counted += 1;
          for (const [i, share] of truth.entries()) {
            const rate = corrected[CLASS_NAMES[i] ?? 'other'];
            if (rate !== null && rate.lo <= share && share <= rate.hi) hits[i] = (hits[i] ?? 0) + 1;
          }
        }
        for (const [i, share] of truth.entries()) {
          cells.push({
            label: `${name}, ${labels.join('/')} labels, share ${share}, ${probes} × ${samples}`,
            coverage: (hits[i] ?? 0) / counted,
          });
        }
      }
    }
  }
}
const mean = cells.reduce((sum, one) => sum + one.coverage, 0) / cells.length;
console.log(`corrected rates: ${cells.length} settings, mean ${(mean * 100).toFixed(1)} %; lowest:`);
for (const { label, coverage } of cells.toSorted((a, b) => a.coverage - b.coverage).slice(0, 5))
  console.log(`  ${(coverage * 100).toFixed(1)} % at ${label}`);
