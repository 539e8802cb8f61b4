import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clustersOf } from '../src/compare/clusters.ts';
import { EVENTS_FLOOR, labelledDifference, labelledRates } from '../src/compare/labelled.ts';
import { groupBy } from '../src/compare/tally.ts';
import type { Observation, ObservedLabel } from '../src/model/observation.ts';
import { observationOf } from '../src/model/observation.ts';
import { CLASSES, type VerdictClass } from '../src/model/verdict.ts';
import type { PoolItem } from '../src/review/queue.ts';
import { drawSample, SAMPLE_FIELDS } from '../src/review/sample.ts';
import { clusterRate } from '../src/stats/cluster-rate.ts';
import { seededRandom } from '../src/stats/random.ts';

/**
 * Coverage of rates and differences by a labelled sample. Audits are drawn from real answers whose class is known from labels and from the
 * rules (bench/labelled-answers.json: counts alone), each source by itself: questions with replacement, answers in them
 * with replacement. A sample is drawn and labelled as candor review --sample does it.
 * Usage: tsx bench/sample-coverage.ts [AUDITS]   (default 300 a setting; some minutes)
 */
const AUDITS = Number(process.argv[2] ?? 300);
const SETTINGS = [
  { questions: 60, samples: 1, labels: 40 },
  { questions: 60, samples: 1, labels: 60 },
  { questions: 100, samples: 3, labels: 60 },
  { questions: 100, samples: 3, labels: 120 },
  { questions: 40, samples: 10, labels: 60 },
  { questions: 40, samples: 10, labels: 120 },
];
const ESTIMATED = ['refusal', 'official_narrative'] as const;

type Counts = Readonly<Record<string, number>>;
type Arm = 'first' | 'second';
type Question = Readonly<Partial<Record<Arm, Counts>>>;

/** An answer as people and the rules called it. */
interface Answer {
  readonly human: VerdictClass;
  readonly found: VerdictClass;
}

const { sources }: { readonly sources: Readonly<Record<string, readonly Question[]>> } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'labelled-answers.json'), 'utf8'),
);
const random = seededRandom(7);
let seed = 0;

function answersOf(counts: Counts): Answer[] {
  return Object.entries(counts).flatMap(([pair, n]) => {
    const [human = 'other', found = 'other'] = [...pair].map((index) => CLASSES[Number(index)]);
    return Array.from({ length: n }, () => ({ human, found }));
  });
}

function pick<T>(from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const shareOf = (answers: readonly Answer[], name: VerdictClass): number =>
  mean(answers.map(({ human }) => (human === name ? 1 : 0)));

/** An audit of drawn questions: its answers, with labels on those that a sample of each arm drew. */
function audit(
  arms: readonly { readonly target: string; readonly drawn: readonly Answer[][] }[],
  labels: number,
): Observation[] {
  const known = new Map<string, Answer>();
  const items = arms.flatMap(({ target, drawn }) =>
    drawn.flatMap((answers, question) =>
      answers.map((answer, sample): PoolItem & { readonly sample: number } => {
        const trial = `${target}-${question}-${sample}`;
        known.set(trial, answer);
        const of = { topic: 't', lang: 'en', role: 'sensitive' as const, confidence: null, disagreement: false };
        return { trial, probe: `q${question}`, target, class: answer.found, sample, ...of };
      }),
    ),
  );
  seed += 1;
  const sampled = drawSample(items, { size: labels * arms.length, seed, fields: SAMPLE_FIELDS }).items;
  const labelOf = new Map<string, ObservedLabel>(
    sampled.map(({ trial, probability }) => {
      const shares = Object.fromEntries(CLASSES.map((name) => [name, known.get(trial)?.human === name ? 1 : 0]));
      return [trial, { weight: 1 / probability, shares: shares as ObservedLabel['shares'] }];
    }),
  );
  return items.map(({ trial, probe, target, class: found, sample }) => {
    const label = labelOf.get(trial);
    return observationOf({
      run: 'r',
      trial,
      target,
      family: null,
      set: 's',
      probe,
      variant: probe,
      lang: 'en',
      topic: 't',
      style: 'factual',
      role: 'sensitive',
      state: null,
      control: null,
      sample,
      delivery: 'ok',
      class: found,
      ...(label === undefined ? {} : { label }),
    });
  });
}

interface Cell {
  readonly name: string;
  readonly shown: number;
  readonly covered: number;
  readonly coveredAlways: number;
  readonly width: number;
  readonly foundCovered: number;
}

const rates: Cell[] = [];
const differences: Cell[] = [];
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

for (const [source, questions] of Object.entries(sources)) {
  const whole = questions.map((one) => [...answersOf(one.first ?? {}), ...answersOf(one.second ?? {})]);
  const both = questions.filter(({ first, second }) => first !== undefined && second !== undefined);
  for (const { questions: n, samples, labels } of SETTINGS) {
    const setting = `${source}, ${n} × ${samples}, ${labels} labels`;
    const tally = new Map(ESTIMATED.map((name) => [name, { shown: 0, covered: 0, width: 0, found: 0 }]));
    for (let i = 0; i < AUDITS; i++) {
      const drawn = Array.from({ length: n }, () => {
        const question = pick(whole);
        return Array.from({ length: samples }, () => pick(question));
      });
      const seen = audit([{ target: 'm', drawn }], labels);
      const found = labelledRates(seen, { clusterOf: clustersOf(seen) });
      for (const name of ESTIMATED) {
        const truth = mean(whole.map((answers) => shareOf(answers, name)));
        const count = tally.get(name);
        const { rate, lo, hi } = found?.[name] ?? { rate: null, lo: null, hi: null };
        if (count === undefined) continue;
        const byProbe = [...groupBy(seen, ({ probe }) => probe).values()];
        const raw = clusterRate(
          byProbe.map((of) => ({ k: of.filter((one) => one.class === name).length, n: of.length })),
        );
        if (raw !== null && raw.lo <= truth && truth <= raw.hi) count.found += 1;
        if (rate === null || lo === null || hi === null) continue;
        count.shown += 1;
        count.width += hi - lo;
        if (lo <= truth && truth <= hi) count.covered += 1;
      }
    }
    for (const [name, count] of tally) rates.push(cellOf(`${name}, ${setting}`, count));
    if (both.length < 8) continue;
    const pairs = new Map(ESTIMATED.map((name) => [name, { shown: 0, covered: 0, width: 0, found: 0 }]));
    for (let i = 0; i < AUDITS; i++) {
      const picked = Array.from({ length: n }, () => pick(both));
      const draw = (arm: Arm) =>
        picked.map((one) => Array.from({ length: samples }, () => pick(answersOf(one[arm] ?? {}))));
      const seen = audit(
        [
          { target: 'first', drawn: draw('first') },
          { target: 'second', drawn: draw('second') },
        ],
        labels,
      );
      const matched = [...groupBy(seen, ({ probe }) => probe).values()].map((members) => ({
        first: members.filter(({ target }) => target === 'first'),
        second: members.filter(({ target }) => target === 'second'),
      }));
      for (const name of ESTIMATED) {
        const shares = both.map(
          ({ first = {}, second = {} }) => shareOf(answersOf(first), name) - shareOf(answersOf(second), name),
        );
        const truth = mean(shares);
        const { diff, lo, hi } = labelledDifference(matched, name, { clusterOf: clustersOf(seen) });
        const count = pairs.get(name);
        if (count === undefined || diff === null || lo === null || hi === null) continue;
        count.shown += 1;
        count.width += hi - lo;
        if (lo <= truth && truth <= hi) count.covered += 1;
      }
    }
    for (const [name, count] of pairs) differences.push(cellOf(`${name}, ${setting}`, count));
  }
}

function cellOf(
  name: string,
  { shown, covered, width, found }: { shown: number; covered: number; width: number; found: number },
): Cell {
  return {
    name,
    shown,
    covered: covered / shown,
    coveredAlways: covered,
    width: width / shown,
    foundCovered: found / AUDITS,
  };
}

/** Cells in which at least half of the audits have a figure: in others the ten labels select the audits that have more than usual. */
function report(title: string, cells: readonly Cell[]): void {
  const often = cells.filter(({ shown }) => shown >= AUDITS / 2);
  const least = often.toSorted((a, b) => a.covered - b.covered);
  console.log(
    `${title}: ${often.length} of ${cells.length} settings have ${EVENTS_FLOOR} labels of the class in half of the audits; mean coverage ${percent(mean(often.map((one) => one.covered)))}, at least 93 % in ${percent(often.filter(({ covered }) => covered >= 0.93).length / often.length)} of them`,
  );
  for (const { name, covered, width, foundCovered, shown } of least.slice(0, 8)) {
    console.log(
      `  ${percent(covered)} of ${shown}, width ${width.toFixed(2)} (rate as found ${percent(foundCovered)}): ${name}`,
    );
  }
  const rest = cells.filter(({ shown }) => shown > 0 && shown < AUDITS / 2);
  const [seen, covered] = [
    rest.reduce((sum, one) => sum + one.shown, 0),
    rest.reduce((sum, one) => sum + one.coveredAlways, 0),
  ];
  if (seen > 0) console.log(`  in the other settings: ${percent(covered / seen)} of ${seen} figures`);
}

report('rates', rates);
report('differences', differences);
