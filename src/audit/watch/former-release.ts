import type { WatchAudit } from '../../config/config.ts';
import { sizeIn } from '../../model/model-name.ts';
import type { KnownRelease } from './known-releases.ts';

/** The release that a new one is asked beside. */
export interface FormerRelease {
  readonly name: string;
  readonly digest: string | null;
  readonly family: string | null;
  /** For people: why this one. */
  readonly why: string;
}

/**
 * The former release of a family: what the configuration names; the same name at its digest before, where targets are named by digests; else, among
 * releases of the family that are not new themselves, those of the same size first, audited ones before others, and of these the last. null: there is none.
 */
export function formerRelease(
  release: KnownRelease,
  known: readonly KnownRelease[],
  { former, byDigest }: Pick<WatchAudit, 'former' | 'byDigest'>,
): FormerRelease | null {
  if (former !== null) {
    const named = known.find(({ name }) => name === former);
    const { digest = null, family = null } = named ?? {};
    return former === release.name ? null : { name: former, digest, family, why: 'named by watch.audit.former' };
  }
  const { name, family, was } = release;
  if (release.change === 'digest' && byDigest && was !== null)
    return { name, digest: was, family, why: 'the model before under this name' };
  const size = sizeIn(name);
  const fitting = known
    .filter((one) => one.family !== null && one.family === family && one.name !== name)
    .filter(({ audit, same_as: same, digest }) => {
      return audit !== 'due' && same === null && (digest === null || digest !== release.digest);
    })
    .sort((a, b) => order(a, size) - order(b, size) || timeOf(a) - timeOf(b) || byName(a.name, b.name));
  const last = fitting.at(-1);
  if (last === undefined) return null;
  const sized = size !== null && sizeIn(last.name) === size ? ` of ${size}B parameters` : '';
  const when = last.audit === 'done' ? 'audited last' : `listed last (${last.at ?? last.first_seen})`;
  return {
    name: last.name,
    digest: last.digest,
    family,
    why: `the release of family ${family}${sized} that was ${when}`,
  };
}

function order({ name, audit }: KnownRelease, size: string | null): number {
  return (size !== null && sizeIn(name) === size ? 2 : 0) + (audit === 'done' ? 1 : 0);
}

function timeOf({ at, first_seen: seen }: KnownRelease): number {
  return Date.parse(at ?? seen);
}

const collator = new Intl.Collator('en', { numeric: true });

function byName(a: string, b: string): number {
  return collator.compare(a, b);
}
