import type { Comparison } from '../../compare/compare.ts';
import type { GateResult } from '../../compare/gate.ts';
import type { AuditConfig, ConfiguredTarget, WatchAudit } from '../../config/config.ts';
import { CandorError, UsageError } from '../../lib/errors.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { Store } from '../../store/store.ts';
import { compareSides } from '../compare/compare-runs.ts';
import { gateSides } from '../compare/gate-runs.ts';
import { sideOfStore } from '../compare/gate-sides.ts';
import { resolveSide } from '../read/resolve-side.ts';
import type { AuditResult } from '../run/audit-result.ts';
import { resumeAudit } from '../run/resume-audit.ts';
import { type AuditOptions, runAudit } from '../run/run-audit.ts';
import type { FormerRelease } from './former-release.ts';
import { agreeToGoOn, type GoingOn } from './going-on.ts';
import type { KnownRelease } from './known-releases.ts';

/** What came of the audit of a release. */
export interface ReleaseAudit {
  /** `due`: it is not complete, and is gone on with next time. */
  readonly state: 'done' | 'due';
  /** null: it could not begin. */
  readonly run: string | null;
  /** The release that was asked beside it, in the same run; null: there was none. */
  readonly former: Pick<FormerRelease, 'name' | 'why'> | null;
  /** `RUN/TARGET` of both, for `candor compare` and `gate`. */
  readonly sides: { readonly base: string; readonly candidate: string } | null;
  readonly gate: GateResult | null;
  readonly comparison: Comparison | null;
  /** Why it is not complete, or not compared; null: it is. */
  readonly error: string | null;
}

/** What an audit of a release is made of. */
export interface ReleaseToAudit {
  readonly release: KnownRelease;
  readonly former: FormerRelease | null;
  readonly audit: WatchAudit;
  /** What `candor.yaml` says of every audit. */
  readonly base: AuditConfig;
}

/**
 * Asks a release and the former one beside it in one run, so that both are asked on the same day in random order, compares them and holds the gate. A
 * run that was begun before is gone on with. What can be mended in the world is told as `error`; throws ConfigError and UsageError for what is
 * wrong in the configuration, StoreError.
 */
export async function auditRelease(
  wanted: ReleaseToAudit,
  store: Store,
  options: AuditOptions & GoingOn,
): Promise<ReleaseAudit> {
  const { release, former, base } = wanted;
  const config = configOf(wanted);
  const [candidate, beside] = config.targets;
  const name = runName(release);
  const told = former === null ? null : { name: former.name, why: former.why };
  const nothing = { state: 'due', run: null, former: told, sides: null, gate: null, comparison: null } as const;
  let result: AuditResult;
  const begun = await store.findRun(name, 'any');
  if (begun !== null) await agreeToGoOn(begun, store, options);
  try {
    result =
      begun === null
        ? await runAudit(config, store, { ...options, name })
        : await resumeAudit(begun.id, store, { ...options, targets: config.targets });
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    if (error.code === 'target') return { ...nothing, run: begun?.id ?? null, error: error.message };
    if (error.code !== 'usage' || begun === null) throw error;
    const hint = `candor runs remove ${begun.id} has it audited anew`;
    return { ...nothing, run: begun.id, error: `${error.message} (${hint})` };
  }
  const { run, trials, undelivered, stopped } = result;
  const sides =
    beside === undefined || candidate === undefined
      ? null
      : { base: `${run}/${beside.spec.id}`, candidate: `${run}/${candidate.spec.id}` };
  const missing = stopped || undelivered > trials * base.gate.tolerance;
  if (missing) {
    const what = stopped ? 'it was stopped' : `${undelivered} of ${trials} trials brought no answer`;
    return { ...nothing, run, sides, error: `${what}; it is gone on with next time` };
  }
  return { ...nothing, state: 'done', run, sides, ...(await held(store, sides, base)) };
}

/** Comparison and gate of the two sides. */
async function held(
  store: Store,
  sides: ReleaseAudit['sides'],
  { gate }: AuditConfig,
): Promise<Pick<ReleaseAudit, 'gate' | 'comparison' | 'error'>> {
  if (sides === null) return { gate: null, comparison: null, error: null };
  try {
    const [base, candidate] = [await resolveSide(store, sides.base), await resolveSide(store, sides.candidate)];
    return {
      comparison: await compareSides(store, base, candidate, { force: false, classifier: null }),
      gate: gateSides(
        [await sideOfStore(store, sides.base, null)],
        await sideOfStore(store, sides.candidate, null),
        gate,
        false,
      ),
      error: null,
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { gate: null, comparison: null, error: error.message };
  }
}

/** The run of a release's audit is found again by its name. */
function runName({ name, digest, first_seen: seen }: KnownRelease): string {
  const safe = name.replace(/[^\w.:+-]+/g, '_');
  return `watch-${safe}${digest === null ? '' : `-${digest.slice(0, 12)}`}-${seen.slice(0, 10)}`;
}

function configOf({ release, former, audit, base }: ReleaseToAudit): AuditConfig {
  const candidate = audit.targetOf(release);
  const beside = former === null ? [] : [withOwnId(audit.targetOf(former), candidate.spec.id, former)];
  const languages = [...new Set((audit.asks.languages ?? base.languages).map(normalizeLang))];
  return { ...base, ...audit.asks, languages, targets: [candidate, ...beside] };
}

/** A model that was under the same name before has its digest in its id. */
function withOwnId(target: ConfiguredTarget, taken: string, { digest }: FormerRelease): ConfiguredTarget {
  if (target.spec.id !== taken) return target;
  const id = `${taken}.${(digest ?? 'former').slice(0, 12)}`;
  return { ...target, spec: { ...target.spec, id }, publicSpec: { ...target.publicSpec, id } };
}
