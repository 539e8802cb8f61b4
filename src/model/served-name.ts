/** How a served name stands to the one that was asked for. */
export type NameMatch =
  /** The very same. */
  | 'same'
  /** Another spelling of it: its folder, its newest dated release, a tag. */
  | 'alias'
  /** Another model's name. */
  | 'other';

const FOLDERS = /^(?:.*[\\/])/;
const FILE_END = /\.(?:gguf|bin|safetensors)$/;
const SPLIT_FILE = /-\d{5}-of-\d{5}$/;
/** `:free`, `:latest`, `:together`, `@main`: which route, tag or revision. A size such as `:8b` says which model. */
const ROUTE = /(?:[:@](?![\d.]+[bm]\b)[a-z][\w.-]*)+$/;
/** `-2026-01-01`, `-20260101`, `-250731`, `-0731`, `-2501`, `-001`: which release of the same name. */
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = '(?:0[1-9]|[12]\\d|3[01])';
const YEAR = '2\\d';
const RELEASE = new RegExp(
  `[-@:](?:20${YEAR}-?${MONTH}-?${DAY}|${YEAR}${MONTH}${DAY}|${MONTH}-?${DAY}|${YEAR}${MONTH}|${MONTH}-20${YEAR}|00\\d|latest|preview)$`,
);

/** Compares a served name with the asked one: dated releases and other spellings are aliases, not other models. */
export function matchServedName(asked: string, served: string): NameMatch {
  if (asked === served) return 'same';
  const [a, b] = [bare(asked), bare(served)];
  // One asked for without a date is served by a dated release; another date than the asked one is another release.
  if (a === b || a === withoutRelease(b) || withoutRelease(a) === b) return 'alias';
  // A tag without a size is the newest of its name: `qwen3` is served as `qwen3:8b`.
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return longer.startsWith(`${shorter}:`) ? 'alias' : 'other';
}

function bare(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(FOLDERS, '')
    .replace(FILE_END, '')
    .replace(SPLIT_FILE, '')
    .replace(ROUTE, '');
}

function withoutRelease(name: string): string {
  return name.replace(RELEASE, '');
}
