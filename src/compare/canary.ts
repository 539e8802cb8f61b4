import { changeDay, type DayDistances, windowTest } from '../stats/changed-days.ts';

/** One answer of a day, as far as days are compared by it. */
export interface CanaryAnswer {
  /** Chance of each possible first token, 0…1; null: the server tells none. */
  readonly first: ReadonlyMap<string, number> | null;
  readonly text: string;
  /** Class or delivery. */
  readonly outcome: string;
}

/** The answers of a day by question. */
export interface CanaryDay {
  /** ISO 8601, the date alone. */
  readonly day: string;
  readonly answers: ReadonlyMap<string, CanaryAnswer>;
}

/** What the days say. */
export interface CanaryVerdict {
  /** `learning`: too few days or questions to tell; `same`: no change was shown; `changed`: the alarm. */
  readonly state: 'learning' | 'same' | 'changed';
  /** The least p of the windows that were looked at; null while learning. */
  readonly p: number | null;
  /** The p below which a window is an alarm. */
  readonly level: number;
  /** The day from which on answers differ, by estimate; null: they do not. */
  readonly since: string | null;
  /** Questions that could tell. */
  readonly questions: number;
}

/** False alarms that are expected in a year at most. */
export const ALARMS_A_YEAR = 1;
/** The last days that are held against those before: one, two and three. */
const WINDOWS = [1, 2, 3] as const;
/** Former days that are needed before anything is said, and those that are looked back at. */
export const LEARNING_DAYS = 5;
const LOOK_BACK = 8;
/** Questions that must be able to tell. */
const FEWEST = 10;
/** A window is an alarm below this: looked at in every window on every day of a year, one false alarm is expected at most. */
export const CANARY_LEVEL = ALARMS_A_YEAR / 365 / WINDOWS.length;

/**
 * Whether the model behind a name changed in the last days: each window of days is tested against those before it (`windowTest`), at a level that spends
 * the year's budget of false alarms over days and windows (Bonferroni: expectations add up however days hang together). `days` begin at the last change, oldest first.
 */
export function canaryVerdict(days: readonly CanaryDay[], random: () => number): CanaryVerdict {
  const nothing = { p: null, level: CANARY_LEVEL, since: null, questions: 0 };
  if (days.length <= LEARNING_DAYS) return { ...nothing, state: 'learning' };
  const looked = days.slice(-LOOK_BACK - WINDOWS.length);
  const items = questionsOf(looked).map((question) => distancesOf(question, looked));
  const tests = WINDOWS.filter((window) => looked.length - window >= LEARNING_DAYS).map((window) =>
    windowTest(items, window, random),
  );
  const least = tests.reduce((best, one) => (one.p < best.p ? one : best));
  const { p, items: questions } = least;
  const compared = items.filter((distances) => distances.filter((row, i) => row[i] !== null).length > LEARNING_DAYS);
  if (compared.length < FEWEST) return { ...nothing, state: 'learning', questions: compared.length };
  if (p > CANARY_LEVEL) return { state: 'same', p, level: CANARY_LEVEL, since: null, questions };
  return { state: 'changed', p, level: CANARY_LEVEL, since: looked[changeDay(items)]?.day ?? null, questions };
}

function questionsOf(days: readonly CanaryDay[]): string[] {
  return [...new Set(days.flatMap(({ answers }) => [...answers.keys()]))];
}

function distancesOf(question: string, days: readonly CanaryDay[]): DayDistances {
  const answers = days.map(({ answers: all }) => all.get(question) ?? null);
  const rows: (number | null)[][] = answers.map((one, i) =>
    answers.map((other, j) => (one === null || other === null ? null : i < j ? answerDistance(one, other) : 0)),
  );
  for (const [i, row] of rows.entries()) for (let j = 0; j < i; j++) if (row[j] !== null) row[j] = rows[j]?.[i] ?? null;
  return rows;
}

/** How far two answers to one question lie apart, 0…2: total variation of the first token, where both tell it, and half of text and outcome each. */
export function answerDistance(a: CanaryAnswer, b: CanaryAnswer): number {
  const first = a.first === null || b.first === null ? 0 : totalVariation(a.first, b.first);
  return first + textDistance(a, b) / 2 + (a.outcome === b.outcome ? 0 : 0.5);
}

function totalVariation(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const token of new Set([...a.keys(), ...b.keys()])) sum += Math.abs((a.get(token) ?? 0) - (b.get(token) ?? 0));
  return Math.min(1, sum / 2);
}

/** Characters from which texts are compared. */
const COMPARED = 400;

/** One less the Dice coefficient of the texts' trigrams of characters. */
function textDistance(a: CanaryAnswer, b: CanaryAnswer): number {
  if (a.text === b.text) return 0;
  const [left, right] = [trigramsOf(a), trigramsOf(b)];
  let shared = 0;
  for (const one of left) if (right.has(one)) shared += 1;
  return left.size + right.size === 0 ? 0 : 1 - (2 * shared) / (left.size + right.size);
}

const trigrams = new WeakMap<CanaryAnswer, Set<string>>();

function trigramsOf(answer: CanaryAnswer): Set<string> {
  const known = trigrams.get(answer);
  if (known !== undefined) return known;
  const text = answer.text.slice(0, COMPARED);
  const found = new Set<string>();
  for (let i = 0; i === 0 || i + 3 <= text.length; i++) found.add(text.slice(i, i + 3));
  trigrams.set(answer, found);
  return found;
}
