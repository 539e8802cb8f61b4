import { CLASSES, type VerdictClass } from '../model/verdict.ts';
import { cohenKappa } from '../stats/cohen-kappa.ts';
import { krippendorffAlpha } from '../stats/krippendorff-alpha.ts';

/** How far a panel's members agree over the four classes. null: nothing varies, or nothing was judged by both. */
export interface PanelAgreement {
  /** Krippendorff's α over all members. */
  readonly alpha: number | null;
  /** Answers that at least two members gave a class. */
  readonly n: number;
  /** Cohen's κ of every two members, over the answers that both gave a class. */
  readonly pairs: readonly {
    readonly a: string;
    readonly b: string;
    readonly n: number;
    readonly kappa: number | null;
  }[];
}

/** Agreement of members by name; each vote is the classes of one answer in the members' order, null where there is none. */
export function panelAgreement(
  members: readonly string[],
  votes: readonly (readonly (VerdictClass | null)[])[],
): PanelAgreement {
  const pairs = members.flatMap((a, i) =>
    members.slice(i + 1).map((b, offset) => {
      const table = CLASSES.map(() => CLASSES.map(() => 0));
      let n = 0;
      for (const vote of votes) {
        const [x, y] = [vote[i] ?? null, vote[i + 1 + offset] ?? null];
        const row = x === null ? undefined : table[CLASSES.indexOf(x)];
        if (row === undefined || y === null) continue;
        row[CLASSES.indexOf(y)] = (row[CLASSES.indexOf(y)] ?? 0) + 1;
        n += 1;
      }
      return { a, b, n, kappa: finite(cohenKappa(table)) };
    }),
  );
  const units = votes.map((vote) => vote.filter((one) => one !== null));
  return { alpha: finite(krippendorffAlpha(units)), n: units.filter(({ length }) => length > 1).length, pairs };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
