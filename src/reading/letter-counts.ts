/** How many letters of a text are of which script, in code points. */
export interface LetterCounts {
  readonly han: number;
  readonly latin: number;
  readonly kana: number;
  /** Of the commonest characters, those that are written so in one of the Chinese scripts alone. */
  readonly traditional: number;
  readonly simplified: number;
}

const KINDS = [
  /\p{Script=Han}/u,
  /\p{Script=Latin}/u,
  /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  /[這個們來時會為國說對還沒開問關於從與後實樣體點無將當動過發長門東車語話請認讓總黨權統獨灣學麼]/u,
  /[这个们来时会为国说对还没开问关于从与后实样体点无将当动过发长门东车语话请认让总党权统独湾学么]/u,
] as const;
const LOOKED_UP = 0x80;
/** The kinds of each code unit as bits; 0 where it was not looked up yet. */
const kinds = new Uint8Array(0x10000);

/** Counts the letters of a text. */
export function countLetters(text: string): LetterCounts {
  const counts = [0, 0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    let bits = kinds[code] ?? 0;
    if (code >= 0xd800 && code <= 0xdbff) {
      const whole = text.codePointAt(at) ?? code;
      bits = bitsOf(String.fromCodePoint(whole));
      if (whole > 0xffff) at += 1;
    } else if (bits === 0) {
      bits = bitsOf(text.charAt(at)) | LOOKED_UP;
      kinds[code] = bits;
    }
    if (bits === LOOKED_UP) continue;
    for (let kind = 0; kind < KINDS.length; kind++)
      if ((bits & (1 << kind)) !== 0) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const [han = 0, latin = 0, kana = 0, traditional = 0, simplified = 0] = counts;
  return { han, latin, kana, traditional, simplified };
}

function bitsOf(letter: string): number {
  return KINDS.reduce((bits, pattern, kind) => (pattern.test(letter) ? bits | (1 << kind) : bits), 0);
}
