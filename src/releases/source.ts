import type { Release, SourceSpec } from '../model/release.ts';
import type { HttpClient } from '../targets/http/http-client.ts';

/** What asking a source needs from outside. */
export interface SourceIo {
  readonly http: HttpClient;
  /** Ends the call where it takes too long or is not wanted any more. */
  readonly signal: AbortSignal;
}

/** A release as listed; its family where the source itself tells it. */
export type ListedRelease = Omit<Release, 'family'> & { readonly family?: string };

/** One kind of source. */
export interface SourceReader {
  /** What it lists, at least one. Throws TargetError where it cannot be asked, or where its answer does not read as it used to. */
  list(spec: SourceSpec, io: SourceIo): Promise<ListedRelease[]>;
  /**
   * Whether two digests of a name stand for the same model, such as two commits between which only a text was changed; absent: never.
   * Throws TargetError.
   */
  isSame?(spec: SourceSpec, io: SourceIo, name: string, before: string, now: string): Promise<boolean>;
}
