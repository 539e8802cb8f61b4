import type { Probe, ProbeSet, Statement } from '../model/probe.ts';

/** How many probes each value has, sorted by name. */
export type Counts = Readonly<Record<string, number>>;

/** What probe sets hold, in the shape of `candor probes list --json`. */
export interface ProbeListing {
  readonly sets: readonly {
    readonly id: string;
    readonly version: string;
    readonly hash: string;
    readonly probes: number;
    readonly controls: number;
  }[];
  /** Sensitive probes, templates expanded. */
  readonly probes: number;
  readonly controls: number;
  readonly neutral: number;
  /** Sensitive probes that have a control among the loaded probes. */
  readonly with_control: number;
  readonly by: { readonly topic: Counts; readonly state: Counts; readonly style: Counts; readonly lang: Counts };
  readonly facts: number;
  readonly facts_sourced: number;
  readonly claims: number;
  readonly claims_sourced: number;
}

/** Counts probe sets. `probes` and `by` are of sensitive probes; facts and claims are of all. */
export function listProbes(sets: readonly ProbeSet[]): ProbeListing {
  const all = sets.flatMap(({ probes }) => probes);
  const ids = new Set(all.map(({ id }) => id));
  const sensitive = all.filter(isSensitive);
  const facts = all.flatMap((probe) => probe.facts);
  const claims = all.flatMap(({ official }) => official);
  return {
    sets: sets.map(({ id, version, hash, probes }) => {
      return {
        id,
        version,
        hash,
        probes: probes.filter(isSensitive).length,
        controls: probes.filter(isControl).length,
      };
    }),
    probes: sensitive.length,
    controls: all.filter(isControl).length,
    neutral: all.filter(({ role }) => role === 'neutral').length,
    with_control: sensitive.filter(({ control }) => control !== null && ids.has(control)).length,
    by: {
      topic: count(sensitive.map(({ topic }) => topic)),
      state: count(sensitive.map(({ state }) => state ?? 'none')),
      style: count(sensitive.map(({ style }) => style)),
      lang: count(sensitive.flatMap(({ ask }) => Object.keys(ask))),
    },
    facts: facts.length,
    facts_sourced: facts.filter(isSourced).length,
    claims: claims.length,
    claims_sourced: claims.filter(isSourced).length,
  };
}

function isSensitive({ role }: Probe): boolean {
  return role === 'sensitive';
}

function isControl({ role }: Probe): boolean {
  return role === 'control';
}

function isSourced({ source }: Statement): boolean {
  return source !== null;
}

function count(values: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const value of [...values].sort()) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
