// How often a canary cries for nothing and how soon it finds a swapped model, over planted noise: npx tsx bench/canary.ts [YEARS] [SWAPS] [SERVICE]
// Prints CSV: kind,service,differs,value,k,n,lo,hi. Intervals are exact (Garwood) for alarms a year and Wilson's for shares, 95 %.
import { type CanaryAnswer, type CanaryDay, canaryVerdict } from '../src/compare/canary.ts';
import { seededRandom } from '../src/stats/random.ts';
import { wilsonInterval } from '../src/stats/wilson.ts';

/** How a planted service answers. */
interface Planted {
  readonly name: string;
  /** Whether the server tells chances of first tokens. */
  readonly logprobs: boolean;
  /** Share of texts that a day's noise makes others. */
  readonly flips: number;
  /** The same on a day of much noise, and how many days are such. */
  readonly wild: { readonly flips: number; readonly days: number };
  /** Spread of the logits of first tokens, of each question by itself, and of a whole day; how much of a day's stays on the next. */
  readonly jitter: number;
  readonly dayJitter: number;
  readonly stays: number;
  /** How far the logits of the other model lie away where it differs. */
  readonly shift: number;
}

const QUESTIONS = 60;
const TOKENS = ['I', 'The', 'Sorry', 'As', 'It', 'In'];
const CALM = { logprobs: true, wild: { flips: 0, days: 0 }, jitter: 0, dayJitter: 0, stays: 0, shift: 1 };
const PLANTED: readonly Planted[] = [
  { ...CALM, name: 'logprobs, little noise', flips: 0.05, jitter: 0.02, shift: 0.5 },
  { ...CALM, name: 'logprobs, much noise', flips: 0.3, jitter: 0.1 },
  { ...CALM, name: 'logprobs, noisy days', flips: 0.1, jitter: 0.05, dayJitter: 0.1, wild: { flips: 0.5, days: 0.15 } },
  { ...CALM, name: 'texts alone, little noise', logprobs: false, flips: 0.1 },
  { ...CALM, name: 'texts alone, much noise', logprobs: false, flips: 0.4 },
  { ...CALM, name: 'texts alone, noisy days', logprobs: false, flips: 0.1, wild: { flips: 0.5, days: 0.15 } },
  { ...CALM, name: 'logprobs, days that hang together', flips: 0.1, jitter: 0.05, dayJitter: 0.1, stays: 0.8 },
];
/** Shares of the questions that the other model answers in another way. */
const DIFFERS = [0.5, 0.25, 0.1];
/** Days after a swap within which it is looked for. */
const PATIENCE = 15;

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function dateOf(day: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
}

/** One service with a model before and one after, by fixed logits of each question. Days are asked in their order. */
function service(
  planted: Planted,
  differing: number,
  random: () => number,
): (day: number, isAfter: boolean) => CanaryDay {
  const { shift, dayJitter, stays, wild, flips, jitter, logprobs } = planted;
  const questions = Array.from({ length: QUESTIONS }, () => {
    const before = TOKENS.map(() => 2 * normal(random));
    const differs = random() < differing;
    return { before, after: before.map((logit) => logit + (differs ? shift * normal(random) : 0)), differs };
  });
  let common = TOKENS.map(() => dayJitter * normal(random));
  return (day, isAfter) => {
    common = common.map((was) => stays * was + Math.sqrt(1 - stays ** 2) * dayJitter * normal(random));
    const share = random() < wild.days ? wild.flips : flips;
    const answers = questions.map(({ before, after, differs }, i): [string, CanaryAnswer] => {
      const logits = (isAfter ? after : before).map((logit, j) => logit + (common[j] ?? 0) + jitter * normal(random));
      const weights = logits.map(Math.exp);
      const total = weights.reduce((sum, one) => sum + one, 0);
      const first = new Map(TOKENS.map((token, j) => [token, (weights[j] ?? 0) / total]));
      const model = isAfter && differs ? 'other' : 'own';
      const text =
        random() < share
          ? `${model} words ${Math.floor(random() * 1e6)} to ${i}`
          : `${model} words to ${i}, the usual ones`;
      return [String(i), { first: logprobs ? first : null, text, outcome: 'neutral' }];
    });
    return { day: dateOf(day), answers: new Map(answers) };
  };
}

/** Asks day after day as the command does: after an alarm it learns anew from the day that was named. Nothing is looked at before day `from`. */
function* looks(
  ask: (day: number) => CanaryDay,
  from = 0,
): Generator<{ day: number; state: string; since: string | null }> {
  let days: CanaryDay[] = [];
  for (let day = 0; ; day++) {
    days.push(ask(day));
    if (days.length > 20) days.shift();
    if (day < from) continue;
    const { state, since } = canaryVerdict(days);
    if (state === 'changed') days = days.filter((one) => one.day >= (since ?? ''));
    yield { day, state, since };
  }
}

/** False alarms in so many years, days that were called drifting instead, and days on which something was said. */
function falseAlarms(planted: Planted, years: number, seed: number): Record<'alarms' | 'drifting' | 'told', number> {
  const random = seededRandom(seed);
  const ask = service(planted, 0, random);
  let [alarms, drifting, told] = [0, 0, 0];
  for (const { day, state } of looks((one) => ask(one, false))) {
    if (day >= 365 * years) break;
    if (state !== 'learning') told += 1;
    if (state === 'changed') alarms += 1;
    if (state === 'drifting') drifting += 1;
  }
  return { alarms, drifting, told };
}

/** Days until a swap on a random day is found where there was no alarm before, the first being 1; null: not in time. `off` is how many days later than the swap the day is that is named. */
function daysToFind(planted: Planted, differing: number, seed: number): { days: number | null; off: number } {
  const random = seededRandom(seed);
  const ask = service(planted, differing, random);
  const swap = 15 + Math.floor(random() * 30);
  for (const { day, state, since } of looks((one) => ask(one, one >= swap), swap)) {
    if (day >= swap + PATIENCE) break;
    if (state === 'changed')
      return {
        days: day - swap + 1,
        off: Math.round((Date.parse(since ?? '') - Date.parse(dateOf(swap))) / 86_400_000),
      };
  }
  return { days: null, off: 0 };
}

/** The mean of a Poisson count at which so few, or so many, are seen with a chance of 2.5 %. */
function poissonBound(k: number, side: 'lo' | 'hi'): number {
  if (side === 'lo' && k === 0) return 0;
  const atMost = (n: number, mean: number): number => {
    let [term, sum] = [Math.exp(-mean), 0];
    for (let i = 0; i <= n; i++) {
      sum += term;
      term *= mean / (i + 1);
    }
    return sum;
  };
  let [from, to] = [0, 10 * k + 20];
  for (let i = 0; i < 100; i++) {
    const mean = (from + to) / 2;
    const isBelow = side === 'lo' ? 1 - atMost(k - 1, mean) < 0.025 : atMost(k, mean) > 0.025;
    if (isBelow) from = mean;
    else to = mean;
  }
  return from;
}

function row(
  kind: string,
  service: string,
  differs: number | '',
  value: number,
  k: number,
  n: number,
  lo: number,
  hi: number,
): void {
  const numbers = [value.toFixed(4), k, n, lo.toFixed(4), hi.toFixed(4)];
  console.log([kind, `"${service}"`, differs, ...numbers].join(','));
}

const [years = 20, swaps = 200] = process.argv.slice(2, 4).map(Number);
const only = process.argv[4] ?? '';
console.log('kind,service,differs,value,k,n,lo,hi');
for (const planted of PLANTED.filter(({ name }) => name.includes(only))) {
  for (const differs of DIFFERS) {
    const found = Array.from({ length: swaps }, (_, i) => daysToFind(planted, differs, 100 + i));
    const share = (kind: string, all: readonly unknown[], fits: readonly unknown[]): void => {
      if (all.length === 0) return;
      const { lo, hi } = wilsonInterval(fits.length, all.length);
      row(kind, planted.name, differs, fits.length / all.length, fits.length, all.length, lo, hi);
    };
    for (const most of [3, 5, PATIENCE])
      share(
        `found-within-${most}`,
        found,
        found.filter(({ days }) => days !== null && days <= most),
      );
    const inTime = found.filter(({ days }) => days !== null);
    share(
      'day-right',
      inTime,
      inTime.filter(({ off }) => off === 0),
    );
    share(
      'day-within-1',
      inTime,
      inTime.filter(({ off }) => Math.abs(off) <= 1),
    );
  }
  if (years === 0) continue;
  const { alarms, drifting, told } = falseAlarms(planted, years, 1);
  const [lo, hi] = [poissonBound(alarms, 'lo') / years, poissonBound(alarms, 'hi') / years];
  row('false-alarms-a-year', planted.name, '', alarms / years, alarms, told, lo, hi);
  const share = wilsonInterval(drifting, told);
  row('days-drifting', planted.name, '', drifting / told, drifting, told, share.lo, share.hi);
}
