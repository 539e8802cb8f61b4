import type { VerdictClass } from '../model/verdict.ts';
import { clusterBootstrap } from '../stats/cluster-bootstrap.ts';
import { cohenKappa } from '../stats/cohen-kappa.ts';
import { fleissKappa } from '../stats/fleiss-kappa.ts';
import type { Interval } from '../stats/interval.ts';
import { krippendorffAlpha } from '../stats/krippendorff-alpha.ts';
import { CODEBOOK_CLASSES } from './codebook.ts';
import { adjudicatedLabel, type HumanLabel, newestByPerson } from './human-labels.ts';

/** Draws of the bootstrap. */
const DRAWS = 1_000;

/** How far two people agree on the answers that both labelled. `kappa` is NaN where chance alone gives agreement. */
export interface PairAgreement {
  readonly people: readonly [string, string];
  readonly n: number;
  readonly agreed: number;
  /** Cohen's κ over the four classes, from the newest label of each. */
  readonly kappa: number;
  /** Its 95 % interval by resampling answers; null where there is none. */
  readonly interval: Interval | null;
  /** `table[first][second]` in the order of {@link CODEBOOK_CLASSES}. */
  readonly table: readonly (readonly number[])[];
}

/** How far all people agree. Values are NaN where nothing varies; intervals hold 95 % by resampling answers. */
export interface GroupAgreement {
  readonly people: number;
  /** Krippendorff's α over every answer that at least two labelled; labels may be missing. */
  readonly alpha: { readonly n: number; readonly value: number; readonly interval: Interval | null };
  /** Fleiss' κ over the answers that everybody labelled. */
  readonly fleiss: { readonly n: number; readonly value: number; readonly interval: Interval | null };
}

/** An answer on whose class people differ. `decided` is the adjudicated label, where there is one. */
export interface Disagreement {
  readonly trial: string;
  readonly labels: readonly HumanLabel[];
  readonly decided: HumanLabel | null;
}

/** Agreement of every two people with an overlap, in the order of their names. */
export function pairwiseAgreement(labels: ReadonlyMap<string, readonly HumanLabel[]>): PairAgreement[] {
  const byTrial = [...labels.values()].map(newestByPerson);
  const people = [...new Set(byTrial.flatMap((newest) => [...newest.keys()]))].sort();
  return people.flatMap((first, i) =>
    people.slice(i + 1).flatMap((second) => {
      const both = byTrial.flatMap((newest) => {
        const [a, b] = [newest.get(first)?.class, newest.get(second)?.class];
        return a == null || b == null ? [] : [[a, b] as const];
      });
      if (both.length === 0) return [];
      const table = tableOf(both);
      const agreed = both.filter(([a, b]) => a === b).length;
      const interval = resampled(both, (drawn) => cohenKappa(tableOf(drawn)));
      return [{ people: [first, second] as const, n: both.length, agreed, kappa: cohenKappa(table), interval, table }];
    }),
  );
}

/** Agreement of three people or more, from the newest label of each; null where there are fewer. */
export function groupAgreement(labels: ReadonlyMap<string, readonly HumanLabel[]>): GroupAgreement | null {
  const units = [...labels.values()].map((all) =>
    [...newestByPerson(all).values()].flatMap(({ class: given }) => (given === null ? [] : [given])),
  );
  const people = new Set([...labels.values()].flatMap((all) => [...newestByPerson(all).keys()])).size;
  if (people < 3) return null;
  const shared = units.filter((unit) => unit.length > 1);
  const complete = units
    .filter((unit) => unit.length === people)
    .map((unit) => CODEBOOK_CLASSES.map(({ id }) => unit.filter((given) => given === id).length));
  return {
    people,
    alpha: { n: shared.length, value: krippendorffAlpha(shared), interval: resampled(shared, krippendorffAlpha) },
    fleiss: { n: complete.length, value: fleissKappa(complete), interval: resampled(complete, fleissKappa) },
  };
}

function resampled<T>(units: readonly T[], statistic: (units: readonly T[]) => number): Interval | null {
  return clusterBootstrap(units, statistic, { draws: DRAWS });
}

/** `table[first][second]` of pairs of labels, in the order of the codebook. */
export function tableOf(pairs: readonly (readonly [VerdictClass, VerdictClass])[]): number[][] {
  const order = CODEBOOK_CLASSES.map(({ id }) => id);
  const table = order.map(() => order.map(() => 0));
  for (const [a, b] of pairs) {
    const row = table[order.indexOf(a)];
    const column = order.indexOf(b);
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

/** The answers on whose class the newest labels of people differ, undecided ones first. */
export function disagreements(labels: ReadonlyMap<string, readonly HumanLabel[]>): Disagreement[] {
  const found = [...labels].flatMap(([trial, all]): Disagreement[] => {
    const newest = [...newestByPerson(all).values()];
    const classes = new Set<VerdictClass | null>(newest.map((label) => label.class));
    return classes.size > 1 ? [{ trial, labels: newest, decided: adjudicatedLabel(all) }] : [];
  });
  return found.sort((a, b) => Number(a.decided !== null) - Number(b.decided !== null));
}
