import { foldText, originalSpan } from '../../probes/fold-text.ts';
import type { Span } from '../../probes/sentence-spans.ts';

/** Letters that a quote must have to prove anything; a Han character counts double. */
const LEAST_WEIGHT = 4;

/**
 * Where a judge's quote stands in a text, in UTF-16 code units; null: it does not. Case, white space, and forms of quotes and
 * hyphens may differ, words may not; nothing is left out in between.
 */
export function findQuote(quote: string, text: string): Span | null {
  const trimmed = quote.trim().replace(EDGES, '').trim();
  if (weightOf(trimmed) < LEAST_WEIGHT) return null;
  const exact = text.indexOf(trimmed);
  if (exact !== -1) return { start: exact, end: exact + trimmed.length };
  const words = foldText(trimmed)
    .folded.split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  const folded = foldText(text);
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')).join('\\s+');
  const match = new RegExp(pattern, 'iu').exec(folded.folded);
  return match === null ? null : originalSpan(folded, match.index, match.index + match[0].length);
}

const EDGES = /^(?:["'“”‘’「」『』…]|\.{3})+|(?:["'“”‘’「」『』…]|\.{3})+$/gu;

function weightOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters + han;
}
