import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';

/** One record of a CSV file with the line it begins on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes) from pieces of text, a record at a time. Blank
 * lines are passed over; a quote inside a field is a letter. Throws a SyntaxError with its line where a quote is never closed.
 */
export async function* csvRecords(parts: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: ['\n', '\r\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const fed = pipeline(Readable.from(parts), parser).then(
    () => null,
    (error: unknown) => error,
  );
  let last = 0;
  let returns = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const text = record.join('');
      // The parser counts a carriage return inside a field as a line of its own.
      returns += count(text, '\r');
      last = info.lines - returns;
      yield { line: last - count(text, '\n'), fields: record };
    }
  } catch (error) {
    // The parser breaks off on a source that failed: the source's own error says more.
    const cause = (await fed) ?? error;
    if (cause instanceof CsvError && cause.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new SyntaxError(`line ${last + 1}: expected a closing quote, got the end of the file`, { cause });
    throw cause;
  }
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
