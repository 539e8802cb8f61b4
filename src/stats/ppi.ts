import { type ClusterCount, clusterRate } from './cluster-rate.ts';
import { type Interval, LEVEL, zOf } from './interval.ts';
import { wilsonInterval } from './wilson.ts';

/** One answer of an arm that a classifier judged, and people where it was drawn for labelling. */
export interface SampledAnswer {
  /** Answers that share it are not independent of each other, such as those to one probe. */
  readonly cluster: string;
  /** What the classifier found, in however many kinds. */
  readonly found: string;
  /** Whether that is the class whose share is estimated. */
  readonly hit: boolean;
  /** How much it weighs in the arm; only the proportions count. */
  readonly share: number;
  /** How many answers the label stands for (one over its probability of being drawn), and what share of people called it so, 0…1; null: not labelled. */
  readonly label: { readonly weight: number; readonly value: number } | null;
}

/** The share of an arm as people would have found it, in parts from which intervals of sums and differences are made. */
export interface SampledArm {
  readonly rate: number;
  /** The classifier's own rate. */
  readonly found: number;
  readonly labels: number;
  /** Labels of the class. */
  readonly events: number;
  /** Squared distances of the bounds that come from labelling a part only. */
  readonly labelling: Interval;
  /** Squared distances of the bounds that come from the questions and answers being a sample. */
  readonly sampling: Interval;
  /** What answers of a kind of which none was labelled can move the bounds. */
  readonly gap: Interval;
  /** The variances that go with both, smoothed so that none is 0. */
  readonly variance: { readonly labelling: number; readonly sampling: number };
  /** By cluster: the linearised contribution to the rate's error. */
  readonly scores: ReadonlyMap<string, number>;
}

/**
 * The share of a class in an arm by prediction-powered inference (Angelopoulos, Duchi and Zrnic 2023, PPI++), with design weights as in
 * design-based supervised learning (Egami, Hinck, Stewart and Wei 2023). The prediction is fitted in each kind that the classifier
 * found, which for a classifier with few kinds is the power-tuned one, and gives the estimate of double sampling (Tenenbein 1970).
 * null where the arm has no answers, or none of them is labelled.
 */
export function sampledArm(answers: readonly SampledAnswer[], level = LEVEL): SampledArm | null {
  const total = answers.reduce((sum, { share }) => sum + share, 0);
  const labels = answers.filter(({ label }) => label !== null).length;
  if (total === 0 || labels === 0) return null;
  const cells = [...groups(answers, ({ found }) => found).values()].map((members) => cellOf(members, total, level));
  const rate = cells.reduce((sum, { share, value }) => sum + share * value, 0);
  const scores = new Map<string, number>();
  for (const { members, value, weight } of cells) {
    for (const { cluster, share, label } of members) {
      const own = (share / total) * (value - rate);
      const rectified = label === null ? 0 : (weight * share * label.weight * (label.value - value)) / total;
      scores.set(cluster, (scores.get(cluster) ?? 0) + own + rectified);
    }
  }
  const machine = clusterRate(countsOf(answers), level);
  const size = machine?.effectiveN ?? 1;
  const bounds = wilsonInterval(rate * size, size, zOf(level));
  const smooth = (rate * size + 1) / (size + 2);
  const sum = (of: (cell: Cell) => number): number => cells.reduce((all, cell) => all + of(cell), 0);
  return {
    rate,
    found: machine?.rate ?? 0,
    labels,
    events: answers.reduce((all, { label }) => all + (label?.value ?? 0), 0),
    labelling: { lo: sum(({ below }) => below), hi: sum(({ above }) => above) },
    sampling: { lo: (rate - bounds.lo) ** 2, hi: (bounds.hi - rate) ** 2 },
    gap: { lo: sum(({ gap }) => gap.lo), hi: sum(({ gap }) => gap.hi) },
    variance: { labelling: sum(({ variance }) => variance), sampling: (smooth * (1 - smooth)) / size },
    scores,
  };
}

interface Cell {
  readonly members: readonly SampledAnswer[];
  readonly share: number;
  readonly value: number;
  /** What turns a label's weight into its part of the cell. */
  readonly weight: number;
  readonly below: number;
  readonly above: number;
  readonly variance: number;
  readonly gap: Interval;
}

function cellOf(members: readonly SampledAnswer[], total: number, level: number): Cell {
  const all = members.reduce((sum, { share }) => sum + share, 0);
  const share = all / total;
  const labelled = members.flatMap(({ share, label }) =>
    label === null ? [] : [{ part: share * label.weight, value: label.value }],
  );
  const parts = labelled.reduce((sum, { part }) => sum + part, 0);
  if (labelled.length === 0 || parts === 0) {
    const hit = members[0]?.hit === true;
    const gap = hit ? { lo: share, hi: 0 } : { lo: 0, hi: share };
    return { members, share, value: hit ? 1 : 0, weight: 0, below: 0, above: 0, variance: 0, gap };
  }
  const value = labelled.reduce((sum, one) => sum + one.part * one.value, 0) / parts;
  const size = parts ** 2 / labelled.reduce((sum, { part }) => sum + part * part, 0);
  const left = 1 - labelled.length / members.length;
  const bounds = wilsonInterval(value * size, size, zOf(level));
  const smooth = (value * size + 1) / (size + 2);
  return {
    members,
    share,
    value,
    weight: all / parts,
    below: left * (share * (value - bounds.lo)) ** 2,
    above: left * (share * (bounds.hi - value)) ** 2,
    variance: (left * share ** 2 * smooth * (1 - smooth)) / size,
    gap: { lo: 0, hi: 0 },
  };
}

/** The classifier's counts by cluster, at the mean weight of an answer. */
function countsOf(answers: readonly SampledAnswer[]): ClusterCount[] {
  const mean = answers.reduce((sum, { share }) => sum + share, 0) / answers.length;
  return [...groups(answers, ({ cluster }) => cluster).values()].map((members) => {
    const weigh = (of: readonly SampledAnswer[]): number => of.reduce((sum, { share }) => sum + share / mean, 0);
    return { k: weigh(members.filter(({ hit }) => hit)), n: weigh(members) };
  });
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group === undefined) found.set(key, [item]);
    else group.push(item);
  }
  return found;
}
