import { ConfigError, UsageError } from '../lib/errors.ts';
import { familyOf } from '../lib/family.ts';
import { didYouMean } from '../lib/nearest.ts';
import { DELIVERIES, type Delivery } from '../model/delivery.ts';
import { normalizeLang } from '../model/lang.ts';
import { detectLang } from '../reading/detect-lang.ts';
import { blankAnswer, probeIdOf, sampleCounter, targetIdOf } from './blank-answer.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { csvRecords } from './csv-records.ts';
import { type LineSource, type OnBadLine, unreadable } from './read-lines.ts';
import { utcTime } from './utc-time.ts';

/** Fields that a CSV column can be mapped to. */
export const CSV_FIELDS = [
  'prompt',
  'response',
  'target',
  'probe',
  'lang',
  'set',
  'topic',
  'style',
  'role',
  'state',
  'control',
  'family',
  'sample',
  'finish',
  'delivery',
  'reasoning',
  'asked_at',
  'error',
] as const;
export type CsvField = (typeof CSV_FIELDS)[number];

/** Names under which a field also stands, where no column bears its own. */
const ALSO_NAMED: Readonly<Partial<Record<CsvField, readonly string[]>>> = { finish: ['finish_reason', 'stop_reason'] };

/** Which column holds which field; a field that is not named is looked for under its own name. */
export type ColumnMap = Readonly<Partial<Record<CsvField, string>>>;

/** Reads `response=answer,prompt=question`. Throws UsageError for an unknown field. */
export function parseColumnMap(text: string): ColumnMap {
  const entries = text.split(',').map((pair) => {
    const [field = '', ...rest] = pair.split('=');
    const column = rest.join('=').trim();
    if (column === '') throw new UsageError(`expected columns as field=column, got "${pair}"`);
    if (!(CSV_FIELDS as readonly string[]).includes(field.trim())) {
      throw new UsageError(
        `expected one of the fields ${CSV_FIELDS.join(', ')}, got "${field}".${didYouMean(field, CSV_FIELDS)}`,
      );
    }
    return [field.trim(), column];
  });
  return Object.fromEntries(entries) as ColumnMap;
}

/** Plain CSV with a header. Columns for prompt and response are needed; the rest is made up where it is missing. */
export async function* readCsv(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
  columns: ColumnMap = {},
): AsyncGenerator<CollectedAnswer> {
  const wrong = (line: number | null, message: string) =>
    new ConfigError([{ file: source.name, line, column: null, message }]);
  const sampleOf = sampleCounter();
  let places: ReadonlyMap<CsvField, number> | null = null;
  let width = 0;
  source.stream.setEncoding('utf8');
  try {
    for await (const { line, fields } of csvRecords(source.stream)) {
      if (places === null) {
        width = fields.length;
        places = placesOf(fields, columns, (message) => wrong(line, message));
        continue;
      }
      const reason = fields.length === width ? null : `expected ${width} fields, got ${fields.length}`;
      const answer = reason ?? answerOf(line, fields, places, sampleOf);
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

function placesOf(header: readonly string[], columns: ColumnMap, wrong: (message: string) => ConfigError) {
  const names = header.map((name) => name.trim());
  const places = new Map<CsvField, number>();
  for (const field of CSV_FIELDS) {
    const name = columns[field] ?? field;
    const others = columns[field] === undefined ? (ALSO_NAMED[field] ?? []) : [];
    const place = [name, ...others].map((one) => names.indexOf(one)).find((one) => one >= 0) ?? -1;
    if (place >= 0) places.set(field, place);
    else if (columns[field] !== undefined || field === 'prompt' || field === 'response') {
      throw wrong(
        `expected a column "${name}" for ${field} among ${names.join(', ')}, got none.${didYouMean(name, names)} Name it with --columns ${field}=COLUMN`,
      );
    }
  }
  return places;
}

function answerOf(
  line: number,
  fields: readonly string[],
  places: ReadonlyMap<CsvField, number>,
  sampleOf: ReturnType<typeof sampleCounter>,
): CollectedAnswer | string {
  const field = (name: CsvField) => {
    const place = places.get(name);
    const value = place === undefined ? '' : (fields[place] ?? '');
    return value === '' ? null : value;
  };
  const prompt = field('prompt');
  if (prompt === null) return 'expected a prompt, got nothing';
  const delivery = field('delivery');
  if (delivery !== null && !isDelivery(delivery))
    return `expected delivery as one of ${DELIVERIES.join(', ')}, got "${delivery}"`;
  const name = field('target') ?? 'csv';
  const probe = field('probe') ?? probeIdOf(prompt);
  const lang = normalizeLang(field('lang') ?? detectLang(prompt));
  const target = targetIdOf(name);
  const sample = field('sample');
  const reasoning = field('reasoning');
  const error = field('error');
  return {
    ...blankAnswer({ line, probe, lang, prompt, target, response: field('response') ?? '' }),
    set: field('set'),
    topic: field('topic'),
    style: field('style'),
    role: field('role') ?? 'sensitive',
    state: field('state'),
    control: field('control'),
    family: field('family') ?? familyOf(name),
    sample: sample !== null && /^\d+$/.test(sample) ? Number(sample) : sampleOf(target, probe, lang),
    finish: field('finish'),
    delivery,
    reasoning,
    reasoning_state: reasoning === null ? 'absent' : 'present',
    asked_at: utcTime(field('asked_at')),
    error: error === null ? null : { status: null, message: error, body: error },
  };
}

function isDelivery(text: string): text is Delivery {
  return (DELIVERIES as readonly string[]).includes(text);
}
