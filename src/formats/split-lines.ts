/**
 * The lines of a text that comes in pieces, ended by a line feed, a carriage return or both. `node:readline` also ends a line at U+2028
 * and U+2029 in newer versions of Node, which stand unescaped inside JSON strings.
 */
export async function* splitLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = [];
  let endedByReturn = false;
  for await (const text of texts) {
    // The two signs of one end may lie in two pieces.
    const piece = endedByReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') endedByReturn = text.endsWith('\r');
    const lines = piece.includes('\r') ? piece.split(/\r\n?|\n/) : piece.split('\n');
    for (const line of lines.slice(0, -1)) {
      yield [...parts, line].join('');
      parts = [];
    }
    parts.push(lines.at(-1) ?? '');
  }
  const last = parts.join('');
  if (last !== '') yield last;
}
