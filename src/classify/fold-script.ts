import { Converter } from 'opencc-js/t2cn';

const FIRST = 0x4e00;
const LAST = 0x9fff;
const APOSTROPHES = /[’‘]/g;

/** Each Chinese character's Simplified one; 0 where it was not looked up yet. */
const simple = new Uint16Array(LAST - FIRST + 1);
const toSimplified = Converter({ from: 't', to: 'cn' });

/**
 * Text with each Traditional character as its Simplified one and typographic apostrophes as plain ones, in the same
 * length, so that offsets stay true.
 */
export function foldScript(text: string): string {
  const plain = text.replace(APOSTROPHES, "'");
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at);
    if (code < FIRST || code > LAST) continue;
    const folded = simple[code - FIRST] || lookUp(code);
    if (folded === code) continue;
    parts.push(plain.slice(from, at), String.fromCharCode(folded));
    from = at + 1;
  }
  return parts.length === 0 ? plain : parts.join('') + plain.slice(from);
}

function lookUp(code: number): number {
  const character = String.fromCharCode(code);
  const converted = toSimplified(character);
  const folded = converted.length === 1 ? converted.charCodeAt(0) : code;
  simple[code - FIRST] = folded;
  return folded;
}
