import { ConfigError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import {
  ALSO_NAMED,
  ANSWER_FIELDS,
  type AnswerField,
  answerOfFields,
  type ColumnMap,
  type FieldReader,
} from './answer-fields.ts';
import { sampleCounter } from './blank-answer.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { csvRecords } from './csv-records.ts';
import { flatEnvelope, isFilterField } from './filter-fields.ts';
import { ImportNotes } from './import-notes.ts';
import { type LineSource, type OnBadLine, readTexts } from './read-lines.ts';
import type { ReadOptions } from './read-options.ts';

/** Plain CSV with a header. Columns for prompt and response are needed; the rest is made up where it is missing. */
export async function* readCsv(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
  columns: ColumnMap = {},
  unused: Set<string> = new Set(),
  { delimiter = null }: ReadOptions = {},
): AsyncGenerator<CollectedAnswer> {
  const wrong = (line: number | null, message: string) =>
    new ConfigError([{ file: source.name, line, column: null, message }]);
  const { onNote } = source;
  const context = { fallback: 'csv', sampleOf: sampleCounter(), notes: new ImportNotes() };
  let places: ReadonlyMap<AnswerField, number> | null = null;
  let header: readonly string[] = [];
  try {
    const reading = { delimiter, wanted: (name: string) => isWanted(name, columns), onNote };
    for await (const { line, fields } of csvRecords(readTexts(source), reading)) {
      if (places === null) {
        header = fields.map((name) => name.trim());
        places = placesOf(header, columns, (message) => wrong(line, message), onNote);
        const used = new Set(places.values());
        for (const [place, name] of header.entries()) if (!used.has(place) && !isFilterField(name)) unused.add(name);
        continue;
      }
      const { length: width } = header;
      const reason = fields.length === width ? null : `expected ${width} fields, got ${fields.length}`;
      const answer = reason ?? answerOfFields(line, readerOf(header, fields, places), context);
      if (typeof answer !== 'string') yield answer;
      else if (onBadLine === null) throw wrong(line, answer);
      else onBadLine({ line, reason: answer });
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong(null, error.message);
    throw error;
  }
  context.notes.tell(onNote);
  if (places === null) throw wrong(1, 'expected a header with the names of the columns, got nothing');
}

/** Names of columns that a message shows, and letters of each. */
const MOST_SHOWN = 20;
const LONGEST_NAME = 40;

/** A name without what people vary in it: case, blanks, dashes. */
const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

function isWanted(name: string, columns: ColumnMap): boolean {
  return ANSWER_FIELDS.some((field) => namesOf(field, columns).some((one) => plain(one) === plain(name)));
}

function namesOf(field: AnswerField, columns: ColumnMap): readonly string[] {
  const mapped = columns[field];
  return mapped === undefined ? [field, ...(ALSO_NAMED[field] ?? [])] : [mapped];
}

function placesOf(
  names: readonly string[],
  columns: ColumnMap,
  wrong: (message: string) => ConfigError,
  onNote: ((note: string) => void) | undefined,
) {
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
    const sought = namesOf(field, columns);
    const exact = sought.map((one) => names.indexOf(one)).find((one) => one >= 0) ?? -1;
    const near = names.findIndex((one) => sought.some((other) => plain(other) === plain(one)));
    const place = exact >= 0 ? exact : near;
    if (place >= 0) {
      places.set(field, place);
      if (exact < 0) onNote?.(`column "${names[place]}" is read as ${field}`);
    } else if (columns[field] !== undefined || field === 'prompt' || field === 'response') {
      throw wrong(
        `expected a column "${name}" for ${field} among ${among}, got none.${didYouMean(name, names)} Name it with --map ${field}=COLUMN`,
      );
    }
  }
  return places;
}

function readerOf(
  header: readonly string[],
  fields: readonly string[],
  places: ReadonlyMap<AnswerField, number>,
): FieldReader {
  const value = (name: AnswerField): string => {
    const place = places.get(name);
    return place === undefined ? '' : (fields[place] ?? '');
  };
  return { value, envelope: flatEnvelope(header, fields), typed: false };
}
