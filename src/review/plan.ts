import type { VerdictClass } from '../model/verdict.ts';
import type { Interval } from '../stats/interval.ts';
import { wilsonInterval } from '../stats/wilson.ts';
import type { PoolItem, QueueItem, StratumField } from './queue.ts';
import { stratumOf } from './queue.ts';

/** The interval to expect of a rate: `labels` behind it (an effective number where strata weigh differently) and its width. */
export interface PlannedRate extends Interval {
  readonly rate: number;
  readonly labels: number;
  readonly width: number;
}

/** A stratum: how many answers it has, how many of them the queue has, and how well its accuracy will be known. */
export interface PlannedStratum {
  readonly stratum: string;
  readonly answers: number;
  readonly labels: number;
  readonly accuracy: PlannedRate;
  /** Labels that the wanted width needs. May be more than the stratum has answers. */
  readonly needed: number;
}

/** A class of the machine: how well its precision and recall will be known. */
export interface PlannedClass {
  readonly class: VerdictClass;
  readonly answers: number;
  readonly labels: number;
  readonly precision: PlannedRate;
  readonly recall: PlannedRate;
  /** Labels of answers that the machine put into this class, for the wanted width of its precision. */
  readonly needed: number;
}

/** What labelling a queue will tell of the classifier's error. */
export interface ReviewPlan {
  readonly answers: number;
  readonly labels: number;
  /** The accuracy that the widths are planned for. */
  readonly assumed: number;
  readonly width: number;
  readonly strata: readonly PlannedStratum[];
  readonly classes: readonly PlannedClass[];
  readonly accuracy: PlannedRate;
  /** Labels that the wanted width of the overall accuracy needs at this allocation. */
  readonly needed: number;
}

/**
 * Plans the intervals (Wilson 1927, 95 %) of accuracy, precision and recall that a queue will give, if the classifier is right
 * with the assumed rate and its errors fall evenly on the other classes. Over strata the estimate is weighted by their sizes; its
 * variance, and for recall the delta method's, is turned into an effective number of labels.
 */
export function planReview(
  pool: readonly PoolItem[],
  queue: readonly QueueItem[],
  options: { readonly stratify: readonly StratumField[]; readonly assumed: number; readonly width: number },
): ReviewPlan {
  const { assumed, width, stratify } = options;
  const cells = cellsOf(pool, queue, stratify);
  const needed = labelsNeeded(assumed, width);
  const names = [...new Set(cells.map(({ stratum }) => stratum))].sort();
  const strata = names.map((stratum): PlannedStratum => {
    const own = cells.filter((cell) => cell.stratum === stratum);
    const [answers, labels] = [sum(own.map((cell) => cell.answers)), sum(own.map((cell) => cell.labels))];
    return { stratum, answers, labels, accuracy: planned(assumed, labels), needed };
  });
  const classes = [...new Set(cells.flatMap((cell) => cell.class ?? []))].sort();
  const effective = effectiveLabels(strata);
  const labels = sum(strata.map((stratum) => stratum.labels));
  return {
    answers: pool.length,
    labels,
    assumed,
    width,
    strata,
    classes: classes.map((name) => planClass(name, cells, strata, classes.length, assumed, needed)),
    accuracy: planned(assumed, effective),
    needed: effective === 0 ? needed : Math.ceil((needed * labels) / effective),
  };
}

/** The fewest labels whose Wilson interval at a rate is no wider than wanted. */
export function labelsNeeded(rate: number, width: number): number {
  let [low, high] = [0, 1];
  while (planned(rate, high).width > width) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (planned(rate, middle).width > width) low = middle;
    else high = middle;
  }
  return high;
}

interface Cell {
  readonly stratum: string;
  readonly class: VerdictClass | null;
  readonly answers: number;
  readonly labels: number;
}

function cellsOf(pool: readonly PoolItem[], queue: readonly QueueItem[], stratify: readonly StratumField[]): Cell[] {
  const drawn = new Set(queue.map(({ trial }) => trial));
  const cells = new Map<string, Cell>();
  for (const item of pool) {
    const stratum = stratumOf(item, stratify);
    const key = JSON.stringify([stratum, item.class]);
    const before = cells.get(key) ?? { stratum, class: item.class, answers: 0, labels: 0 };
    const labels = before.labels + (drawn.has(item.trial) ? 1 : 0);
    cells.set(key, { ...before, answers: before.answers + 1, labels });
  }
  return [...cells.values()];
}

/** Precision from the class's own answers; recall as A / (A + B): A rightly found, B missed among the other classes. */
function planClass(
  name: VerdictClass,
  cells: readonly Cell[],
  strata: readonly PlannedStratum[],
  classes: number,
  assumed: number,
  needed: number,
): PlannedClass {
  const own = cells.filter((cell) => cell.class === name);
  const others = cells.filter((cell) => cell.class !== null && cell.class !== name);
  const missed = classes > 1 ? (1 - assumed) / (classes - 1) : 0;
  const found = sum(own.map(({ answers }) => answers)) * assumed;
  const lost = sum(others.map(({ answers }) => answers)) * missed;
  const recall = found / (found + lost);
  const spread = (of: readonly Cell[], rate: number): number =>
    sum(of.map(({ stratum, answers }) => answers * weightOf(stratum, strata) * rate * (1 - rate)));
  const variance = (lost ** 2 * spread(own, assumed) + found ** 2 * spread(others, missed)) / (found + lost) ** 4;
  return {
    class: name,
    answers: sum(own.map(({ answers }) => answers)),
    labels: sum(own.map(({ labels }) => labels)),
    precision: planned(assumed, effectiveLabels(own)),
    recall: planned(recall, variance > 0 && Number.isFinite(variance) ? (recall * (1 - recall)) / variance : 0),
    needed,
  };
}

/** Answers that one label of a stratum stands for; infinite where it has none. */
function weightOf(stratum: string, strata: readonly PlannedStratum[]): number {
  const found = strata.find((one) => one.stratum === stratum);
  return found === undefined || found.labels === 0 ? Number.POSITIVE_INFINITY : found.answers / found.labels;
}

/** The number of evenly drawn labels that tells as much as these parts, weighted by their sizes (Kish 1965); 0 where one is empty. */
function effectiveLabels(parts: readonly { readonly answers: number; readonly labels: number }[]): number {
  const all = sum(parts.map(({ answers }) => answers));
  const spread = sum(parts.map(({ answers, labels }) => (answers / all) ** 2 / labels));
  return Number.isFinite(spread) && spread > 0 ? 1 / spread : 0;
}

function planned(rate: number, labels: number): PlannedRate {
  const { lo, hi } = wilsonInterval(rate * labels, labels);
  return { rate, labels, lo, hi, width: hi - lo };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
