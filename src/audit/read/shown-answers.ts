import { compareText } from '../../lib/compare-text.ts';
import { sha256 } from '../../lib/digest.ts';
import type { Observation } from '../../model/observation.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import { CLASSES, type Verdict } from '../../model/verdict.ts';

/** Answers whose texts stand in a report where nobody asks for another number. */
export const MOST_SHOWN = 20_000;

/**
 * Which answers stand in a report. A cell is a question in a language to a target: of each at most `each` answers stand there, and where there are
 * more cells than answers are wanted, of a `share` of the cells, 0…1.
 */
export interface ShownRule {
  readonly each: number;
  readonly share: number;
}

/** The rule by which about `most` of a run's answers are shown; null: all of them are. */
export function shownRule(observations: readonly Observation[], most: number): ShownRule | null {
  const sizes = new Map<string, number>();
  let all = 0;
  for (const { target, variant, delivery, neverAsked } of observations) {
    if (delivery === null || neverAsked === true) continue;
    all += 1;
    const cell = cellOf(target, variant);
    sizes.set(cell, (sizes.get(cell) ?? 0) + 1);
  }
  if (all <= most) return null;
  const shownWith = (each: number): number => [...sizes.values()].reduce((sum, size) => sum + Math.min(size, each), 0);
  let each = 1;
  while (shownWith(each + 1) <= most) each += 1;
  return { each, share: Math.min(1, most / sizes.size) };
}

/**
 * Of the answers of one cell, those that are shown: labelled ones first, then in turn one of each class that the counted verdicts give, and one without;
 * within each by the smallest hash of their trials' ids.
 */
export function shownOf(
  answers: readonly StoredTrial[],
  { each, share }: ShownRule,
  counted: (trial: StoredTrial) => Verdict | null,
): ReadonlySet<string> {
  const [one] = answers;
  if (one === undefined || (share < 1 && isLeftOut(cellOf(one.target, one.variant), share))) return new Set();
  if (answers.length <= each) return new Set(answers.map(({ id }) => id));
  const hashed = answers.map((trial) => ({ trial, hash: sha256(trial.id) }));
  hashed.sort((a, b) => isLabelled(b.trial) - isLabelled(a.trial) || compareText(a.hash, b.hash));
  const groups = [...CLASSES, null].map((name) =>
    hashed.flatMap(({ trial }) => ((counted(trial)?.class ?? null) === name ? [trial.id] : [])),
  );
  const labelled = hashed.filter(({ trial }) => isLabelled(trial) === 1).map(({ trial }) => trial.id);
  const longest = Math.max(...groups.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, turn) => groups.flatMap((ids) => ids[turn] ?? [])).flat();
  return new Set([...new Set([...labelled, ...inTurn])].slice(0, each));
}

function cellOf(target: string, variant: string): string {
  return `${target} ${variant}`;
}

/** By the first 32 bits of a hash of the cell. */
function isLeftOut(cell: string, share: number): boolean {
  return Number.parseInt(sha256(cell).slice(0, 8), 16) / 2 ** 32 >= share;
}

function isLabelled({ verdicts }: StoredTrial): number {
  return verdicts.some(({ classifier }) => classifier.name === 'human') ? 1 : 0;
}
