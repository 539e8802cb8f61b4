// Hashes of signs: below every letter's and character's, and above the mark of a beginning.
const QUOTE = 2;
const COLON = 3;
const NUMBER = 4;
const QUESTION = 5;

/**
 * The tokens of a stretch of folded lower-case text as 32-bit hashes: a word of Latin letters, a Chinese character, any number
 * as one sign, quotation marks, colons and question marks. Other signs are left out.
 */
export function tokenHashes(text: string, start: number, end: number): number[] {
  const hashes: number[] = [];
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) {
      let hash = 0x811c9dc5;
      while (at < end && isLetter(text.charCodeAt(at))) {
        hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
        at += 1;
      }
      hashes.push(hash);
      continue;
    }
    at += 1;
    if (code >= 0x30 && code <= 0x39) {
      while (at < end && isDigit(text.charCodeAt(at))) at += 1;
      hashes.push(NUMBER);
    } else if (code >= 0x3400 && code <= 0x9fff) hashes.push(code + 0x10000);
    else if (isQuote(code)) hashes.push(QUOTE);
    else if (code === 0x3a || code === 0xff1a) hashes.push(COLON);
    else if (code === 0x3f || code === 0xff1f) hashes.push(QUESTION);
  }
  return hashes;
}

/** The hash of a row of tokens that ends at `last`, from the hash of the row before it. */
export function joinHash(row: number, token: number): number {
  return Math.imul(row ^ token, 0x9e3779b1) ^ (row >>> 15);
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || code === 0x27 || (code >= 0xc0 && code <= 0x24f);
}

function isDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2c || code === 0x2e;
}

function isQuote(code: number): boolean {
  return code === 0x22 || (code >= 0x201c && code <= 0x201d) || (code >= 0x300c && code <= 0x300f) || code === 0xab;
}
