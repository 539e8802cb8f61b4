import { StringDecoder } from 'node:string_decoder';

/** Bytes that are turned into a string together: strings so small are freed as soon as they are of no use. */
const TOGETHER = 1 << 15;

/**
 * The lines of a stream of UTF-8, ended by a line feed, with or without a carriage return. `node:readline` also ends a line at U+2028
 * and U+2029 in newer versions of Node, which stand unescaped inside JSON strings.
 */
export async function* splitLines(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  for await (const part of stream) {
    for (const text of textsOf(part, decoder)) {
      const pieces = text.split('\n');
      for (const piece of pieces.slice(0, -1)) {
        yield withoutReturn([...parts, piece].join(''));
        parts = [];
      }
      parts.push(pieces.at(-1) ?? '');
    }
  }
  const last = parts.join('') + decoder.end();
  if (last !== '') yield withoutReturn(last);
}

function* textsOf(part: Buffer | string, decoder: StringDecoder): Generator<string> {
  if (typeof part === 'string') return yield part;
  for (let at = 0; at < part.length; at += TOGETHER) yield decoder.write(part.subarray(at, at + TOGETHER));
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
