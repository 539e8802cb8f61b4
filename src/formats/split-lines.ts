import { StringDecoder } from 'node:string_decoder';

/**
 * The lines of a stream of UTF-8, ended by a line feed, with or without a carriage return. `node:readline` also ends a line at U+2028
 * and U+2029 in newer versions of Node, which stand unescaped inside JSON strings.
 */
export async function* splitLines(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  for await (const part of stream) {
    const pieces = (typeof part === 'string' ? part : decoder.write(part)).split('\n');
    for (const piece of pieces.slice(0, -1)) {
      yield withoutReturn([...parts, piece].join(''));
      parts = [];
    }
    parts.push(pieces.at(-1) ?? '');
  }
  const last = parts.join('') + decoder.end();
  if (last !== '') yield withoutReturn(last);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
