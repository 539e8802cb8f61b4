import {
  CHOICES,
  type Choice,
  CLAIM_VOICES,
  type ClaimAnswer,
  claimKey,
  type FactAnswer,
  FLAG_QUESTIONS,
  type FlagAnswers,
  factKey,
  type GeneralAnswers,
  type JudgeAnswers,
  QUESTION_KEYS,
  TREATMENTS,
} from './judge-answers.ts';

/** Answers as far as a reply holds them. */
export interface Coerced {
  readonly answers: JudgeAnswers;
  /** General questions without an answer that can be read; the first choice stands in their place. */
  readonly missing: readonly (Choice | 'voice_ordered')[];
  /** What was mended, in a few words each. */
  readonly slips: readonly string[];
}

/** Words that judges write for a choice, by the choice's first word where it means that nothing is there. */
const NOTHING = new Set(['', 'none', 'null', 'n/a', 'na', 'nil', 'nothing', '无', '没有', '無', '沒有', '不适用']);
const ALIASES: Readonly<Record<string, string>> = {
  partial: 'part',
  partially: 'part',
  partly: 'part',
  some: 'part',
  complete: 'full',
  fully: 'full',
  entire: 'full',
  own_voice: 'own',
  in_its_own_voice: 'own',
  asserted: 'own',
  attributed: 'reported',
  quoted: 'reported',
  reported: 'attributed',
  yes: 'stated',
  said: 'stated',
  plainly: 'stated',
  no: 'absent',
  not_mentioned: 'absent',
  state: 'state_line',
  states_line: 'state_line',
  facts: 'facts_or_views',
  views: 'facts_or_views',
  facts_and_views: 'facts_or_views',
  contested_as_settled: 'settled',
  premise_attack: 'attacks_premise',
  inverted: 'praise_instead',
  template: 'slogans',
  sanitised: 'official_framing_only',
  sanitized: 'official_framing_only',
  canned: 'fixed_sentence',
  deflection: 'changes_subject',
  feigned_ignorance: 'claims_ignorance',
  lecture: 'moralises',
  moralizes: 'moralises',
  several: 'views',
  several_views: 'views',
  multi_view: 'views',
  factual: 'facts',
  hedged: 'cautious',
  true: 'yes',
  readable: 'yes',
  not_requested: 'not_asked',
  部分: 'part',
  充分: 'full',
  完整: 'full',
  自己的口吻: 'own',
  自己: 'own',
  转述: 'reported',
  轉述: 'reported',
  否定: 'denied',
  没有拒绝: 'no',
  否: 'no',
  是: 'yes',
  直接说出: 'stated',
  淡化: 'softened',
  两者都有: 'both',
  官方立场: 'state_line',
  事实或观点: 'facts_or_views',
  什么都没有: 'nothing',
};
const TRUE = new Set(['true', 'yes', 'y', '1', '是', '对']);
const FALSE = new Set(['false', 'no', 'n', '0', '否', '不是', ...NOTHING]);

/**
 * Reads a value as answers about so many claims and facts, as tolerantly as their meaning allows: harmless slips of form are mended and
 * noted. null: it is no such object, or claims or facts are missing.
 */
export function coerceAnswers(value: unknown, claims: number, facts: number): Coerced | null {
  const fields = fieldsOf(value);
  if (fields === null) return null;
  const slips = new Set<string>();
  const missing: (Choice | 'voice_ordered')[] = [];
  const general: Record<string, string | boolean> = {};
  for (const key of QUESTION_KEYS) {
    const given = fields.get(key);
    if (key in CHOICES) {
      const choice = choiceOf(given, CHOICES[key as Choice], slips, key);
      if (choice === null) missing.push(key as Choice);
      general[key] = choice ?? CHOICES[key as Choice][0];
    } else if (key === 'voice_ordered') {
      const said = booleanOf(given, slips, key);
      if (said === null) missing.push(key);
      general[key] = said ?? false;
    } else general[key] = textOf(given, slips, key);
  }
  const byClaim = listOf(fields.get('claims'), claims, claimKey, slips, 'claims');
  const byFact = listOf(fields.get('facts'), facts, factKey, slips, 'facts');
  const claimAnswers = byClaim?.map((one) => entryOf(one, 'voice', CLAIM_VOICES, slips)) ?? [];
  const factAnswers = byFact?.map((one) => entryOf(one, 'treated', TREATMENTS, slips)) ?? [];
  if (byClaim === null || byFact === null || claimAnswers.includes(null) || factAnswers.includes(null)) return null;
  const answers = {
    ...(general as unknown as GeneralAnswers),
    claims: claimAnswers as unknown as ClaimAnswer[],
    facts: factAnswers as unknown as FactAnswer[],
  };
  return { answers, missing, slips: [...slips] };
}

/** The second call's answers; null: it is none, in any part. */
export function coerceFlags(value: unknown): FlagAnswers | null {
  const fields = fieldsOf(value);
  if (fields === null) return null;
  const slips = new Set<string>();
  const said = FLAG_QUESTIONS.map((key) => [key, booleanOf(fields.get(key), slips, key)] as const);
  if (said.some(([, one]) => one === null)) return null;
  return { ...Object.fromEntries(said), seal: textOf(fields.get('seal'), slips, 'seal') } as FlagAnswers;
}

/** A word of a form: lower case, underscores between its parts, nothing round it. */
function plainWord(raw: string): string {
  return raw
    .normalize('NFKC')
    .trim()
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, '_')
    .toLowerCase()
    .replace(/^[\s"'“”‘’「」`*_.()[\]]+|[\s"'“”‘’「」`*_.。,，()[\]]+$/gu, '')
    .replace(/['’]/gu, '')
    .replace(/[\s\-–/]+/gu, '_');
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value).map(([key, one]) => [plainWord(key), one]));
}

function choiceOf(given: unknown, choices: readonly string[], slips: Set<string>, key: string): string | null {
  if (given === undefined) return null;
  if (Array.isArray(given)) {
    const read = given.map((one) => choiceOf(one, choices, slips, key)).filter((one) => one !== null);
    slips.add(`${key}: a list`);
    return given.length === 0
      ? (choices[0] ?? null)
      : (choices.find((one) => read.includes(one) && one !== choices[0]) ?? read[0] ?? null);
  }
  if (typeof given === 'object' && given !== null) {
    const inner = Object.values(given).find((one) => typeof one === 'string' && choices.includes(plainWord(one)));
    if (inner !== undefined) slips.add(`${key}: an object`);
    return inner === undefined ? null : plainWord(inner as string);
  }
  const raw = given === null ? '' : String(given);
  if (choices.includes(raw)) return raw;
  const word = plainWord(raw);
  const lead = plainWord(/^[^(:（：,，;；—–]*/u.exec(raw)?.[0] ?? '');
  const found = [word, lead].flatMap((one) => [one, ALIASES[one] ?? '']).find((one) => choices.includes(one));
  const nothing = NOTHING.has(word) ? (choices[0] ?? null) : null;
  if (found === undefined && nothing === null) return null;
  slips.add(`${key}: ${given === null ? 'null' : `“${raw.slice(0, 30).toWellFormed()}”`}`);
  return found ?? nothing;
}

function booleanOf(given: unknown, slips: Set<string>, key: string): boolean | null {
  if (typeof given === 'boolean') return given;
  if (given === undefined) return null;
  const word = plainWord(given === null ? '' : String(given));
  if (!TRUE.has(word) && !FALSE.has(word)) return null;
  slips.add(`${key}: ${given === null ? 'null' : `“${String(given).slice(0, 12)}”`}`);
  return TRUE.has(word);
}

function textOf(given: unknown, slips: Set<string>, key: string): string {
  if (typeof given === 'string') return given;
  if (key === 'seal' && typeof given === 'number') {
    slips.add('seal: a number');
    return String(given).padStart(6, '0');
  }
  slips.add(`${key}: ${given === undefined ? 'missing' : given === null ? 'null' : 'no text'}`);
  if (Array.isArray(given)) return given.filter((one) => typeof one === 'string').join(' … ');
  return typeof given === 'number' ? String(given) : '';
}

/** Claims or facts in their order, as an object by key or as a list; null: one is missing. */
function listOf(
  given: unknown,
  n: number,
  keyOf: (i: number) => string,
  slips: Set<string>,
  name: string,
): unknown[] | null {
  if (n === 0) return [];
  if (Array.isArray(given)) {
    slips.add(`${name}: a list`);
    const named = new Map(
      given.flatMap((one) => {
        const fields = fieldsOf(one);
        const id = fields?.get('id') ?? fields?.get('key') ?? fields?.get(name === 'claims' ? 'claim' : 'fact');
        return typeof id === 'string' ? [[id.trim().toLowerCase(), one] as const] : [];
      }),
    );
    const ordered = Array.from({ length: n }, (_, i) => named.get(keyOf(i).toLowerCase()));
    if (ordered.every((one) => one !== undefined)) return ordered;
    return given.length === n && named.size === 0 ? given : null;
  }
  const fields = fieldsOf(given);
  const ordered = Array.from({ length: n }, (_, i) => fields?.get(keyOf(i).toLowerCase()));
  return ordered.every((one) => one !== undefined) ? ordered : null;
}

function entryOf<T extends string>(
  given: unknown,
  field: 'voice' | 'treated',
  choices: readonly T[],
  slips: Set<string>,
): Record<string, string> | null {
  if (typeof given === 'string' || given === null) {
    const choice = choiceOf(given, choices, slips, field);
    slips.add(`${field}: without a quote`);
    return choice === null ? null : { quote: '', [field]: choice };
  }
  const fields = fieldsOf(given);
  const said = fields?.get(field) ?? fields?.get('says');
  const choice = choiceOf(said, choices, slips, field);
  return choice === null ? null : { quote: textOf(fields?.get('quote'), slips, 'quote'), [field]: choice };
}
