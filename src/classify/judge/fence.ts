import { sha256 } from '../../lib/digest.ts';
import { estimateTokens } from '../../lib/estimate-tokens.ts';

/** Tokens of a text, roughly, that are shown from its beginning and its end; what is between them is left out. */
const SHOWN_TOKENS = { head: 2_000, tail: 1_000 } as const;
const MARKER = '\n[…]\n';
/** Hexadecimal digits of a seal. */
const SEAL_DIGITS = 6;

/** A text made safe to show to a judge. */
export interface Fenced {
  /** The text between lines that it cannot contain. */
  readonly block: string;
  /** A word made of the text's own hash, which its author could not know. */
  readonly seal: string;
  /** Characters of the middle that are not shown; 0: all is. */
  readonly hidden: number;
}

/**
 * Takes the meaning for machines out of a text without changing a single offset: every angle bracket and brace gets its
 * full-width form, so that control tokens, think tags, fences and JSON in it are none, and so do the brackets of instruction tags;
 * control, bidirectional and tag characters become U+FFFD.
 */
export function neutralise(text: string): string {
  return text
    .replace(/[<>{}◁▷]/g, (character) => WIDE[character] ?? character)
    .replace(/\[(?=\/?[A-Z][A-Z_]{2,}\])/g, '［')
    .replace(UNSAFE, (character) => '\ufffd'.repeat(character.length));
}

const WIDE: Readonly<Record<string, string>> = { '<': '＜', '>': '＞', '{': '｛', '}': '｝', '◁': '＜', '▷': '＞' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not reach a judge
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

/** Fences a neutralised text under a name. Long texts lose their middle. */
export function fence(name: string, text: string): Fenced {
  const seal = sealOf(text);
  const { shown, hidden } = withoutMiddle(text);
  return { block: `<<<${name} ${seal}\n${shown.toWellFormed()}\n${seal} ${name}>>>`, seal, hidden };
}

function withoutMiddle(text: string): { shown: string; hidden: number } {
  if (estimateTokens(text) <= SHOWN_TOKENS.head + SHOWN_TOKENS.tail) return { shown: text, hidden: 0 };
  const pieces = text.match(/.{1,64}/gsu) ?? [];
  let head = '';
  let tail = '';
  while (estimateTokens(head) < SHOWN_TOKENS.head) head += pieces.shift() ?? ' ';
  while (estimateTokens(tail) < SHOWN_TOKENS.tail) tail = (pieces.pop() ?? ' ') + tail;
  return { shown: head + MARKER + tail, hidden: pieces.reduce((sum, piece) => sum + piece.length, 0) };
}

function sealOf(text: string): string {
  for (let n = 0; ; n++) {
    const seal = sha256(`${n}\n${text}`).slice(0, SEAL_DIGITS);
    if (!text.includes(seal)) return seal;
  }
}
