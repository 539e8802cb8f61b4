// How soon a canary finds a swapped model, and how often it cries for nothing, over planted noise: npx tsx bench/canary.ts [YEARS] [SWAPS] [SERVICE]
import { type CanaryAnswer, type CanaryDay, canaryVerdict } from '../src/compare/canary.ts';
import { seededRandom } from '../src/stats/random.ts';

/** How a planted service answers. */
interface Planted {
  readonly name: string;
  /** Whether the server tells chances of first tokens. */
  readonly logprobs: boolean;
  /** Share of texts that a day's noise makes others. */
  readonly flips: number;
  /** Spread of the logits of first tokens, of each question by itself, and of a whole day. */
  readonly jitter: number;
  readonly dayJitter: number;
  /** Share of questions that the other model answers in another way, and how far its logits lie away. */
  readonly changed: number;
  readonly shift: number;
}

const QUESTIONS = 60;
const TOKENS = ['I', 'The', 'Sorry', 'As', 'It', 'In'];
const PLANTED: readonly Planted[] = [
  { name: 'logprobs, little noise', logprobs: true, flips: 0.05, jitter: 0.02, dayJitter: 0, changed: 0.5, shift: 0.5 },
  { name: 'logprobs, much noise', logprobs: true, flips: 0.3, jitter: 0.1, dayJitter: 0, changed: 0.5, shift: 1 },
  { name: 'logprobs, noisy days', logprobs: true, flips: 0.1, jitter: 0.05, dayJitter: 0.1, changed: 0.5, shift: 1 },
  { name: 'texts alone', logprobs: false, flips: 0.1, jitter: 0, dayJitter: 0, changed: 0.5, shift: 1 },
  { name: 'texts alone, much noise', logprobs: false, flips: 0.4, jitter: 0, dayJitter: 0, changed: 0.8, shift: 1 },
];

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** One service with a model before and one after, by fixed logits of each question. */
function service(planted: Planted, random: () => number): (day: number, isAfter: boolean) => CanaryDay {
  const questions = Array.from({ length: QUESTIONS }, () => {
    const before = TOKENS.map(() => 2 * normal(random));
    const differs = random() < planted.changed;
    return { before, after: before.map((logit) => logit + (differs ? planted.shift * normal(random) : 0)), differs };
  });
  return (day, isAfter) => {
    const common = TOKENS.map(() => planted.dayJitter * normal(random));
    const answers = questions.map(({ before, after, differs }, i): [string, CanaryAnswer] => {
      const logits = (isAfter ? after : before).map(
        (logit, j) => logit + (common[j] ?? 0) + planted.jitter * normal(random),
      );
      const weights = logits.map(Math.exp);
      const total = weights.reduce((sum, one) => sum + one, 0);
      const first = new Map(TOKENS.map((token, j) => [token, (weights[j] ?? 0) / total]));
      const model = isAfter && differs ? 'other' : 'own';
      const text =
        random() < planted.flips
          ? `${model} words ${Math.floor(random() * 1e6)} to ${i}`
          : `${model} words to ${i}, the usual ones`;
      return [String(i), { first: planted.logprobs ? first : null, text, outcome: 'neutral' }];
    });
    return { day: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10), answers: new Map(answers) };
  };
}

/** False alarms in so many years. After one the canary learns anew. */
export function falseAlarms(planted: Planted, years: number, seed: number): number {
  const random = seededRandom(seed);
  const ask = service(planted, random);
  let days: CanaryDay[] = [];
  let alarms = 0;
  for (let day = 0; day < 365 * years; day++) {
    days.push(ask(day, false));
    if (days.length > 20) days.shift();
    if (canaryVerdict(days).state !== 'changed') continue;
    alarms += 1;
    days = [];
  }
  return alarms;
}

/** Days until a swap on a random day is found, the first being 1; null: not within ten. `off` is how far the day that is named is off. */
export function daysToFind(planted: Planted, seed: number): { readonly days: number | null; readonly off: number } {
  const random = seededRandom(seed);
  const ask = service(planted, random);
  const swap = 15 + Math.floor(random() * 30);
  const days: CanaryDay[] = [];
  for (let day = 0; day < swap + 10; day++) {
    days.push(ask(day, day >= swap));
    const { state, since } = canaryVerdict(days);
    if (state !== 'changed' || day < swap) continue;
    const named = Math.round((Date.parse(since ?? '') - Date.UTC(2026, 0, 1)) / 86_400_000);
    return { days: day - swap + 1, off: Math.abs(named - swap) };
  }
  return { days: null, off: 0 };
}

if (process.argv[1]?.endsWith('canary.ts') === true) {
  const [years = 20, swaps = 200] = process.argv.slice(2, 4).map(Number);
  const [, , , , only = ''] = process.argv;
  console.log('service | false alarms a year | found within 3 days | within 4 | day named right');
  for (const planted of PLANTED.filter(({ name }) => name.includes(only))) {
    const alarms = falseAlarms(planted, years, 1);
    const found = Array.from({ length: swaps }, (_, i) => daysToFind(planted, 100 + i));
    const share = (fits: (one: { days: number | null; off: number }) => boolean): string =>
      `${((100 * found.filter(fits).length) / swaps).toFixed(1)} %`;
    console.log(
      [
        planted.name,
        `${(alarms / years).toFixed(2)} (${alarms} in ${years} years)`,
        share(({ days }) => days !== null && days <= 3),
        share(({ days }) => days !== null && days <= 4),
        share(({ days, off }) => days !== null && off === 0),
      ].join(' | '),
    );
  }
}
