import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sha256 } from '../lib/digest.ts';
import { PACKAGE_ROOT } from '../lib/package-root.ts';

/** Regular expressions of one group, for English and for Chinese folded to Simplified. */
export interface Patterns {
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

/** A lexicon as read, and the digest of its file, which is part of a classifier's version. */
export interface Lexicon<T> {
  readonly content: T;
  readonly digest: string;
}

/** A group's expressions in each language, for text in lower case. */
export interface CompiledPatterns {
  readonly en: RegExp;
  readonly zh: RegExp;
}

const FOLDER = join(PACKAGE_ROOT, 'src/classify/lexicons');

/** What the lexicons hold as JSON, each with the digest of the file that it was read from; `scripts/pack-lexicons.ts` writes it. */
const packed = JSON.parse(readFileSync(join(FOLDER, 'packed.json'), 'utf8')) as Record<string, Lexicon<unknown>>;

/** Reads `src/classify/lexicons/NAME.yaml`, which ships with the package: from JSON, unless the file was changed since that was written. */
export function readLexicon<T>(name: string): Lexicon<T> {
  const text = readFileSync(join(FOLDER, `${name}.yaml`), 'utf8');
  const digest = sha256(text);
  const known = packed[name];
  return { content: (known?.digest === digest ? known.content : parseYaml(text)) as T, digest };
}

/** Loads the parser where it is needed: it takes longer than all that it would read here. */
function parseYaml(text: string): unknown {
  const { parse } = createRequire(import.meta.url)('yaml') as { parse(source: string): unknown };
  return parse(text);
}

/** One expression for each language that finds any of a group's patterns. */
export function compilePatterns({ en, zh }: Patterns): CompiledPatterns {
  return { en: anyOf(en), zh: anyOf(zh) };
}

function anyOf(patterns: readonly string[]): RegExp {
  const source = patterns.map((pattern) => `(?:${pattern})`).join('|');
  const lower = source.replace(/\\.|[A-Z]/g, (part) => (part.startsWith('\\') ? part : part.toLowerCase()));
  return new RegExp(lower === '' ? '(?!)' : withoutCaptures(lower), 'gm');
}

/** The same expression with groups that keep nothing, which are faster; one that refers back to a group stays as it is. */
export function withoutCaptures(source: string): string {
  if (/\\[1-9]|\\k</.test(source)) return source;
  return source.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)/g, (part) => (part === '(' ? '(?:' : part));
}
