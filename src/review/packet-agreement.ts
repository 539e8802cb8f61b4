import type { VerdictClass } from '../model/verdict.ts';
import { clusterBootstrap } from '../stats/cluster-bootstrap.ts';
import { cohenKappa } from '../stats/cohen-kappa.ts';
import type { Interval } from '../stats/interval.ts';
import { krippendorffAlpha } from '../stats/krippendorff-alpha.ts';
import { type PairAgreement, pairwiseAgreement, tableOf } from './agreement.ts';
import { type HumanLabel, newestByPerson, REPEATED } from './human-labels.ts';

/** How far the people of a packet agree with each other, with themselves, and with the codebook. NaN where nothing varies. */
export interface PacketAgreement {
  readonly pairs: readonly Omit<PairAgreement, 'table'>[];
  /** Krippendorff's α over the answers that at least two labelled. */
  readonly alpha: { readonly n: number; readonly value: number; readonly interval: Interval | null };
  /** By person: repeats that were labelled, how many the same as before, and κ of the two. */
  readonly repeats: readonly {
    readonly name: string;
    readonly n: number;
    readonly same: number;
    readonly kappa: number;
  }[];
  /** By person: qualification items that were labelled, and how many rightly. */
  readonly qualification: readonly { readonly name: string; readonly n: number; readonly right: number }[];
}

/** Draws of the bootstrap. */
const DRAWS = 1_000;

/** The agreement of people from their labels by trial, oldest first, and from what they made of the qualification items. */
export function packetAgreement(
  labels: ReadonlyMap<string, readonly HumanLabel[]>,
  people: readonly string[],
  qualification: ReadonlyMap<string, { readonly right: number; readonly of: number }>,
): PacketAgreement {
  const units = [...labels.values()]
    .map((all) => [...newestByPerson(all).values()].flatMap(({ class: given }) => (given === null ? [] : [given])))
    .filter((unit) => unit.length > 1);
  return {
    pairs: pairwiseAgreement(labels).map(({ table: _table, ...pair }) => pair),
    alpha: {
      n: units.length,
      value: krippendorffAlpha(units),
      interval: clusterBootstrap(units, krippendorffAlpha, { draws: DRAWS }),
    },
    repeats: people.map((name) => ({ name, ...steadiness(labels, name) })),
    qualification: people.map((name) => {
      const { right = 0, of = 0 } = qualification.get(name) ?? {};
      return { name, n: of, right };
    }),
  };
}

function steadiness(labels: ReadonlyMap<string, readonly HumanLabel[]>, name: string) {
  const both = [...labels.values()].flatMap((all): (readonly [VerdictClass, VerdictClass])[] => {
    const first = all.findLast(({ by }) => by === name)?.class;
    const again = all.findLast(({ by }) => by === `${REPEATED}${name}`)?.class;
    return first == null || again == null ? [] : [[first, again]];
  });
  const same = both.filter(([first, again]) => first === again).length;
  return { n: both.length, same, kappa: cohenKappa(tableOf(both)) };
}
