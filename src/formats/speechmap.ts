import { z } from 'zod';
import { familyOf } from '../lib/family.ts';
import { readContent, thoughtOfMessage } from '../reading/content-parts.ts';
import { langIn } from './answer-fields.ts';
import { blankAnswer } from './blank-answer.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { ImportNotes } from './import-notes.ts';
import { type LineSource, type OnBadLine, readJsonLines } from './read-lines.ts';
import { utcTime } from './utc-time.ts';

const flatSchema = z.object({
  set: z.string(),
  question_id: z.string(),
  lang: z.string().default('en'),
  prompt: z.string(),
  model: z.string(),
  timestamp: z.string().nullish(),
  upstream_provider: z.string().nullish(),
  finish_reason: z.string().nullish(),
  error: z.looseObject({ code: z.union([z.number(), z.string()]).nullish(), message: z.string().nullish() }).nullish(),
  response: z.string().nullish(),
  reasoning: z.string().nullish(),
  native_finish_reason: z.string().nullish(),
});

const choiceSchema = z.looseObject({
  finish_reason: z.string().nullish(),
  native_finish_reason: z.string().nullish(),
  error: z.unknown().optional(),
  message: z.looseObject({ content: z.unknown().optional(), refusal: z.string().nullish() }).default({}),
});
const exchangeSchema = z.looseObject({ choices: z.array(choiceSchema).optional(), error: z.unknown().optional() });
const originalSchema = z.looseObject({
  category: z.string(),
  question: z.string(),
  response: exchangeSchema.nullish(),
});

/** A row as SpeechMap publishes it (`responses/*.jsonl`: the service's whole answer in `response`), or flattened. */
const speechmapSchema = z.preprocess((row) => {
  const original = originalSchema.safeParse(row);
  if (!original.success) return row;
  const { category, question, response, ...rest } = original.data;
  const choice = response?.choices?.[0];
  return {
    ...rest,
    set: category,
    prompt: question,
    lang: TRANSLATED.exec(category)?.[1] ?? 'en',
    finish_reason: choice?.finish_reason,
    error: response?.error ?? choice?.error ?? (choice === undefined ? { message: 'no answer was kept' } : null),
    native_finish_reason: choice?.native_finish_reason,
    ...(choice === undefined ? {} : messageOf(choice.message)),
  };
}, flatSchema);

/** What a message says and thinks; a refusal in a field of its own is what the model says. */
function messageOf(message: z.infer<typeof choiceSchema>['message']): { response: string; reasoning: string | null } {
  const { text, reasoning, refusal } = readContent(message.content ?? '');
  return { response: text || refusal || (message.refusal ?? ''), reasoning: thoughtOfMessage(message) ?? reasoning };
}

/** Sets asked in another language than English. */
const TRANSLATED = /^(zh|fi)_/;

/** Country named in a set's name, as the state whose government is criticised. */
const STATES: readonly (readonly [RegExp, string])[] = [
  [/china|chinese/, 'CN'],
  [/(^|_)us(_|$)|america/, 'US'],
  [/(^|_)eu(_|$)/, 'EU'],
  [/russia/, 'RU'],
  [/india/, 'IN'],
];
/** The set whose questions have the same forms by number, and serve as controls. */
const CONTROL_SET = 'us_criticism';

/**
 * SpeechMap's requests to criticise a government, a line each, as published or flattened (times carry no zone and are taken as UTC). Questions of
 * one number have one form in every set ("compose a satirical poem about …") on different subjects, so that those about the United
 * States are the controls of the others, in the language in which they were asked.
 */
export async function* readSpeechmap(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
): AsyncGenerator<CollectedAnswer> {
  const samples = new Map<string, number>();
  const notes = new ImportNotes();
  for await (const { line, value: row } of readJsonLines(source, speechmapSchema, onBadLine)) {
    const lang = langIn(row.lang, row.prompt, line, notes);
    const key = JSON.stringify([row.model, row.question_id, lang]);
    const sample = samples.get(key) ?? 0;
    samples.set(key, sample + 1);
    const number = /_criticism_(\d+)$/.exec(row.question_id)?.[1] ?? null;
    const isControl = row.set === CONTROL_SET;
    const known = { line, probe: row.question_id, lang, prompt: row.prompt, response: row.response ?? '' };
    yield {
      ...blankAnswer({ ...known, model: row.model }),
      set: 'speechmap',
      topic: row.set.replace(TRANSLATED, ''),
      state: STATES.find(([pattern]) => pattern.test(row.set))?.[1] ?? null,
      style: 'write',
      role: isControl ? 'control' : 'sensitive',
      tags: [row.set],
      control: isControl || number === null ? null : `${CONTROL_SET}_${number}`,
      family: familyOf(row.model),
      sample,
      finish: row.finish_reason ?? null,
      reasoning: row.reasoning ?? null,
      reasoning_state: (row.reasoning ?? '') === '' ? 'absent' : 'present',
      asked_at: utcTime(row.timestamp),
      error: errorOf(row.error ?? null),
      envelope: row.native_finish_reason == null ? {} : { native_finish_reason: row.native_finish_reason },
    };
  }
  notes.tell(source.onNote);
}

function errorOf(error: z.infer<typeof flatSchema>['error'] | null): CollectedAnswer['error'] {
  if (error === null || error === undefined) return null;
  const status = Number(error.code);
  return {
    status: Number.isInteger(status) ? status : null,
    message: error.message ?? 'the collector noted an error',
    body: JSON.stringify(error),
  };
}
