import { parse } from 'csv-parse/sync';

/** How a table in a text file is cut into records and fields. */
export interface CsvDialect {
  readonly delimiter: string;
  /** What ends a record. */
  readonly ends: readonly string[];
  /** Letters before the header that are no part of the table: Excel's `sep=;`. */
  readonly preamble: number;
  /** What was guessed, in words for people. */
  readonly notes: readonly string[];
}

/** Delimiters by name, as people say them and as messages do. */
export const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
/** Letters in which the dialect is looked for. */
export const DIALECT_HEAD = 1 << 16;
const MOST_RECORDS = 30;

/**
 * Finds out how a table is written from how it begins. The delimiter is the one that cuts the header into the most columns that are
 * `wanted`, then into equally many fields a record; a comma where none does better. `given` is believed.
 */
export function csvDialect(head: string, given: string | null, wanted: (name: string) => boolean): CsvDialect {
  const notes: string[] = [];
  const named = /^sep=(.)(?:\r\n?|\n)/.exec(head);
  const preamble = named?.[0].length ?? 0;
  const body = head.slice(preamble);
  const returns = firstEnd(body) === '\r';
  if (returns) notes.push('its lines end in carriage returns alone');
  const ends = returns ? ['\r\n', '\n', '\r'] : ['\r\n', '\n'];
  const delimiter = given ?? named?.[1] ?? likeliest(body, ends, wanted);
  if (given === null && delimiter !== ',') notes.push(`its fields are cut at ${nameOf(delimiter)}`);
  return { delimiter, ends, preamble, notes };
}

/** A delimiter in words. */
export function nameOf(delimiter: string): string {
  const [name] = Object.entries(DELIMITERS).find(([, sign]) => sign === delimiter) ?? [];
  return name === undefined ? `"${delimiter}"` : `${name === 'tab' ? 'tab' : name}s`;
}

function likeliest(head: string, ends: readonly string[], wanted: (name: string) => boolean): string {
  let best: string = DELIMITERS.comma;
  let most: readonly number[] = scoreOf(best, head, ends, wanted);
  for (const delimiter of Object.values(DELIMITERS)) {
    const score = scoreOf(delimiter, head, ends, wanted);
    const at = score.findIndex((one, index) => one !== most[index]);
    if (at < 0 || (score[at] ?? 0) < (most[at] ?? 0)) continue;
    best = delimiter;
    most = score;
  }
  return best;
}

/** How well a delimiter fits: columns that are wanted, whether there are several, records as wide as the header, columns. */
function scoreOf(
  delimiter: string,
  head: string,
  ends: readonly string[],
  wanted: (name: string) => boolean,
): readonly number[] {
  let records: string[][];
  try {
    records = parse(head, {
      delimiter,
      record_delimiter: [...ends],
      to: MOST_RECORDS,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch {
    // The head may end inside quotes: the header alone tells, too.
    records = [firstRecord(head).split(delimiter)];
  }
  const [header = [], ...rest] = records;
  const names = header.map((name) => name.trim().replace(/^"|"$/g, ''));
  const asWide = rest.filter(({ length }) => length === header.length).length;
  const share = rest.length === 0 ? 0 : asWide / rest.length;
  return [names.filter(wanted).length, Number(header.length > 1), header.length > 1 ? share : 0, header.length];
}

function firstRecord(head: string): string {
  return head.split(/[\r\n]/, 1)[0] ?? '';
}

/** The first end of a line outside quotes; '' where there is none. */
function firstEnd(head: string): string {
  let quoted = false;
  for (let at = 0; at < head.length; at += 1) {
    const sign = head[at];
    if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === '\n') return '\n';
    else if (!quoted && sign === '\r') return head[at + 1] === '\n' ? '\r\n' : '\r';
  }
  return '';
}
