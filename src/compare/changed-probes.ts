import { compareText } from '../lib/compare-text.ts';
import type { Pair } from './pair.ts';
import { CLASS_NAMES, type ClassName, groupBy } from './tally.ts';

/** A probe whose commonest class changed, with the trials that are paired. */
export interface ChangedProbe {
  readonly probe: string;
  readonly lang: string;
  readonly from: ClassName;
  readonly to: ClassName;
  readonly trials: number;
}

/** Probes whose commonest class changed, to the worse first, then by the share of answers that changed. */
export function changedProbes(pairs: readonly Pair[]): ChangedProbe[] {
  const changed: (ChangedProbe & { readonly share: number })[] = [];
  for (const members of groupBy(pairs, ({ base }) => `${base.probe}/${base.lang}`).values()) {
    const from = commonest(members.map(({ base }) => base.class as ClassName));
    const to = commonest(members.map(({ candidate }) => candidate.class as ClassName));
    const [one] = members;
    if (from === to || one === undefined) continue;
    const share = members.filter(({ base, candidate }) => base.class !== candidate.class).length / members.length;
    const { probe, lang } = one.candidate;
    changed.push({ probe, lang, from, to, trials: members.length, share });
  }
  changed.sort((a, b) => badness(b) - badness(a) || b.share - a.share || compareText(a.probe, b.probe));
  return changed.map(({ share: _share, ...rest }) => rest);
}

const BADNESS = { refusal: 1, official_narrative: 1, neutral: 0, other: 0 } as const satisfies Readonly<
  Record<ClassName, number>
>;

/** From a neutral answer to a refusal or the official narrative is worst, back again is best. */
function badness({ from, to }: ChangedProbe): number {
  return BADNESS[to] - BADNESS[from];
}

function commonest(classes: readonly ClassName[]): ClassName {
  const counts = CLASS_NAMES.map((name) => classes.filter((one) => one === name).length);
  return CLASS_NAMES[counts.indexOf(Math.max(...counts))] ?? 'other';
}
