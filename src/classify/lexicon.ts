import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
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

/** Reads `src/classify/lexicons/NAME.yaml`, which ships with the package. */
export function readLexicon<T>(name: string): Lexicon<T> {
  const text = readFileSync(join(PACKAGE_ROOT, 'src/classify/lexicons', `${name}.yaml`), 'utf8');
  return { content: parse(text) as T, digest: sha256(text) };
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
