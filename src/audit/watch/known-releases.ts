import { z } from 'zod';
import { CandorError } from '../../lib/errors.ts';
import type { Store } from '../../store/store.ts';

/** What became of the audit of a release: `due` is to be audited, and is where an audit failed or was stopped. */
export const AUDIT_STATES = ['none', 'due', 'done'] as const;

const schema = z.object({
  family: z.string().nullable(),
  digest: z.string().nullable(),
  /** When the source says it was changed last. */
  at: z.string().nullable(),
  first_seen: z.string(),
  /** `known`: it was there when the source was asked first; `new` name; `digest`: another model under a name that was there. */
  change: z.enum(['known', 'new', 'digest']),
  /** The digest before, of `digest`. */
  was: z.string().nullable().default(null),
  /** A release of the same source with the same digest: another name of one model. */
  same_as: z.string().nullable().default(null),
  audit: z.enum(AUDIT_STATES).default('none'),
  /** Run of the audit, also of one that is not complete. */
  run: z.string().nullable().default(null),
  /** The release that it was asked beside. */
  former: z.string().nullable().default(null),
});

/** A release as the store remembers it. */
export type KnownRelease = z.output<typeof schema> & { readonly name: string };

const WATCHED = 'watched sources';
const releasesOf = (source: string): string => `releases of ${source}`;

/** True where a source was recorded whole before. */
export async function wasWatched(store: Store, source: string): Promise<boolean> {
  return (await store.remembered(WATCHED)).some(({ key }) => key === source);
}

/** Notes that a source is recorded whole; until then all that it lists counts as there from the beginning. */
export async function noteWatched(store: Store, source: string, at: string): Promise<void> {
  await store.remember(WATCHED, source, JSON.stringify({ asked_at: at }), at);
}

/** What is remembered of a source, by name. */
export async function knownReleases(store: Store, source: string): Promise<Map<string, KnownRelease>> {
  const memories = await store.remembered(releasesOf(source));
  return new Map(memories.map(({ key, value }) => [key, { name: key, ...parsed(value, key) }]));
}

/** Remembers a release in place of what was remembered of its name. */
export async function rememberRelease(
  store: Store,
  source: string,
  { name, ...rest }: KnownRelease,
  at: string,
): Promise<void> {
  await store.remember(releasesOf(source), name, JSON.stringify(rest), at);
}

function parsed(value: string, name: string): z.output<typeof schema> {
  try {
    return schema.parse(JSON.parse(value));
  } catch (cause) {
    throw new CandorError('store', `the store remembers something unreadable of the release ${name}`, { cause });
  }
}
