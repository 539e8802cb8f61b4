import { isUtf8 } from 'node:buffer';

/** UTF-8 with characters of three bytes in it, which no other encoding comes to by chance. */
export function isPlainlyUtf8(bytes: Uint8Array): boolean {
  const ready = whole(bytes);
  return isUtf8(ready) && (ready.toString('utf8').match(/[\u0800-\uffff]/g)?.length ?? 0) >= 2;
}

/** UTF-8 with a few bytes in it that are not. */
export function isMostlyUtf8(bytes: Uint8Array): boolean {
  const ready = whole(bytes);
  const bad = replacedIn(ready);
  return beyondAscii(ready.toString('utf8')) - bad > 3 * bad;
}

function beyondAscii(text: string): number {
  return text.match(/[^\0-\x7f]/gu)?.length ?? 0;
}

/** Bytes without a last character that is cut. */
function whole(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length - cutTail(bytes));
}

/** How many bytes at the end begin a character of UTF-8 that is not whole. */
export function cutTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Where the first byte stands that is not UTF-8; the length where all are. */
export function firstBad(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8(whole(bytes.subarray(0, middle)))) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many places of bytes stand as U+FFFD that were none before. */
export function replacedIn(bytes: Buffer): number {
  const all = bytes.toString('utf8').split('\ufffd').length - 1;
  let own = 0;
  const sign = Buffer.from('\ufffd');
  for (let at = bytes.indexOf(sign); at >= 0; at = bytes.indexOf(sign, at + 3)) own += 1;
  return all - own;
}

/** How many lines end in these bytes. */
export function lineFeeds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}

/** True where bytes begin so. */
export function startsWith(bytes: Uint8Array, begin: readonly number[]): boolean {
  return bytes.length >= begin.length && begin.every((byte, at) => bytes[at] === byte);
}

/** Two pieces as one; the second itself where the first is empty. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  return first.length === 0 ? second : Buffer.concat([first, second]);
}
