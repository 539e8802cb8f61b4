import { estimateTokens } from '../../lib/estimate-tokens.ts';
import { type Span, sentenceSpans } from '../../probes/sentence-spans.ts';

/** Tokens of a text, roughly, that a judge reads at a time. */
export const WINDOW_TOKENS = 3_000;
/** Windows of one text at most; a longer one is left unjudged. */
export const MOST_WINDOWS = 12;

/**
 * Divides a text into windows that a judge can read one by one: at ends of paragraphs, else of lines, else of sentences, else
 * anywhere. They follow each other without a gap. null: the text is too long to be read at all.
 */
export function windowsOf(text: string): Span[] | null {
  if (estimateTokens(text) <= WINDOW_TOKENS) return [{ start: 0, end: text.length }];
  const windows: Span[] = [];
  let start = 0;
  let tokens = Number.POSITIVE_INFINITY;
  for (const end of cutsOf(text)) {
    const more = estimateTokens(text.slice(start, end));
    const last = windows.at(-1);
    if (last !== undefined && tokens + more <= WINDOW_TOKENS) {
      windows[windows.length - 1] = { start: last.start, end };
      tokens += more;
    } else {
      windows.push({ start, end });
      tokens = more;
    }
    start = end;
  }
  return windows.length > MOST_WINDOWS ? null : windows;
}

/** Ends of pieces that each fit a window, from the beginning of a text to its end. */
function cutsOf(text: string): number[] {
  const cuts: number[] = [];
  let from = 0;
  const pieces = (end: number, ends: readonly ((part: string) => number[])[]): void => {
    const [first, ...rest] = ends;
    const part = text.slice(from, end);
    if (estimateTokens(part) <= WINDOW_TOKENS) {
      if (end > from) cuts.push(end);
      from = end;
      return;
    }
    const offset = from;
    for (const cut of first?.(part) ?? hardCuts(part)) pieces(offset + cut, first === undefined ? [] : rest);
    if (from < end) pieces(end, first === undefined ? [] : rest);
  };
  pieces(text.length, [
    (part) => Array.from(part.matchAll(/\n\s*\n/gu), ({ 0: gap, index }) => index + gap.length),
    (part) => Array.from(part.matchAll(/\n/gu), ({ index }) => index + 1),
    (part) => sentenceSpans(part).map(({ end }) => end),
  ]);
  return cuts;
}

/** Anywhere but inside a character; each piece fits a window whatever its script. */
function hardCuts(part: string): number[] {
  const cuts: number[] = [];
  for (let at = WINDOW_TOKENS; at < part.length; at += WINDOW_TOKENS) {
    const low = part.charCodeAt(at);
    cuts.push(low >= 0xdc00 && low <= 0xdfff ? at - 1 : at);
  }
  return [...cuts, part.length];
}
