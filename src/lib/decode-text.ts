import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { ConfigError } from './errors.ts';
import { guessEncodings, wideEncoding } from './guess-encoding.ts';
import {
  cutTail,
  firstBad,
  isMostlyUtf8,
  isPlainlyUtf8,
  joined,
  lineFeeds,
  replacedIn,
  startsWith,
} from './utf8-bytes.ts';

/** What is said of the text that is read, and how it is to be read. */
export interface TextSource {
  /** The file, for messages. */
  readonly name: string;
  /** As the person says that it is encoded; null: nobody says; absent: nobody can. A byte order mark counts for more. */
  readonly encoding?: string | null;
  /** Told what was guessed. */
  readonly onNote?: ((note: string) => void) | undefined;
}

const UTF_8 = 'utf-8';
/** Byte order marks, the longer ones first; UTF-32 cannot be read. */
const MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-32', [0xff, 0xfe, 0, 0]],
  ['utf-32', [0, 0, 0xfe, 0xff]],
  [UTF_8, [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** Files that are no text, by how they begin. */
const NO_TEXT: readonly (readonly [kind: string, begin: readonly number[]])[] = [
  ['a file that gzip has packed; unpack it', [0x1f, 0x8b]],
  ['a ZIP archive (such as an Excel workbook); save its table as CSV', [0x50, 0x4b, 3, 4]],
  ['a file that Zstandard has packed; unpack it', [0x28, 0xb5, 0x2f, 0xfd]],
  ['Parquet; --format parquet reads it', [0x50, 0x41, 0x52, 0x31]],
  ['a SQLite database', [...Buffer.from('SQLite format 3\0')]],
];
const LONGEST_MARK = 4;
/** Bytes that become a string together: strings so small are freed as soon as they are of no use. */
const TOGETHER = 1 << 15;
/** What is looked at where bytes cannot be read, and for zeros that tell UTF-16. */
const LOOKED_AT = 1 << 16;

/**
 * The text of a stream, piece by piece and without its byte order mark. Text that is not UTF-8, and says of itself nothing else, is
 * refused in a ConfigError that names the encoding which it looks like. Bad bytes become U+FFFD only where `encoding` says UTF-8.
 */
export async function* decodeText(
  parts: AsyncIterable<Uint8Array | string>,
  source: TextSource,
): AsyncGenerator<string> {
  const decoder = new Decoder(source);
  const iterator = parts[Symbol.asyncIterator]();
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    if (typeof next.value === 'string') {
      yield decoder.atBegin ? next.value.replace(/^\ufeff/, '') : next.value;
      decoder.atBegin = false;
      continue;
    }
    for (let at = 0; at < next.value.length; at += TOGETHER) {
      const text = decoder.write(next.value.subarray(at, at + TOGETHER));
      if (text === null) throw decoder.refusal([next.value.subarray(at + TOGETHER), ...(await moreOf(iterator))]);
      if (text !== '') yield text;
    }
  }
  const last = decoder.end();
  if (last === null) throw decoder.refusal([]);
  if (last !== '') yield last;
  decoder.tell();
}

/** The same for bytes that are all there. */
export function decodeBytes(bytes: Uint8Array, source: TextSource): string {
  const decoder = new Decoder(source);
  const text = decoder.write(bytes);
  const last = text === null ? null : decoder.end();
  if (text === null || last === null) throw decoder.refusal([]);
  decoder.tell();
  return text + last;
}

/** A text file, whole. Throws ConfigError as above, and what the system says where it cannot be read. */
export async function readTextFile(file: string, name = file): Promise<string> {
  return decodeBytes(await readFile(file), { name });
}

async function moreOf(iterator: AsyncIterator<Uint8Array | string>): Promise<Uint8Array[]> {
  const more: Uint8Array[] = [];
  let size = 0;
  while (size < LOOKED_AT) {
    const next = await iterator.next();
    if (next.done === true) break;
    if (typeof next.value === 'string') continue;
    more.push(next.value);
    size += next.value.length;
  }
  return more;
}

class Decoder {
  atBegin = true;
  readonly #source: TextSource;
  /** Bytes that wait for those after them. */
  #held: Uint8Array = new Uint8Array();
  #encoding: string;
  /** null: UTF-8, which is checked and read faster without. */
  #other: InstanceType<typeof TextDecoder> | null = null;
  /** The first bytes, as long as UTF-16 without a mark may be found in them. */
  #looked: Uint8Array = new Uint8Array();
  #lines = 1;
  #bad: Uint8Array | null = null;
  #replaced = 0;
  #marked = false;

  constructor(source: TextSource) {
    this.#source = source;
    this.#encoding = source.encoding ?? UTF_8;
  }

  /** null: the bytes cannot be read. */
  write(part: Uint8Array): string | null {
    const bytes = joined(this.#held, part);
    this.#held = new Uint8Array();
    if (!this.atBegin) return this.#read(bytes);
    if (bytes.length < LONGEST_MARK) {
      this.#held = bytes;
      return '';
    }
    return this.#begin(bytes);
  }

  /** What is left when there is no more. */
  end(): string | null {
    const held = this.#held;
    this.#held = new Uint8Array();
    const before = this.atBegin && held.length > 0 ? this.#begin(held) : null;
    if (this.atBegin && held.length > 0 && before === null) return null;
    const rest = before === null ? held : this.#held;
    this.#held = new Uint8Array();
    if (this.#other !== null) {
      try {
        return (before ?? '') + this.#other.decode();
      } catch {
        return this.#fail(rest);
      }
    }
    if (rest.length === 0) return before ?? '';
    if (this.#source.encoding !== UTF_8) return this.#fail(rest);
    this.#replaced += 1;
    return `${before ?? ''}\ufffd`;
  }

  /** Says what was guessed, and what was lost. */
  tell(): void {
    const { name, onNote } = this.#source;
    if (this.#marked) onNote?.(`${name} is read as ${this.#encoding.toUpperCase()}, as its byte order mark says`);
    if (this.#replaced > 0)
      onNote?.(
        `${name}: bytes that are not UTF-8 stand as U+FFFD in ${this.#replaced === 1 ? '1 place' : `${this.#replaced} places`}`,
      );
  }

  /** Why the text cannot be read; `more`: bytes that follow, which make the guess better. */
  refusal(more: readonly Uint8Array[]): ConfigError {
    const { name, encoding } = this.#source;
    const bad = (this.#bad ?? new Uint8Array()).subarray(0, LOOKED_AT);
    const sample = more.reduce(joined, bad);
    const none = NO_TEXT.find(([, begin]) => this.#lines === 1 && startsWith(sample, begin));
    const wrong = (message: string, line: number | null = this.#lines) =>
      new ConfigError([{ file: name, line, column: null, message }]);
    if (none !== undefined) return wrong(`expected text, got ${none[0]}`, null);
    if (this.#encoding === 'utf-32') return wrong('expected UTF-8 or UTF-16, got UTF-32: save the file as UTF-8', null);
    const [guess] = guessEncodings(sample);
    if (encoding !== undefined && encoding !== null && this.#encoding !== UTF_8) {
      const found = isPlainlyUtf8(sample) ? 'UTF-8: leave out --encoding' : looksLike(guess, true);
      return wrong(
        `expected ${this.#encoding} as --encoding says, got bytes that ${found.startsWith('UTF-8') ? 'are' : 'are not;'} ${found}`,
      );
    }
    if (isMostlyUtf8(sample)) {
      const hint = encoding === undefined ? '' : ': --encoding utf-8 reads the rest, with U+FFFD in their place';
      return wrong(`expected UTF-8, got a character whose bytes are damaged${hint}`);
    }
    return wrong(`expected UTF-8, got bytes that are not; ${looksLike(guess, encoding !== undefined)}`);
  }

  #begin(bytes: Uint8Array): string | null {
    this.atBegin = false;
    const mark = MARKS.find(([, begin]) => startsWith(bytes, begin));
    if (mark !== undefined) {
      this.#encoding = mark[0];
      this.#marked = mark[0] !== UTF_8;
    }
    if (this.#encoding === 'utf-32' || NO_TEXT.some(([, begin]) => startsWith(bytes, begin))) return this.#fail(bytes);
    if (this.#encoding !== UTF_8) {
      if (mark !== undefined) this.#looked = new Uint8Array(LOOKED_AT);
      this.#other = new TextDecoder(this.#encoding, { fatal: true });
    }
    return this.#read(bytes.subarray(mark?.[1].length ?? 0));
  }

  #read(bytes: Uint8Array): string | null {
    if (this.#other !== null) {
      if (this.#looked.length < LOOKED_AT) {
        this.#looked = joined(this.#looked, bytes);
        if (isPlainlyUtf8(this.#looked)) return this.#fail(this.#looked);
      }
      try {
        const text = this.#other.decode(bytes, { stream: true });
        this.#lines += lineFeeds(bytes);
        return text;
      } catch {
        return this.#fail(bytes);
      }
    }
    const cut = bytes.length - cutTail(bytes);
    this.#held = bytes.slice(cut);
    const ready = Buffer.from(bytes.buffer, bytes.byteOffset, cut);
    if (!isUtf8(ready)) {
      if (this.#source.encoding !== UTF_8) return this.#fail(bytes);
      this.#replaced += replacedIn(ready);
    }
    if (this.#looked.length < LOOKED_AT && this.#source.encoding !== UTF_8) {
      this.#looked = joined(this.#looked, ready.subarray(0, LOOKED_AT));
      if (this.#looked.includes(0) && wideEncoding(this.#looked) !== null) return this.#fail(this.#looked);
    } else this.#looked = new Uint8Array(LOOKED_AT);
    this.#lines += lineFeeds(ready);
    return ready.toString('utf8');
  }

  #fail(bytes: Uint8Array): null {
    this.#bad = bytes;
    const at = this.#encoding === UTF_8 ? firstBad(bytes) : 0;
    this.#lines += lineFeeds(bytes.subarray(0, at));
    return null;
  }
}

function looksLike(guess: { readonly encoding: string } | undefined, hasFlag: boolean): string {
  const save = 'save the file as UTF-8';
  if (guess === undefined)
    return `what they are cannot be told: ${hasFlag ? `name it with --encoding, or ${save}` : save}`;
  return `they look like ${guess.encoding}: ${hasFlag ? `--encoding ${guess.encoding}, or ${save}` : save}`;
}
