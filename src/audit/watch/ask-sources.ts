import { isoTime } from '../../lib/clock.ts';
import { TargetError } from '../../lib/errors.ts';
import { familyOf } from '../../lib/family.ts';
import { maskerOf } from '../../lib/mask-text.ts';
import { isReleaseName, isWanted, type Release, type SourceSpec, sourceName } from '../../model/release.ts';
import type { SourceIo, SourceReader } from '../../releases/source.ts';
import { SOURCES } from '../../releases/sources.ts';
import type { Store } from '../../store/store.ts';
import { HttpClient } from '../../targets/http/http-client.ts';
import type { AuditIo } from '../run/audit-io.ts';
import { signalOr } from '../run/audit-io.ts';
import { type KnownRelease, knownReleases, noteWatched, rememberRelease, wasWatched } from './known-releases.ts';

/** Seconds that a source may take for all it is asked. */
const SOURCE_SECONDS = 120;

/** How one source answered. */
export interface AskedSource {
  readonly source: string;
  /** Names that it lists; null: it could not be asked. */
  readonly releases: number | null;
  /** Whether it was asked for the first time, so that all it lists is known and nothing new. */
  readonly first: boolean;
  /** Names that are none, such as those with characters that nobody sees; they are passed over. */
  readonly left_out: number;
  /** Why it could not be asked; null: it was. What was known of it stays. */
  readonly error: string | null;
}

/** A release that is new, and of which source. */
export interface NewRelease {
  readonly source: string;
  readonly release: KnownRelease;
}

/** What came of asking; nothing of it is remembered yet. */
export interface Asked {
  readonly sources: readonly AskedSource[];
  readonly found: readonly NewRelease[];
  /** Releases that were found before and whose audit is still due. */
  readonly left: readonly NewRelease[];
  /** Remembers what was found and seen; what is found again afterwards is not new. */
  remember(store: Store): Promise<void>;
}

/** How sources are asked. */
export interface AskOptions extends Pick<AuditIo, 'env' | 'clock' | 'signal'> {
  /** Take all that a source lists at first as new. */
  readonly allNew: boolean;
  /** Whether what is new is to be audited. */
  readonly audits: boolean;
}

/**
 * Asks every source what it lists and holds it against what the store remembers. A source that cannot be asked is named with its error, and the
 * others are asked all the same. Throws StoreError.
 */
export async function askSources(
  specs: readonly SourceSpec[],
  store: Store,
  { env, clock, signal, allNew, audits }: AskOptions,
): Promise<Asked> {
  const http = new HttpClient(env);
  const sources: AskedSource[] = [];
  const found: NewRelease[] = [];
  const left: NewRelease[] = [];
  const changes: { readonly source: string; readonly seen: readonly KnownRelease[] }[] = [];
  const at = isoTime(clock.now());
  try {
    for (const spec of specs) {
      const source = sourceName(spec);
      const known = await knownReleases(store, source);
      const first = !(await wasWatched(store, source));
      const io: SourceIo = {
        http,
        signal: AbortSignal.any([signalOr(signal), AbortSignal.timeout(SOURCE_SECONDS * 1000)]),
      };
      try {
        const reader: SourceReader = SOURCES[spec.kind];
        const listed = await reader.list(spec, io);
        const named = releasesIn(listed, spec);
        const seen = await changesIn(named, known, { spec, reader, io, at, isNew: !first || allNew, audits });
        sources.push({ source, releases: named.length, first, left_out: listed.length - named.length, error: null });
        changes.push({ source, seen: seen.map(({ release }) => release) });
        found.push(...seen.flatMap(({ release, isNews }) => (isNews ? [{ source, release }] : [])));
        for (const { release } of seen) known.set(release.name, release);
      } catch (error) {
        if (!(error instanceof TargetError)) throw error;
        signal?.throwIfAborted();
        sources.push({ source, releases: null, first, left_out: 0, error: masked(error.message, spec) });
      }
      const due = [...known.values()].filter(({ name, audit }) => audit === 'due' && isWanted(name, spec));
      const isFound = (name: string): boolean =>
        found.some((one) => one.source === source && one.release.name === name);
      left.push(...due.filter(({ name }) => !isFound(name)).map((release) => ({ source, release })));
    }
  } finally {
    await http.close();
  }
  return {
    sources,
    found,
    left,
    remember: async (into) => {
      for (const { source, seen } of changes) {
        for (const release of seen) await rememberRelease(into, source, release, at);
        await noteWatched(into, source, at);
      }
    },
  };
}

/** Each name once, with its family. */
function releasesIn(listed: readonly Omit<Release, 'family'>[], { family }: SourceSpec): Release[] {
  const named = new Map<string, Release>();
  for (const one of listed) {
    if (!isReleaseName(one.name) || named.has(one.name)) continue;
    const own = (one as Partial<Release>).family ?? family ?? familyOf(one.name);
    const digest = one.digest !== null && isReleaseName(one.digest) ? one.digest : null;
    named.set(one.name, { name: one.name, family: own, digest, at: one.at });
  }
  return [...named.values()];
}

/** A release that has to be remembered, and whether it is one to tell of. */
interface Seen {
  readonly release: KnownRelease;
  readonly isNews: boolean;
}

interface Beside {
  readonly spec: SourceSpec;
  readonly reader: SourceReader;
  readonly io: SourceIo;
  readonly at: string;
  readonly isNew: boolean;
  readonly audits: boolean;
}

/** What has to be remembered: names that were not there, and digests that are others. */
async function changesIn(
  listed: readonly Release[],
  known: ReadonlyMap<string, KnownRelease>,
  { spec, reader, io, at, isNew, audits }: Beside,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  const older = new Map<string, string>();
  for (const { name, digest } of known.values()) if (digest !== null) older.set(digest, name);
  const state = (same: string | null): KnownRelease['audit'] => (audits && same === null ? 'due' : 'none');
  for (const { name, family, digest, at: changedAt } of listed) {
    const before = known.get(name);
    const wanted = isWanted(name, spec);
    const twin = digest === null ? undefined : older.get(digest);
    const same_as = twin === undefined || twin === name ? null : twin;
    if (digest !== null && twin === undefined && wanted) older.set(digest, name);
    const now = { name, family, digest, at: changedAt, run: null, former: null };
    if (before === undefined) {
      const change = isNew && wanted ? 'new' : 'known';
      const audit = change === 'new' ? state(same_as) : 'none';
      seen.push({
        release: { ...now, first_seen: at, change, was: null, same_as, audit },
        isNews: change === 'new',
      });
      continue;
    }
    if (!wanted || digest === null || digest === before.digest) continue;
    if (before.digest === null || (await reader.isSame?.(spec, io, name, before.digest, digest)) === true)
      seen.push({ release: { ...before, digest, at: changedAt }, isNews: false });
    else {
      const change = { change: 'digest', was: before.digest, same_as, audit: state(same_as) } as const;
      seen.push({ release: { ...now, first_seen: at, ...change }, isNews: true });
    }
  }
  return seen;
}

function masked(message: string, { apiKey }: SourceSpec): string {
  return maskerOf(apiKey === null ? [] : [{ value: apiKey, name: '(secret)' }])?.text(message) ?? message;
}
