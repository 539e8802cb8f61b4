import { UsageError } from '../lib/errors.ts';
import { familyOf } from '../lib/family.ts';
import { didYouMean } from '../lib/nearest.ts';
import { DELIVERIES, type Delivery } from '../model/delivery.ts';
import { normalizeLang } from '../model/lang.ts';
import { detectLang } from '../reading/detect-lang.ts';
import { blankAnswer, probeIdOf, type sampleCounter } from './blank-answer.ts';
import { ASSUMED_FIELDS, type CollectedAnswer } from './collected-answer.ts';
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
] as const;
export type AnswerField = (typeof ANSWER_FIELDS)[number];

/** Names under which a field also stands, where no column bears its own. */
export const ALSO_NAMED: Readonly<Partial<Record<AnswerField, readonly string[]>>> = {
  target: ['model'],
  finish: ['finish_reason', 'stop_reason'],
};

/** Which column holds which field; a field that is not named is looked for under its own name. */
export type ColumnMap = Readonly<Partial<Record<AnswerField, string>>>;

/** Reads `response=answer,prompt=question`. Throws UsageError for an unknown field. */
export function parseColumnMap(text: string): ColumnMap {
  const entries = text.split(',').map((pair) => {
    const [field = '', ...rest] = pair.split('=');
    const column = rest.join('=').trim();
    if (column === '') throw new UsageError(`expected columns as field=column, got "${pair}"`);
    if (!(ANSWER_FIELDS as readonly string[]).includes(field.trim())) {
      throw new UsageError(
        `expected one of the fields ${ANSWER_FIELDS.join(', ')}, got "${field}".${didYouMean(field, ANSWER_FIELDS)}`,
      );
    }
    return [field.trim(), column];
  });
  return Object.fromEntries(entries) as ColumnMap;
}

/**
 * The answer on a line whose fields `read` gives ('' where there is none), or what is wrong with it. `fallback` names the
 * target where no field does.
 */
export function answerOfFields(
  line: number,
  read: (field: AnswerField) => string,
  fallback: string,
  sampleOf: ReturnType<typeof sampleCounter>,
): CollectedAnswer | string {
  const field = (name: AnswerField) => {
    const value = read(name);
    return value === '' ? null : value;
  };
  const prompt = field('prompt');
  if (prompt === null) return 'expected a prompt, got nothing';
  const delivery = field('delivery');
  if (delivery !== null && !isDelivery(delivery))
    return `expected delivery as one of ${DELIVERIES.join(', ')}, got "${delivery}"`;
  const name = field('target') ?? fallback;
  const probe = field('probe') ?? probeIdOf(prompt);
  const lang = normalizeLang(field('lang') ?? detectLang(prompt));
  const sample = field('sample');
  const reasoning = field('reasoning');
  const error = field('error');
  return {
    ...blankAnswer({ line, probe, lang, prompt, model: name, response: field('response') ?? '' }),
    set: field('set'),
    topic: field('topic'),
    style: field('style'),
    role: field('role') ?? 'sensitive',
    state: field('state'),
    control: field('control'),
    family: field('family') ?? familyOf(name),
    sample: sample !== null && /^\d+$/.test(sample) ? Number(sample) : sampleOf(name, probe, lang),
    finish: field('finish'),
    delivery,
    reasoning,
    reasoning_state: reasoning === null ? 'absent' : 'present',
    asked_at: utcTime(field('asked_at')),
    assumed: ASSUMED_FIELDS.flatMap((one) => (one === 'topic' || field(one) !== null ? [] : [one])),
    error: error === null ? null : { status: null, message: error, body: error },
  };
}

function isDelivery(text: string): text is Delivery {
  return (DELIVERIES as readonly string[]).includes(text);
}
