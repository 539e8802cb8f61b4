import type { GateMargin } from '../config/config.ts';
import { tenthPercent } from '../model/share-words.ts';
import { pairedClusters, pairedTest } from '../stats/paired-clusters.ts';
import { FEWEST_CLUSTERS } from './estimand.ts';
import type { GatePair } from './gate-pairs.ts';
import { type GatePart, isInScope } from './gate-parts.ts';
import { clusterCounts, ofOutcome, rateOf } from './pair-counts.ts';

/** How often any of these warnings may be wrong. */
const ALPHA = 0.05;
/** What counts as a rise where no total of withheld is checked. */
const DEFAULT_RISE = 0.05;

/**
 * Topics and languages in which more is withheld than before by more than the total may rise, and which no margin of `withheld` is about: the
 * total can pass over them, and the checks of other outcomes there count what was withheld as not refused. In words.
 */
export function uncheckedScopes(
  parts: readonly GatePart[],
  margins: readonly GateMargin[],
  clusterOf: (probe: string) => string,
): string[] {
  const withheld = margins.filter((margin) => margin.class === 'withheld');
  const rise = withheld.find(({ topic, lang }) => topic === null && lang === null)?.maxIncrease ?? DEFAULT_RISE;
  const counts = ofOutcome('withheld');
  const scopes = parts.flatMap((part) => {
    const pairs = part.pairings.flatMap((pairing) => pairing.pairs);
    return (['topic', 'lang'] as const).flatMap((field) => {
      const values = [...new Set(pairs.map(({ base }) => base[field]))];
      return values.length < 2 ? [] : values.map((value) => ({ part, pairs, field, value }));
    });
  });
  return scopes.flatMap(({ part, pairs, field, value }) => {
    if (withheld.some((margin) => margin[field] === value)) return [];
    const scope: GateMargin = { class: 'withheld', topic: null, lang: null, maxIncrease: rise, [field]: value };
    const inside: readonly GatePair[] = pairs.filter((pair) => isInScope(pair, scope));
    const found = pairedClusters(clusterCounts(inside, clusterOf, counts));
    if (found === null || found.clusters < FEWEST_CLUSTERS) return [];
    if (!pairedTest(found, ALPHA / scopes.length).isAbove(rise)) return [];
    const percent = (side: 'base' | 'candidate'): string => `${tenthPercent(rateOf(inside, side, counts) ?? 0)} %`;
    const whose = part.prefix === '' ? '' : ` of ${part.prefix.trim()}`;
    const [where, setting] = field === 'lang' ? [`in ${value}`, 'languages'] : [`on topic ${value}`, 'topics'];
    return [
      `withheld ${where}${whose} rose from ${percent('base')} to ${percent('candidate')}, and no margin is on it (gate.withheld.${setting}); what is withheld is in no other check there`,
    ];
  });
}
