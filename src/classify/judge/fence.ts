import { sha256 } from '../../lib/digest.ts';
import type { Span } from '../../probes/sentence-spans.ts';
import { TAKEN_OUT } from './quote-tokens.ts';

/** Hexadecimal digits of a seal. */
const SEAL_DIGITS = 6;
/** Stands in what is shown where something was taken out. */
const GAP = '[…]';

/** A text made safe to show to a judge. */
export interface Fenced {
  /** The text between lines that it cannot contain. */
  readonly block: string;
  /** A word made of the text's own hash, which its author could not know. */
  readonly seal: string;
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
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not reach a judge
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufdd0]|[\u{e0000}-\u{e007f}]/gu;

/** The text with stretches taken out, each code unit of them by {@link TAKEN_OUT}: no offset changes. */
export function takeOut(text: string, spans: readonly Span[]): string {
  return spans.reduce(
    (rest, { start, end }) => rest.slice(0, start) + TAKEN_OUT.repeat(end - start) + rest.slice(end),
    text,
  );
}

/** Fences a neutralised text under a name. What was taken out stands as one gap, and what nobody sees is left out. */
export function fence(name: string, text: string): Fenced {
  const seal = sealOf(text);
  const shown = text
    .replace(new RegExp(`${TAKEN_OUT}+`, 'gu'), GAP)
    .replace(/(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/gu, '');
  return { block: `<<<${name} ${seal}\n${shown.toWellFormed()}\n${seal} ${name}>>>`, seal };
}

function sealOf(text: string): string {
  for (let n = 0; ; n++) {
    const seal = sha256(`${n}\n${text}`).slice(0, SEAL_DIGITS);
    if (!text.includes(seal)) return seal;
  }
}
