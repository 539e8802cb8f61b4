import { ConfigError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import { ALSO_NAMED, ANSWER_FIELDS, type AnswerField, answerOfFields, type ColumnMap } from './answer-fields.ts';
import { sampleCounter } from './blank-answer.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { csvRecords } from './csv-records.ts';
import { type LineSource, type OnBadLine, unreadable } from './read-lines.ts';

/** Plain CSV with a header. Columns for prompt and response are needed; the rest is made up where it is missing. */
export async function* readCsv(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
  columns: ColumnMap = {},
  unused: Set<string> = new Set(),
): AsyncGenerator<CollectedAnswer> {
  const wrong = (line: number | null, message: string) =>
    new ConfigError([{ file: source.name, line, column: null, message }]);
  const sampleOf = sampleCounter();
  let places: ReadonlyMap<AnswerField, number> | null = null;
  let width = 0;
  source.stream.setEncoding('utf8');
  try {
    for await (const { line, fields } of csvRecords(source.stream)) {
      if (places === null) {
        width = fields.length;
        places = placesOf(fields, columns, (message) => wrong(line, message));
        const used = new Set(places.values());
        for (const [place, name] of fields.entries()) if (!used.has(place)) unused.add(name.trim());
        continue;
      }
      const reason = fields.length === width ? null : `expected ${width} fields, got ${fields.length}`;
      const answer = reason ?? answerOfFields(line, readerOf(fields, places), 'csv', sampleOf);
      if (typeof answer !== 'string') yield answer;
      else if (onBadLine === null) throw wrong(line, answer);
      else onBadLine({ line, reason: answer });
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong(null, error.message);
    throw unreadable(error, source.name) ?? error;
  }
  if (places === null) throw wrong(1, 'expected a header with the names of the columns, got nothing');
}

/** Names of columns that a message shows, and letters of each. */
const MOST_SHOWN = 20;
const LONGEST_NAME = 40;

function placesOf(header: readonly string[], columns: ColumnMap, wrong: (message: string) => ConfigError) {
  const names = header.map((name) => name.trim());
  if (names[0]?.startsWith('{'))
    throw wrong('expected a header with the names of the columns, got JSON: --format jsonl');
  if (names.length === 1) throw wrong('expected a header with the names of two columns or more, got one column');
  const shown = names
    .slice(0, MOST_SHOWN)
    .map((name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name));
  const among =
    names.length > MOST_SHOWN ? `${shown.join(', ')} and ${names.length - MOST_SHOWN} more` : shown.join(', ');
  const places = new Map<AnswerField, number>();
  for (const field of ANSWER_FIELDS) {
    const name = columns[field] ?? field;
    const others = columns[field] === undefined ? (ALSO_NAMED[field] ?? []) : [];
    const place = [name, ...others].map((one) => names.indexOf(one)).find((one) => one >= 0) ?? -1;
    if (place >= 0) places.set(field, place);
    else if (columns[field] !== undefined || field === 'prompt' || field === 'response') {
      throw wrong(
        `expected a column "${name}" for ${field} among ${among}, got none.${didYouMean(name, names)} Name it with --columns ${field}=COLUMN`,
      );
    }
  }
  return places;
}

function readerOf(fields: readonly string[], places: ReadonlyMap<AnswerField, number>) {
  return (name: AnswerField) => {
    const place = places.get(name);
    return place === undefined ? '' : (fields[place] ?? '');
  };
}
