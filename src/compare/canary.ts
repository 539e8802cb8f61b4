import { changeDay, type DayDistances, windowTest } from '../stats/changed-days.ts';
import { hangingDaysTest } from '../stats/hanging-days.ts';

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
  /**
   * `learning`: too few days or questions to tell; `same`: no change was shown; `changed`: the alarm; `drifting`: the last days differ, but those before
   * hang together, so that this is no sign of another model.
   */
  readonly state: 'learning' | 'same' | 'changed' | 'drifting';
  /** Of the last days beside those before; null while learning. */
  readonly p: number | null;
  /** The p at which a day is an alarm. */
  readonly level: number;
  /** Of the days before alone: that near ones are as close by chance; null where the last days do not differ. */
  readonly hanging_p: number | null;
  /** The day from which on answers differ, by estimate; null: they do not. */
  readonly since: string | null;
  /** Questions that could tell. */
  readonly questions: number;
}

/** False alarms that are expected in a year at most. */
export const ALARMS_A_YEAR = 1;
/** The last days that are held against those before, and how many those are: 816 choices of three days in eighteen, so that p can fall below the level. */
const WINDOW = 3;
const FORMER = 15;
/** Days that must have been asked before anything is said. */
export const CANARY_DAYS = FORMER + WINDOW;
/** Questions that must be able to tell. */
const FEWEST = 10;
/** The former days hang together at this p or below: an alarm is none then. */
const HANGING_LEVEL = 0.05;
/** A day is an alarm at this p or below: looked at on every day of a year, one false alarm is expected at most. */
export const CANARY_LEVEL = ALARMS_A_YEAR / 365;

/**
 * Whether the model behind a name changed in the last days: they are tested against those before (`windowTest`), at a level that spends the year's budget
 * of false alarms over its days (Bonferroni: expectations add up however days hang together). `days` begin at the last change, oldest first.
 */
export function canaryVerdict(days: readonly CanaryDay[]): CanaryVerdict {
  const nothing = { p: null, level: CANARY_LEVEL, hanging_p: null, since: null, questions: 0 };
  if (days.length < CANARY_DAYS) return { ...nothing, state: 'learning' };
  const looked = days.slice(-CANARY_DAYS);
  const items = itemsOf(looked);
  const compared = items.filter((distances) => distances.filter((row, i) => row[i] !== null).length > WINDOW);
  if (compared.length < FEWEST) return { ...nothing, state: 'learning', questions: compared.length };
  const { p, items: questions } = windowTest(items, WINDOW);
  const told = { ...nothing, p, questions };
  if (p > CANARY_LEVEL) return { ...told, state: 'same' };
  const hanging = hangingDaysTest(
    items.map((distances) => distances.slice(0, FORMER).map((row) => row.slice(0, FORMER))),
  );
  if (hanging <= HANGING_LEVEL) return { ...told, state: 'drifting', hanging_p: hanging };
  return { ...told, state: 'changed', hanging_p: hanging, since: looked[changeDay(items)]?.day ?? null };
}

/** How far the last day lies from those before, the mean over questions, 0…2; null where there is nothing to hold it against. */
export function lastDayDistance(days: readonly CanaryDay[]): number | null {
  const looked = days.slice(-CANARY_DAYS);
  const last = looked.at(-1);
  const means = [...(last?.answers ?? [])].flatMap(([question, answer]) => {
    const found = looked.slice(0, -1).flatMap(({ answers }) => {
      const before = answers.get(question);
      return before === undefined ? [] : [answerDistance(before, answer)];
    });
    return found.length === 0 ? [] : [meanOf(found)];
  });
  return means.length === 0 ? null : meanOf(means);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function questionsOf(days: readonly CanaryDay[]): string[] {
  return [...new Set(days.flatMap(({ answers }) => [...answers.keys()]))];
}

/** How far each two days lie apart, question by question. */
function itemsOf(days: readonly CanaryDay[]): DayDistances[] {
  const between = days.map((one, i) => days.slice(i + 1).map((other) => distancesBetween(one, other)));
  const of = (question: string, i: number, j: number): number | null =>
    between[Math.min(i, j)]?.[Math.abs(i - j) - 1]?.get(question) ?? null;
  return questionsOf(days).map((question) =>
    days.map(({ answers }, i) => days.map((_, j) => (i !== j ? of(question, i, j) : answers.has(question) ? 0 : null))),
  );
}

/** How far the answers of two days lie apart, by question; kept, since days are compared again on the days after. */
function distancesBetween(one: CanaryDay, other: CanaryDay): ReadonlyMap<string, number> {
  const known = distances.get(one)?.get(other);
  if (known !== undefined) return known;
  const found = new Map<string, number>();
  for (const [question, answer] of one.answers) {
    const second = other.answers.get(question);
    if (second !== undefined) found.set(question, answerDistance(answer, second));
  }
  const of = distances.get(one) ?? new WeakMap();
  distances.set(one, of.set(other, found));
  return found;
}

const distances = new WeakMap<CanaryDay, WeakMap<CanaryDay, ReadonlyMap<string, number>>>();

/** How far two answers to one question lie apart, 0…2: total variation of the first token, where both tell it, and half of text and outcome each. */
function answerDistance(a: CanaryAnswer, b: CanaryAnswer): number {
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
