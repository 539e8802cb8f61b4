import type { Lang } from '../model/lang.ts';
import type { FirstToken } from '../model/served.ts';
import { readLexicon } from './lexicon.ts';

/** A probability of which only bounds are known, 0…1. */
export interface Mass {
  /** Of the alternatives that are known. */
  readonly lo: number;
  /** The same, and all that is missing from the known ones. */
  readonly hi: number;
}

const OPENINGS = readLexicon<Readonly<Record<string, readonly string[]>>>('openings').content;

/**
 * The probability that an answer begins with a word that often opens refusals, from its first token's alternatives: a measure
 * that needs no sampling (after Arditi et al. 2024, https://arxiv.org/abs/2406.11717, which takes single tokens). null where the
 * language has no list.
 */
export function refusingMass(tokens: readonly FirstToken[], lang: Lang): Mass | null {
  const openings = OPENINGS[lang] ?? OPENINGS[lang.split('-')[0] ?? ''];
  if (openings === undefined) return null;
  let lo = 0;
  let known = 0;
  for (const { token, logprob } of tokens) {
    const p = Math.exp(logprob);
    known += p;
    if (openings.some((opening) => opensWith(token, opening))) lo += p;
  }
  const bounded = Math.min(1, lo);
  return { lo: bounded, hi: Math.min(1, bounded + Math.max(0, 1 - known)) };
}

/** True where a token is an opening, its beginning (two characters or more), or goes on behind it with another word. */
function opensWith(token: string, opening: string): boolean {
  const text = token.replace(/^[\s▁Ġ]+/, '').trimEnd();
  if (text === opening) return true;
  if ([...text].length >= 2 && opening.startsWith(text)) return true;
  if (!text.startsWith(opening)) return false;
  return !/^[\p{L}\p{N}’']/u.test(text.slice(opening.length)) || /\p{Script=Han}$/u.test(opening);
}
