import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { csvDialect, DIALECT_HEAD } from './csv-dialect.ts';

/** One record of a CSV file with the line it begins on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** What is known of a table, and who hears what was guessed. */
export interface CsvReading {
  /** What lies between fields; null: it is guessed. */
  readonly delimiter?: string | null;
  /** True for the name of a column that is looked for. */
  readonly wanted?: (name: string) => boolean;
  readonly onNote?: ((note: string) => void) | undefined;
}

/**
 * Reads CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes) from pieces of text, a record at a time; what lies between
 * fields and ends lines is guessed. Blank lines are passed over; a quote inside a field is a letter. Throws a SyntaxError with its line
 * where a quote is never closed.
 */
export async function* csvRecords(parts: AsyncIterable<string>, reading: CsvReading = {}): AsyncGenerator<CsvRecord> {
  const { delimiter: given = null, wanted = () => false, onNote } = reading;
  const { head, rest } = await headOf(parts);
  const { delimiter, ends, preamble, notes } = csvDialect(head, given, wanted);
  for (const note of notes) onNote?.(note);
  const above = preamble === 0 ? 0 : 1;
  const end = ends.includes('\r') ? '\r' : '\n';
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    record_delimiter: [...ends],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const fed = pipeline(Readable.from(withHead(head.slice(preamble), rest)), parser).then(
    () => null,
    (error: unknown) => error,
  );
  let last = 0;
  let returns = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const text = record.join('');
      // The parser counts a carriage return inside a field as a line of its own, which it is where lines end so.
      if (end === '\n') returns += count(text, '\r');
      last = info.lines - returns + above;
      yield { line: last - count(text, end), fields: record };
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

/** The beginning of a text, and what comes after it. */
async function headOf(parts: AsyncIterable<string>): Promise<{ head: string; rest: AsyncIterator<string> }> {
  const rest = parts[Symbol.asyncIterator]();
  let head = '';
  while (head.length < DIALECT_HEAD) {
    const next = await rest.next();
    if (next.done === true) break;
    head += next.value;
  }
  return { head: head.replace(/^\ufeff/, ''), rest };
}

async function* withHead(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    yield head;
    // Lets records be read before the parser learns of a quote that is never closed, and drops them.
    await setImmediate();
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
