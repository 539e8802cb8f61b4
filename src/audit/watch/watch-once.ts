import type { AuditConfig, WatchConfig } from '../../config/config.ts';
import { isoTime } from '../../lib/clock.ts';
import { sourceName } from '../../model/release.ts';
import type { Store } from '../../store/store.ts';
import type { AuditIo } from '../run/audit-io.ts';
import type { AuditOptions } from '../run/run-audit.ts';
import { askCanaries, type CanaryLook } from './ask-canary.ts';
import { type AskedSource, askSources, type NewRelease } from './ask-sources.ts';
import { auditRelease, type ReleaseAudit } from './audit-release.ts';
import { formerRelease } from './former-release.ts';
import type { GoingOn } from './going-on.ts';
import { type KnownRelease, knownReleases, rememberRelease } from './known-releases.ts';

/** A release that is new, in the words of `--json`. */
export interface ToldRelease
  extends Pick<KnownRelease, 'name' | 'family' | 'digest' | 'at' | 'first_seen' | 'change' | 'was' | 'same_as'> {
  readonly source: string;
  /** null: none was asked for. */
  readonly audit: ReleaseAudit | null;
}

/** What one look at the sources brought. */
export interface WatchResult {
  readonly asked_at: string;
  readonly sources: readonly AskedSource[];
  /** What is new; with audits, also what was found before and is still to be audited. */
  readonly new: readonly ToldRelease[];
  /** What the canaries say; empty where none was asked. */
  readonly canary: readonly CanaryLook[];
}

/** How new releases are audited. */
export interface Audits extends AuditOptions, GoingOn {
  /** What `candor.yaml` says of every audit. */
  readonly base: AuditConfig;
  /** Told before a release is asked. */
  readonly onRelease?: (release: ToldRelease, former: { readonly name: string; readonly why: string } | null) => void;
}

/** How a look is done. */
export interface WatchOptions extends AuditIo {
  /** Take all that a source lists at first as new. */
  readonly allNew: boolean;
  /** Given the result before anything of it is remembered, so that nothing is lost where it cannot be told; with audits, after them. */
  readonly tell: (result: WatchResult) => Promise<void>;
  /** Absent: what is new is told of alone. */
  readonly audits?: Audits;
  /** Absent: canaries are not asked. */
  readonly canaries?: Audits;
}

/**
 * Asks the sources once, tells what is new, and remembers it. With audits what is new is remembered as due first, then audited, then told. Throws
 * ConfigError, UsageError, StoreError, and what `tell` throws.
 */
export async function watchOnce(watch: WatchConfig, store: Store, options: WatchOptions): Promise<WatchResult> {
  const asked = await askSources(watch.sources, store, { ...options, audits: watch.audit !== undefined });
  const { audits, canaries } = options;
  const canary =
    canaries === undefined || watch.canary === undefined
      ? []
      : await askCanaries(watch.canary, canaries.base, store, canaries);
  const told = { asked_at: isoTime(options.clock.now()), sources: asked.sources, canary };
  if (audits === undefined) {
    const result = { ...told, new: asked.found.map((one) => toldRelease(one)) };
    await options.tell(result);
    await asked.remember(store);
    return result;
  }
  await asked.remember(store);
  const result = { ...told, new: await auditAll(watch, [...asked.found, ...asked.left], store, audits) };
  await options.tell(result);
  return result;
}

/** Audits what is due, one after the other, oldest first, as many as one call may. */
async function auditAll(
  { audit, sources }: WatchConfig,
  found: readonly NewRelease[],
  store: Store,
  audits: Audits,
): Promise<ToldRelease[]> {
  if (audit === undefined) return found.map((one) => toldRelease(one));
  const due = found.filter(({ release }) => release.audit === 'due');
  const inTurn = due.toSorted((a, b) => (a.release.first_seen < b.release.first_seen ? -1 : 1)).slice(0, audit.most);
  const done = new Map<NewRelease, ReleaseAudit>();
  for (const one of inTurn) {
    if (audits.signal?.aborted === true) break;
    const known: KnownRelease[] = [];
    for (const spec of sources) known.push(...(await knownReleases(store, sourceName(spec))).values());
    const { release, source } = one;
    const former = formerRelease(release, known, audit);
    audits.onRelease?.(toldRelease(one), former);
    const came = await auditRelease({ release, former, audit, base: audits.base }, store, audits);
    done.set(one, came);
    const now = isoTime(audits.clock.now());
    await rememberRelease(
      store,
      source,
      { ...release, audit: came.state, run: came.run, former: former?.name ?? null },
      now,
    );
  }
  const waits = (one: NewRelease): ReleaseAudit | null =>
    due.includes(one)
      ? {
          state: 'due',
          ...{ run: one.release.run, former: null, sides: null, gate: null, comparison: null },
          error: `it waits for the next call, which audits ${audit.most} at most (watch.audit.most)`,
        }
      : null;
  return found.map((one) => toldRelease(one, done.get(one) ?? waits(one)));
}

/** Every complete audit that the store remembers of these sources, by its run. */
export async function auditedRuns({ sources }: WatchConfig, store: Store): Promise<string[]> {
  const runs = new Set<string>();
  for (const spec of sources)
    for (const { audit, run } of (await knownReleases(store, sourceName(spec))).values())
      if (audit === 'done' && run !== null) runs.add(run);
  return [...runs].sort();
}

function toldRelease({ source, release }: NewRelease, audit: ReleaseAudit | null = null): ToldRelease {
  const { name, family, digest, at, first_seen, change, was, same_as } = release;
  return { source, name, family, digest, at, first_seen, change, was, same_as, audit };
}
