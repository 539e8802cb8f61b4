import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import type { Lang } from '../../model/lang.ts';
import type { Limited } from '../../model/limited.ts';
import type { Probe } from '../../model/probe.ts';
import { seededRandom } from '../../stats/random.ts';

/** What decides how many trials a probe has. */
export interface LimitedBy {
  readonly trials: number;
  readonly languages: readonly Lang[];
  /** Samples times targets. */
  readonly copies: number;
  readonly seed: number;
}

/**
 * Draws sensitive probes with their controls, in random order until the next one has no room among the trials. Where no
 * probe is sensitive, any are drawn. Throws UsageError where there is no room for one.
 */
export function limitProbes(
  probes: readonly Probe[],
  { trials, languages, copies, seed }: LimitedBy,
): { readonly probes: readonly Probe[]; readonly limited: Limited } {
  const byId = new Map(probes.map((probe) => [probe.id, probe]));
  const sensitive = probes.filter(({ role }) => role === 'sensitive');
  const drawn = sensitive.length === 0 ? probes : sensitive;
  const trialsOf = ({ ask }: Probe): number => copies * languages.filter((lang) => ask[lang] !== undefined).length;
  const random = seededRandom(seed);
  const order = drawn.map((probe) => ({ probe, at: random() })).sort((a, b) => a.at - b.at);
  const chosen = new Set<Probe>();
  let pairs = 0;
  let used = 0;
  for (const { probe } of order) {
    if (chosen.has(probe)) continue;
    const added = withControls(probe, byId).filter((one) => !chosen.has(one));
    const more = added.reduce((sum, one) => sum + trialsOf(one), 0);
    if (pairs === 0 && more > trials) {
      throw new UsageError(
        `expected a --limit of at least ${more}, which is one question with its control in ${numberOf(languages.length, 'language')}, × ${copies} samples and targets, got ${trials}. Fewer --samples or --lang make it smaller`,
      );
    }
    if (used + more > trials) break;
    for (const one of added) chosen.add(one);
    used += more;
    pairs += added.filter((one) => one.role === probe.role).length;
  }
  return { probes: probes.filter((probe) => chosen.has(probe)), limited: { trials, pairs, of: drawn.length } };
}

/** A probe and its control, and the control of that where it is a sensitive probe of another state. */
function withControls(probe: Probe, byId: ReadonlyMap<string, Probe>): Probe[] {
  const found = new Set([probe]);
  for (const one of found) {
    const control = byId.get(one.control ?? '');
    if (control !== undefined) found.add(control);
  }
  return [...found];
}
