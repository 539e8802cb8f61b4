/** A model as a source of releases lists it. */
export interface Release {
  readonly name: string;
  /** Where the source or the configuration tells it, or the name does; null: nothing tells. */
  readonly family: string | null;
  /** What changes when the model behind the name does: a commit, a digest; null: the source tells none. */
  readonly digest: string | null;
  /** When the source says it was changed last (ISO 8601 in UTC); null: it does not say. */
  readonly at: string | null;
}

/** The kinds of sources, each by the field that names it in `candor.yaml`. */
export const SOURCE_KINDS = ['huggingface', 'ollama', 'models', 'file'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** One source of releases as configured. */
export interface SourceSpec {
  readonly kind: SourceKind;
  /** Author or collection, family of a library, address of a list, or file. */
  readonly of: string;
  /** Address of the service; null: its usual one, or none is needed. */
  readonly url: string | null;
  /** Secret: never stored, logged or shown. */
  readonly apiKey: string | null;
  /** Family of all its releases; null: their names tell. */
  readonly family: string | null;
  /** Patterns of names with `*` and `?`; empty: all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Names that can be put into a target and shown: no control characters, no way out of a folder, no variable. */
export function isReleaseName(name: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._:@+/ -]{0,199}$/u.test(name) && !name.split('/').some((part) => /^\.*$/.test(part));
}

/** How a source is named in messages, output and the store: never with a login or query. */
export function sourceName({ kind, of, url }: Pick<SourceSpec, 'kind' | 'of' | 'url'>): string {
  if (kind === 'models') return `models:${bareAddress(of)}`;
  return url === null ? `${kind}:${of}` : `${kind}:${of}@${bareAddress(url)}`;
}

function bareAddress(address: string): string {
  if (!URL.canParse(address)) return address;
  const { origin, pathname } = new URL(address);
  return (origin + pathname).replace(/\/+$/, '');
}

/** True where the filters of a source let a name through. */
export function isWanted(name: string, { include, exclude }: Pick<SourceSpec, 'include' | 'exclude'>): boolean {
  const fits = (pattern: string): boolean => patternOf(pattern).test(name);
  return (include.length === 0 || include.some(fits)) && !exclude.some(fits);
}

function patternOf(glob: string): RegExp {
  const parts = glob.replace(/\*+/g, '*').split(/([*?])/);
  const text = parts.map((part) =>
    part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[\\^$.+()[\]{}|]/g, '\\$&'),
  );
  return new RegExp(`^${text.join('')}$`, 'iu');
}
