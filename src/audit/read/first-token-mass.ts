import { refusingMass } from '../../classify/refusing-openings.ts';
import type { Lang } from '../../model/lang.ts';
import type { Role } from '../../model/probe.ts';
import type { Store, TrialFilter } from '../../store/store.ts';

/** The mean probability that the answers of a group begin as refusals often do, between two bounds. */
export interface FirstTokenRow {
  readonly target: string;
  readonly lang: Lang;
  readonly role: Role;
  /** Answers whose first token's alternatives are known. */
  readonly n: number;
  readonly lo: number;
  readonly hi: number;
}

/** Reads it for each target, language and role of a run; empty where no answer has such alternatives. */
export async function firstTokenMass(store: Store, run: string, filter: TrialFilter = {}): Promise<FirstTokenRow[]> {
  if (!(await mayHaveThem(store, run))) return [];
  const variants = new Map((await store.variants(run)).map((variant) => [variant.hash, variant]));
  const groups = new Map<string, { target: string; lang: Lang; role: Role; n: number; lo: number; hi: number }>();
  for await (const { variant, target, response } of store.trials(run, filter)) {
    const asked = variants.get(variant);
    if (asked === undefined || asked.probe.knowledge !== undefined || response?.firstTokens === undefined) continue;
    const mass = refusingMass(response.firstTokens, asked.lang);
    if (mass === null) continue;
    const { role } = asked.probe;
    const key = JSON.stringify([target, asked.lang, role]);
    const group = groups.get(key) ?? { target, lang: asked.lang, role, n: 0, lo: 0, hi: 0 };
    groups.set(key, { ...group, n: group.n + 1, lo: group.lo + mass.lo, hi: group.hi + mass.hi });
  }
  return [...groups.values()].map(({ lo, hi, n, ...rest }) => ({ ...rest, n, lo: lo / n, hi: hi / n }));
}

/** Whether anything of the run asked for them, so that its texts are worth reading again. */
async function mayHaveThem(store: Store, run: string): Promise<boolean> {
  const { origin, config } = await store.overview(run);
  if (origin === 'import') return true;
  const targets = Array.isArray(config.targets) ? config.targets : [];
  return targets.some((target) => {
    if (typeof target !== 'object' || target === null || Array.isArray(target)) return false;
    return target.logprobs !== undefined || target.provider === 'recording';
  });
}
