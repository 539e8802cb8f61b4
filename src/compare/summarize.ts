import type { Role } from '../probes/probe.ts';
import { type ClusterCount, clusterRate } from '../stats/cluster-rate.ts';
import { pairedDifference } from '../stats/paired-difference.ts';
import type { Observation } from './observation.ts';
import { CLASS_NAMES, type ClassName, countsByProbe, groupBy, isJudged } from './tally.ts';

/** A rate of `k` in `n` judged answers; rate and interval are null where nothing was judged. */
export interface Rate {
  readonly k: number;
  readonly n: number;
  readonly rate: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
}

/** Counts and rates of one group. A null language, topic or style means all of them together. */
export interface SummaryRow extends Readonly<Record<ClassName, Rate>> {
  readonly target: string;
  readonly lang: string | null;
  readonly topic: string | null;
  readonly style: string | null;
  readonly role: Role;
  /** Trials planned. */
  readonly n: number;
  readonly delivered: number;
  readonly truncated: number;
  readonly filtered: number;
  readonly empty: number;
  readonly errors: number;
  readonly unjudged: number;
  readonly probes: number;
  /** Share of probes with several judged samples whose classes differ; null where no probe has several. */
  readonly unstable: number | null;
}

/** Sensitive minus matched control in the same language, paired by probe, every pair with the same weight. */
export interface Contrast {
  readonly target: string;
  readonly lang: string | null;
  readonly topic: string | null;
  readonly style: string | null;
  readonly class: ClassName;
  readonly pairs: number;
  readonly sensitive: number;
  readonly control: number;
  readonly diff: number;
  readonly lo: number;
  readonly hi: number;
}

/** The rates of a run and its contrasts. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly contrasts: readonly Contrast[];
}

/** Which divisions to show beside the totals. */
export interface SummarizeOptions {
  readonly by?: readonly ('topic' | 'style')[];
}

interface Group {
  readonly target: string;
  readonly lang: string | null;
  readonly topic: string | null;
  readonly style: string | null;
}

/**
 * Rates by target, language and role, and contrasts by target and language; with `by` also by topic and style. Intervals
 * hold 95 % and take the samples of a probe together; truncated answers count, undelivered and unjudged ones do not.
 */
export function summarize(observations: readonly Observation[], { by = [] }: SummarizeOptions = {}): Summary {
  const rows: SummaryRow[] = [];
  const contrasts: Contrast[] = [];
  for (const [, ofTarget] of sorted(groupBy(observations, ({ target }) => target))) {
    const langs = [...groupBy(ofTarget, ({ lang }) => lang).keys()].sort();
    for (const lang of langs.length > 1 ? [...langs, null] : langs) {
      const inLang = lang === null ? ofTarget : ofTarget.filter((one) => one.lang === lang);
      const controls = inLang.filter(({ role }) => role !== 'neutral');
      for (const [group, members] of divisions(inLang, by, ofTarget[0]?.target ?? '', lang)) {
        for (const [role, ofRole] of groupBy(members, ({ role }) => role)) rows.push(rowOf(group, role, ofRole));
        contrasts.push(...contrastsOf(group, members, controls));
      }
    }
  }
  return { rows, contrasts };
}

function divisions(
  observations: readonly Observation[],
  by: readonly ('topic' | 'style')[],
  target: string,
  lang: string | null,
): [Group, readonly Observation[]][] {
  const all: [Group, readonly Observation[]][] = [[{ target, lang, topic: null, style: null }, observations]];
  for (const field of by) {
    for (const [value, members] of sorted(groupBy(observations, (one) => one[field]))) {
      all.push([{ target, lang, topic: null, style: null, [field]: value }, members]);
    }
  }
  return all;
}

function rowOf(group: Group, role: Role, members: readonly Observation[]): SummaryRow {
  const count = (test: (one: Observation) => boolean): number => members.filter(test).length;
  const judged = members.filter(isJudged);
  const byProbe = [...groupBy(judged, ({ probe, lang }) => `${probe} ${lang}`).values()];
  const repeated = byProbe.filter((samples) => samples.length > 1);
  const unstable = repeated.filter((samples) => new Set(samples.map((one) => one.class)).size > 1).length;
  const rates = Object.fromEntries(CLASS_NAMES.map((name) => [name, rateOf(judged, name)]));
  return {
    ...group,
    role,
    n: members.length,
    delivered: count(({ delivery }) => delivery !== null && delivery !== 'error'),
    truncated: count(({ delivery }) => delivery === 'truncated'),
    filtered: count(({ delivery }) => delivery === 'provider_filter'),
    empty: count(({ delivery }) => delivery === 'empty'),
    errors: count(({ delivery }) => delivery === 'error'),
    unjudged: count((one) => one.unjudged),
    probes: new Set(members.map(({ probe }) => probe)).size,
    unstable: repeated.length === 0 ? null : unstable / repeated.length,
    ...(rates as Record<ClassName, Rate>),
  };
}

function rateOf(judged: readonly Observation[], name: ClassName): Rate {
  const k = judged.filter((one) => one.class === name).length;
  const rate = clusterRate([...countsByProbe(judged, name).values()]);
  return { k, n: judged.length, rate: rate?.rate ?? null, lo: rate?.lo ?? null, hi: rate?.hi ?? null };
}

function contrastsOf(group: Group, members: readonly Observation[], all: readonly Observation[]): Contrast[] {
  const sensitive = members.filter((one) => one.role === 'sensitive' && one.control !== null && isJudged(one));
  const controlOf = new Map(sensitive.map(({ probe, control }) => [probe, control]));
  const judged = all.filter(isJudged);
  const contrasts: Contrast[] = [];
  for (const name of ['refusal', 'official_narrative', 'neutral'] as const) {
    const langs = [...new Set(sensitive.map(({ lang }) => lang))];
    const byProbe = new Map<string, { first: ClusterCount; second: ClusterCount }>();
    for (const lang of langs) {
      const ofControls = countsByProbe(
        judged.filter((one) => one.lang === lang),
        name,
      );
      for (const [probe, first] of countsByProbe(
        sensitive.filter((one) => one.lang === lang),
        name,
      )) {
        const second = ofControls.get(controlOf.get(probe) ?? '');
        if (second === undefined) continue;
        const before = byProbe.get(probe);
        byProbe.set(probe, {
          first: added(before?.first, first),
          second: added(before?.second, second),
        });
      }
    }
    const pairs = [...byProbe.values()];
    const difference = pairedDifference(pairs);
    if (difference === null) continue;
    const { first, second, diff, lo, hi } = difference;
    contrasts.push({ ...group, class: name, pairs: pairs.length, sensitive: first, control: second, diff, lo, hi });
  }
  return contrasts;
}

function sorted<T>(groups: ReadonlyMap<string, T>): [string, T][] {
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function added(before: ClusterCount | undefined, more: ClusterCount): ClusterCount {
  return before === undefined ? more : { k: before.k + more.k, n: before.n + more.n };
}
