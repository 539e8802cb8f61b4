import type { WatchConfig } from '../../config/config.ts';
import { isoTime } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import type { AuditIo } from '../run/audit-io.ts';
import { type AskedSource, askSources, type NewRelease } from './ask-sources.ts';

/** A release that is new, in the words of `--json`. */
export interface ToldRelease {
  readonly source: string;
  readonly name: string;
  readonly family: string | null;
  readonly digest: string | null;
  readonly at: string | null;
  readonly first_seen: string;
  /** `new`: a name that was not there; `digest`: another model under a name that was. */
  readonly change: 'new' | 'digest' | 'known';
  /** The digest before. */
  readonly was: string | null;
  /** Another name of the same model, by its digest; such a release is not audited. */
  readonly same_as: string | null;
}

/** What one look at the sources brought. */
export interface WatchResult {
  readonly asked_at: string;
  readonly sources: readonly AskedSource[];
  readonly new: readonly ToldRelease[];
}

/** How a look is done. */
export interface WatchOptions extends AuditIo {
  /** Take all that a source lists at first as new. */
  readonly allNew: boolean;
  /** Given the result before anything of it is remembered, so that nothing is lost where it cannot be told. */
  readonly tell: (result: WatchResult) => Promise<void>;
}

/** Asks the sources once, tells what is new, and remembers it. Throws StoreError, and what `tell` throws. */
export async function watchOnce(watch: WatchConfig, store: Store, options: WatchOptions): Promise<WatchResult> {
  const audits = watch.audit !== undefined;
  const asked = await askSources(watch.sources, store, { ...options, audits });
  const result: WatchResult = {
    asked_at: isoTime(options.clock.now()),
    sources: asked.sources,
    new: asked.found.map(toldRelease),
  };
  await options.tell(result);
  await asked.remember(store);
  return result;
}

/** A release as it is told of. */
export function toldRelease({ source, release }: NewRelease): ToldRelease {
  const { name, family, digest, at, first_seen, change, was, same_as } = release;
  return { source, name, family, digest, at, first_seen, change, was, same_as };
}
