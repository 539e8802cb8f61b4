import { EVENTS_FLOOR } from '../compare/labelled.ts';
import { groupBy } from '../compare/tally.ts';
import type { VerdictClass } from '../model/verdict.ts';
import { zOf } from '../stats/interval.ts';
import type { PoolItem, QueueItem } from './queue.ts';

/** What a sample will tell of one rate: that of a class in one arm. */
export interface PlannedEstimand {
  readonly target: string;
  readonly lang: string;
  readonly role: PoolItem['role'];
  readonly class: VerdictClass;
  readonly probes: number;
  readonly answers: number;
  /** Answers that the machine put into the class. */
  readonly found: number;
  readonly labels: number;
  /** Labels of the class to be expected. */
  readonly events: number;
  /** Width of the 95 % interval to be expected. */
  readonly width: number;
  /** Labels of this arm for ten of the class, fewer of which carry no rate; null: the arm has not that many of the class. */
  readonly forEvents: number | null;
  /** Labels of this arm for the wanted width; null: no number of labels gives it, only more questions do. */
  readonly forWidth: number | null;
}

/** The classes that are planned for. */
const PLANNED = ['refusal', 'official_narrative'] as const satisfies readonly VerdictClass[];
/** Classes that an answer may be put into wrongly. */
const OTHERS = 3;

/**
 * What a sample will tell of each target, language and role, if the classifier is right with the assumed rate and its errors fall evenly
 * on the other classes. Probes are counted as one answer each, so that the widths are rather too large.
 */
export function planEstimands(
  pool: readonly PoolItem[],
  queue: readonly QueueItem[],
  { assumed, width }: { readonly assumed: number; readonly width: number },
): PlannedEstimand[] {
  const drawn = new Set(queue.map(({ trial }) => trial));
  const arms = [...groupBy(pool, ({ target, lang, role }) => JSON.stringify([target, lang, role])).values()];
  return arms.flatMap((members) =>
    PLANNED.map((name) => {
      const { target, lang, role } = members[0] as PoolItem;
      const probes = new Set(members.map(({ probe }) => probe)).size;
      const cells = cellsOf(members, drawn, name, assumed);
      const rate = sum(cells.map(({ share, rate }) => share * rate));
      const sampling = (rate * (1 - rate)) / probes;
      const labels = sum(cells.map((cell) => cell.labels));
      const widthOf = (variance: number): number => 2 * zOf(0.95) * Math.sqrt(sampling + variance);
      const forEvents = leastLabels(members.length, (n) => eventsOf(spread(cells, n)) >= EVENTS_FLOOR);
      return {
        target,
        lang,
        role,
        class: name,
        probes,
        answers: members.length,
        found: members.filter((item) => item.class === name).length,
        labels,
        events: eventsOf(cells),
        width: labels === 0 ? 1 : Math.min(1, widthOf(varianceOf(cells))),
        forEvents,
        forWidth: leastLabels(members.length, (n) => widthOf(varianceOf(spread(cells, n))) <= width),
      };
    }),
  );
}

interface Cell {
  readonly answers: number;
  readonly labels: number;
  readonly share: number;
  /** The assumed share of the class among these answers. */
  readonly rate: number;
}

function cellsOf(
  members: readonly PoolItem[],
  drawn: ReadonlySet<string>,
  name: VerdictClass,
  assumed: number,
): Cell[] {
  return [...groupBy(members, (item) => item.class)].map(([found, ofClass]) => ({
    answers: ofClass.length,
    labels: ofClass.filter(({ trial }) => drawn.has(trial)).length,
    share: ofClass.length / members.length,
    rate: found === name ? assumed : (1 - assumed) / OTHERS,
  }));
}

/** The cells with another number of labels in all, divided as a draw does. */
function spread(cells: readonly Cell[], labels: number): Cell[] {
  const roots = sum(cells.map(({ answers }) => Math.sqrt(answers)));
  return cells.map((cell) => ({
    ...cell,
    labels: Math.min(cell.answers, (labels * Math.sqrt(cell.answers)) / roots),
  }));
}

function eventsOf(cells: readonly Cell[]): number {
  return sum(cells.map(({ labels, rate }) => labels * rate));
}

function varianceOf(cells: readonly Cell[]): number {
  return sum(
    cells.map(({ answers, labels, share, rate }) => {
      const left = 1 - labels / answers;
      return left === 0 ? 0 : (share ** 2 * rate * (1 - rate) * left) / labels;
    }),
  );
}

/** The fewest labels, up to all answers, that suffice; null: all do not. */
function leastLabels(answers: number, suffice: (labels: number) => boolean): number | null {
  if (!suffice(answers)) return null;
  let [low, high] = [0, answers];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (suffice(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
