import { UsageError } from '../lib/errors.ts';
import { familyOf } from '../lib/family.ts';
import type { JsonObject } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { DELIVERIES, type Delivery } from '../model/delivery.ts';
import { normalizeLang } from '../model/lang.ts';
import { readContent, thoughtOfMessage } from '../reading/content-parts.ts';
import { detectLang } from '../reading/detect-lang.ts';
import { langOfWords } from '../reading/lang-of-words.ts';
import { askedIn, partsIn } from './asked-in.ts';
import { blankAnswer, probeIdOf, type sampleCounter } from './blank-answer.ts';
import { ASSUMED_FIELDS, type CollectedAnswer } from './collected-answer.ts';
import type { ImportNotes } from './import-notes.ts';
import { isNullWord } from './null-words.ts';
import { utcTime } from './utc-time.ts';

/** Fields that a column of CSV, or a key of JSONL, can be mapped to. */
export const ANSWER_FIELDS = [
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
  'refusal',
] as const;
export type AnswerField = (typeof ANSWER_FIELDS)[number];

/** Names under which a field also stands, where no column bears its own. */
export const ALSO_NAMED: Readonly<Partial<Record<AnswerField, readonly string[]>>> = {
  target: ['model', 'model_name', 'model_id'],
  lang: ['language'],
  sample: ['epoch', 'repeat', 'repetition'],
  finish: ['finish_reason', 'stop_reason'],
  reasoning: ['reasoning_content'],
  asked_at: ['timestamp', 'created_at'],
};
/** Names that a map may give a field beside its own. */
const MAPPED_AS: Readonly<Record<string, AnswerField>> = {
  model: 'target',
  id: 'probe',
  language: 'lang',
  time: 'asked_at',
};

/** Which column holds which field; a field that is not named is looked for under its own name. */
export type ColumnMap = Readonly<Partial<Record<AnswerField, string>>>;

/** Reads `response=answer,prompt=question`; a column of JSON may be a path. Throws UsageError for an unknown field. */
export function parseColumnMap(text: string): ColumnMap {
  const entries = text.split(',').map((pair) => {
    const [field = '', ...rest] = pair.split('=');
    const column = rest.join('=').trim();
    if (column === '') throw new UsageError(`expected columns as field=column, got "${pair}"`);
    const name = MAPPED_AS[field.trim()] ?? field.trim();
    if (!(ANSWER_FIELDS as readonly string[]).includes(name)) {
      const known = [...ANSWER_FIELDS, ...Object.keys(MAPPED_AS)];
      throw new UsageError(
        `expected one of the fields ${known.join(', ')}, got "${field}".${didYouMean(field, known)}`,
      );
    }
    return [name, column] as const;
  });
  const twice = entries.find(([name], at) => entries.findIndex(([other]) => other === name) !== at);
  if (twice !== undefined) throw new UsageError(`expected one column for ${twice[0]}, got two`);
  return Object.fromEntries(entries) as ColumnMap;
}

/** What programs write where there was no error. */
const NO_ERROR = /^(?:false|0|\[\]|\{\}|ok|no error)$/i;

/** What stands in the fields of one line. */
export interface FieldReader {
  /** A field's value: a text, or what JSON holds; undefined: there is no such field. */
  readonly value: (field: AnswerField) => unknown;
  /** What the line says beside the answer of filters and further finish reasons. */
  readonly envelope?: JsonObject;
  /** True where a text stands as it was, so that `None` may be what a model said. */
  readonly typed: boolean;
}

/** What the lines of one file share. */
export interface FieldContext {
  /** The target where no field names one. */
  readonly fallback: string;
  readonly sampleOf: ReturnType<typeof sampleCounter>;
  readonly notes: ImportNotes;
}

/** The answer on a line, or what is wrong with it. */
export function answerOfFields(line: number, reader: FieldReader, context: FieldContext): CollectedAnswer | string {
  const { fallback, sampleOf, notes } = context;
  const known = new Map<AnswerField, string | null>();
  const field = (name: AnswerField): string | null => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const text = wordsOf(reader.value(name)).trim();
    const isNothing = isNullWord(text);
    known.set(name, text === '' || isNothing ? null : text);
    if (isNothing) notes.add(`cells of ${name} that say they hold nothing are read as empty`, line, text);
    return known.get(name) ?? null;
  };
  const asked = askedIn(reader.value('prompt'));
  const prompt = isNullWord(asked.question) && !reader.typed ? '' : asked.question;
  if (prompt.trim() === '') return 'expected a prompt, got nothing';
  if (asked.isChat) notes.add('of prompts that are chats, the last message of the user counts as the question', line);
  const delivery = field('delivery');
  if (delivery !== null && !isDelivery(delivery))
    return `expected delivery as one of ${DELIVERIES.join(', ')}, got "${delivery}"`;
  const said = answerIn(reader, (text) =>
    notes.add('answers that say they hold nothing are read as empty', line, text),
  );
  const name = field('target') ?? fallback;
  const probe = field('probe') ?? probeIdOf(prompt, asked.before);
  const lang = langIn(field('lang'), prompt, line, notes);
  const reasoning = field('reasoning') === null ? null : thoughtOfMessage({ reasoning: reader.value('reasoning') });
  const failure = field('error');
  const error = failure === null || NO_ERROR.test(failure) ? null : failure;
  const given = field('asked_at');
  const askedAt = utcTime(given);
  if (given !== null && askedAt === null)
    notes.add(
      'times that cannot be told, or can be two, are left out; write them as 2025-03-01T10:00:00Z',
      line,
      given,
    );
  const sample = numberIn(field('sample'));
  const thought = reasoning ?? said.reasoning;
  return {
    ...blankAnswer({ line, probe, lang, prompt, model: name, response: said.text }),
    set: field('set'),
    topic: field('topic'),
    style: field('style'),
    role: field('role') ?? 'sensitive',
    state: field('state'),
    control: field('control'),
    family: field('family') ?? familyOf(name),
    sample: sample ?? sampleOf(name, probe, lang),
    finish: field('finish'),
    delivery,
    reasoning: thought,
    reasoning_state: thought === null ? 'absent' : thought.trim() === '' ? 'empty' : 'present',
    asked_at: askedAt,
    assumed: ASSUMED_FIELDS.flatMap((one) => (one === 'topic' || field(one) !== null ? [] : [one])),
    error: error === null ? null : { status: statusIn(reader.value('error')), message: error, body: error },
    ...(reader.envelope === undefined ? {} : { envelope: reader.envelope }),
  };
}

/** What a model said: a text, parts or a whole message; a refusal in a field of its own where there is nothing else. */
function answerIn(reader: FieldReader, onNull: (text: string) => void): { text: string; reasoning: string | null } {
  const value = reader.value('response');
  if (typeof value === 'string') {
    const isNothing = !reader.typed && isNullWord(value);
    if (isNothing) onNull(value);
    const text = isNothing ? '' : (partsIn(value) ?? value);
    return { text: text.trim() === '' ? refusalIn(reader.value('refusal')) || text : text, reasoning: null };
  }
  const message = isFields(value) && ('content' in value || 'refusal' in value) ? value : null;
  const read = readContent(message === null ? (value ?? '') : (message.content ?? ''));
  const thought = message === null ? null : thoughtOfMessage(message);
  const refusal = refusalIn(message?.refusal) || refusalIn(reader.value('refusal'));
  return { text: read.text || read.refusal || refusal, reasoning: thought ?? read.reasoning };
}

/** The words of a refusal; a mark that there was one (true, 1, yes) has none. */
function refusalIn(value: unknown): string {
  const isMark =
    typeof value !== 'string' || isNullWord(value) || /^\s*(?:true|false|yes|no|\d+(?:\.0)?)\s*$/i.test(value);
  return isMark ? '' : value;
}

/** The language that is given, or that of the prompt; what is not said plainly is noted. */
export function langIn(given: string | null, prompt: string, line: number, notes: ImportNotes): string {
  if (given === null) return detectLang(prompt);
  const { lang, known } = langOfWords(given);
  if (!known) notes.add('languages of unknown names are kept as they stand', line, given);
  else if (lang !== normalizeLang(given)) notes.add('names of languages are read as tags', line, `${given} → ${lang}`);
  return lang;
}

/** The status of HTTP that a failure names. */
function statusIn(failure: unknown): number | null {
  const status = isFields(failure) ? (failure.status ?? failure.status_code) : null;
  return typeof status === 'number' && Number.isInteger(status) ? status : null;
}

/** A number as tables hold it: `2`, and `2.0` where a column had gaps. */
function numberIn(text: string | null): number | null {
  return text !== null && /^\d{1,9}(?:\.0+)?$/.test(text) ? Math.trunc(Number(text)) : null;
}

/** A value as words; of an object its JSON. */
function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDelivery(text: string): text is Delivery {
  return (DELIVERIES as readonly string[]).includes(text);
}
