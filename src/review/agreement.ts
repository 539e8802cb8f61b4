import type { VerdictClass } from '../lib/verdict.ts';
import { cohenKappa } from '../stats/cohen-kappa.ts';
import { CODEBOOK_CLASSES } from './codebook.ts';
import { adjudicatedLabel, type HumanLabel, newestByPerson } from './human-labels.ts';

/** How far two people agree on the answers that both labelled. `kappa` is NaN where chance alone gives agreement. */
export interface PairAgreement {
  readonly people: readonly [string, string];
  readonly n: number;
  readonly agreed: number;
  /** Cohen's κ over the four classes, from the newest label of each. */
  readonly kappa: number;
  /** `table[first][second]` in the order of {@link CODEBOOK_CLASSES}. */
  readonly table: readonly (readonly number[])[];
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
      const table = CODEBOOK_CLASSES.map(({ id: row }) =>
        CODEBOOK_CLASSES.map(({ id: column }) => both.filter(([a, b]) => a === row && b === column).length),
      );
      const agreed = both.filter(([a, b]) => a === b).length;
      return [{ people: [first, second] as const, n: both.length, agreed, kappa: cohenKappa(table), table }];
    }),
  );
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
