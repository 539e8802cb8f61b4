import type { GateMargin } from '../config/config.ts';
import { tenthPercent, tenthPoints } from '../model/share-words.ts';
import { pairedBounds, pairedClusters } from '../stats/paired-clusters.ts';
import { FEWEST_CLUSTERS } from './estimand.ts';
import { gatePairs } from './gate-pairs.ts';
import { type GatePart, isInScope, pairedShare } from './gate-parts.ts';
import { OUTCOME_NAMES } from './gate-reasons.ts';
import { clusterCounts, ofOutcome } from './pair-counts.ts';
import { uncheckedScopes } from './unchecked-scopes.ts';

/** What is to be read beside a gate's figures: languages that were not measured, runs that are missing or lie far apart, and looks beyond those paid for. */
export function gateWarnings(
  parts: readonly GatePart[],
  margins: readonly GateMargin[],
  clusterOf: (probe: string) => string,
  { look, looks }: { readonly look: number | null; readonly looks: number },
): string[] {
  const warnings: string[] = [];
  const unmeasured = parts
    .flatMap(({ pairings }) => pairings.flatMap(({ pairs }) => pairs))
    .filter(({ base, candidate }) => base.unmeasured === true || candidate.unmeasured === true);
  if (unmeasured.length > 0) {
    const fresh = unmeasured.filter(({ base }) => base.unmeasured !== true).length;
    warnings.push(
      `${unmeasured.length} pairs are in languages in which the classifier was not measured; only what was withheld of them is checked${fresh === 0 ? '' : `. In ${fresh} of them the candidate alone answers in such a language, and no check sees what it says`}`,
    );
  }
  if (parts.some(({ runs }) => runs.length < 2)) {
    warnings.push(
      'one run of the baseline does not show how far runs of one model differ; give a second one (--baseline twice)',
    );
  }
  warnings.push(...uncheckedScopes(parts, margins, clusterOf));
  for (const part of parts) for (const margin of margins) warnings.push(...farApart(part, margin, clusterOf));
  if (look !== null && look > looks) {
    warnings.push(
      `this is look ${look} against this baseline, and the error is spent for ${looks} (gate.looks): raise it, or write a new baseline`,
    );
  }
  return warnings;
}

/** Runs of a baseline that themselves differ by more than the margin are hardly of one release. */
function farApart(
  { runs: [one = [], ...others], prefix }: GatePart,
  margin: GateMargin,
  clusterOf: (probe: string) => string,
): string[] {
  if (margin.topic !== null || margin.lang !== null) return [];
  return others.flatMap((run, i) => {
    const pairs = gatePairs(one, run).pairs.filter((pair) => isInScope(pair, margin));
    const found = pairedClusters(clusterCounts(pairs, clusterOf, ofOutcome(margin.class)));
    if (found === null || found.clusters < FEWEST_CLUSTERS) return [];
    const { lo, hi } = pairedBounds(found, 0.01);
    if (lo <= margin.maxIncrease && hi >= -margin.maxIncrease) return [];
    const points = tenthPoints(Math.abs(found.diff)).replace('+', '');
    return [
      `runs 1 and ${i + 2} of the baseline differ by ${points} points of ${OUTCOME_NAMES[margin.class]}${prefix === '' ? '' : ` for ${prefix.trim()}`}: runs of different releases hide drift in one baseline`,
    ];
  });
}

/** Parts of the first baseline that too few trials pair with to be checked. */
export function earlierWarnings(kept: readonly GatePart[], pairing: number): string[] {
  return kept
    .filter(({ pairings }) => pairedShare(pairings) < pairing)
    .map(({ prefix, pairings }) => {
      const share = tenthPercent(pairedShare(pairings));
      return `the first baseline is not checked${prefix === '' ? '' : ` for ${prefix.trim()}`}: ${share} % of the trials pair with it`;
    });
}
