/** One record of a CSV file with the line it begins on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes) from pieces of text, a record at a time. Blank
 * lines are passed over. Throws a SyntaxError with its line where a quote is never closed.
 */
export async function* csvRecords(parts: AsyncIterable<string>, delimiter = ','): AsyncGenerator<CsvRecord> {
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let wasQuoted = false;
  let pendingQuote = false;
  let line = 1;
  let start = 1;
  let isFirst = true;
  for await (const part of parts) {
    const text = isFirst ? part.replace(/^\ufeff/, '') : part;
    isFirst = false;
    for (const char of text) {
      if (pendingQuote) {
        pendingQuote = false;
        if (char === '"') {
          field += '"';
          continue;
        }
        quoted = false;
      }
      if (char === '\n') line += 1;
      if (quoted) {
        if (char === '"') pendingQuote = true;
        else field += char;
      } else if (char === '"' && field === '' && !wasQuoted) {
        quoted = true;
        wasQuoted = true;
      } else if (char === delimiter) {
        fields.push(field);
        field = '';
        wasQuoted = false;
      } else if (char === '\n') {
        fields.push(field.endsWith('\r') ? field.slice(0, -1) : field);
        if (fields.length > 1 || fields[0] !== '') yield { line: start, fields };
        fields = [];
        field = '';
        wasQuoted = false;
        start = line;
      } else {
        field += char;
      }
    }
  }
  if (quoted && !pendingQuote)
    throw new SyntaxError(`line ${start}: expected a closing quote, got the end of the file`);
  fields.push(field);
  if (fields.length > 1 || fields[0] !== '') yield { line: start, fields };
}
