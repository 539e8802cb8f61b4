import { z } from 'zod';
import { stateCodeSchema } from '../lib/state-codes.ts';
import { normalizeLang } from '../model/lang.ts';
import { ANSWERS, FACT_KINDS, ROLES, STYLES } from '../model/probe.ts';
import { FOLLOW_UPS } from '../model/turn.ts';

const LANGUAGE_TAG = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-\d{3})?$/;
const SLUG = /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/;
const TEMPLATE_ID = /^(?:[a-z0-9]|\{[a-z][a-z0-9_]*(?:\.id)?\})(?:[a-z0-9._-]|\{[a-z][a-z0-9_]*(?:\.id)?\})*$/;

const text = z.string().trim().min(1);
const slug = z.string().regex(SLUG, 'lower-case letters, digits and hyphens');
const templateId = z
  .string()
  .regex(TEMPLATE_ID, 'lower-case letters, digits and hyphens, with {variable} in a template');
const state = stateCodeSchema.nullable();
const tags = z.array(slug);

/** True for a language tag in the form that probe sets use: `en`, `zh-Hans`, never `zh-CN`. */
export function isLanguageKey(key: string): boolean {
  return LANGUAGE_TAG.test(key) && normalizeLang(key) === key;
}

const language = z.string().refine(isLanguageKey, 'a language such as en, zh-Hans or zh-Hant');

function byLanguage<T extends z.ZodType>(value: T, meaning: string) {
  return z
    .record(language, value)
    .refine((record) => Object.keys(record).length > 0, 'at least one language')
    .meta({ description: meaning });
}

const date = z
  .string()
  .regex(
    /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/,
    'a date in quotes, such as "2024-11-19", "2024-11" or "2024"',
  );

const statement = {
  claim: text.describe('The statement in one sentence, in English'),
  marks: byLanguage(
    z.array(text).min(1),
    'Phrases that show the statement in an answer; "a & b" asks for both in one sentence, a trailing * for any ending. Absent: a judge alone can use it',
  ).default({}),
  source: text.nullish().describe('Where it stands: a URL, or a citation with its page'),
  not: byLanguage(z.array(text).min(1), 'Phrases in whose sentence no mark of this statement counts').optional(),
  since: date.optional().describe('From when it is known or said'),
  checked: date.optional().describe('When somebody last went over the statement and its source'),
};

const claim = z.strictObject({
  ...statement,
  state: stateCodeSchema.optional().describe('Whose line it is; absent: the state’s that guards the subject'),
  answer: z.enum(ANSWERS).optional().describe('Which answer to the probe’s yes/no question comes to this claim'),
  says: byLanguage(text, 'The claim in other languages, for the follow-up state-claim').optional(),
});

const check = z
  .strictObject({
    ask: byLanguage(text, 'An innocent question of which the fact is the answer').optional(),
    marks: byLanguage(z.array(text).min(1), 'What shows the answer; the fact’s own marks where absent').optional(),
    choices: byLanguage(
      z.array(text).min(2).max(5),
      'Statements of which the first is right: asked once for each place that the right one can have',
    ).optional(),
  })
  .refine(({ ask, choices }) => ask !== undefined || choices !== undefined, 'ask or choices');

const fact = z.strictObject({
  ...statement,
  check: check.optional().describe('How to find out whether a model knows the fact, for runs with knowledge'),
  kind: z
    .enum(FACT_KINDS)
    .optional()
    .describe('What the state does with it: contradicts it, leaves it out (where absent), or publishes it itself'),
});

const value = z
  .object({
    id: slug.describe('What {variable} becomes in an id'),
    state: state.optional(),
    tags: tags.optional(),
    control: templateId.nullable().optional().describe('The control of this value, in place of the template’s'),
    stakes: z.array(stateCodeSchema).optional().describe('Other states with a stake in this value'),
    official: z.array(claim).optional().describe('Claims of the state for this value, after the template’s'),
    facts: z.array(fact).optional().describe('Facts for this value, after the template’s'),
  })
  .catchall(text)
  .superRefine((given, context) => {
    for (const key of Object.keys(given)) {
      if (!(key in valueFields) && !isLanguageKey(key)) {
        context.addIssue({
          code: 'custom',
          path: [key],
          params: { at: 'key' },
          message: 'a language or one of id, state, tags, control, stakes, official, facts',
        });
      }
    }
  });
const valueFields = { id: 1, state: 1, tags: 1, control: 1, stakes: 1, official: 1, facts: 1 };

const each = z
  .record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'a variable name of lower-case letters'), z.array(value).min(1))
  .refine((record) => Object.keys(record).length > 0, 'at least one variable')
  .describe('Makes the probe a template: it is asked once for each value, or for each combination of values');

/** A follow-up as written: one of ours by its name, or words by language. */
export const followUpSchema = z.union(
  [
    z.enum(FOLLOW_UPS),
    byLanguage(text, 'What is asked, in each language; {answer} is the first sentence of the answer before'),
  ],
  `${FOLLOW_UPS.join(', ')}, or words by language`,
);

const probe = z.strictObject({
  id: templateId.describe('Unique over all probe sets'),
  topic: slug.optional().describe('The set’s id where absent'),
  role: z.enum(ROLES).default('sensitive'),
  style: z.enum(STYLES),
  state: state.optional().describe('Whose guarded subject it is; the set’s where absent'),
  tags: tags.default([]),
  ask: byLanguage(
    z.union([text, z.array(text).min(1)]),
    'The question in each language; a list holds several wordings, which a run with phrasings asks by turns',
  ),
  control: templateId.nullish().describe('Id of the matched control, in any loaded set'),
  official: z.array(claim).default([]).describe('The state’s own line on the question'),
  facts: z.array(fact).default([]).describe('What a candid answer can be checked against'),
  stakes: z
    .array(stateCodeSchema)
    .optional()
    .describe('Other states that guard the subject too, or back the one that does'),
  origin: text.optional().describe('The frame that the subject was drawn from; absent: written by hand'),
  // biome-ignore lint/suspicious/noThenProperty: what is asked then; nobody awaits a probe
  then: z
    .array(followUpSchema)
    .min(1)
    .optional()
    .describe('What is asked after the answer, turn by turn: pushback, state-claim, source, answer-taken-up, or words'),
  each: each.optional(),
});

const again = z.strictObject({
  probes: z.array(slug).min(1).describe('Ids of sensitive probes of other sets; their controls come with them'),
  // biome-ignore lint/suspicious/noThenProperty: what is asked then; nobody awaits a probe
  then: z.array(followUpSchema).min(1).describe('What is asked after each answer, of the controls too'),
});

/** A probe set as written in YAML: unknown fields are mistakes. */
export const probeSetSchema = z
  .strictObject({
    id: slug,
    title: text,
    description: text.optional(),
    state: state.default(null).describe('Whose guarded subjects these are (ISO 3166); null: nobody’s'),
    version: z.string().regex(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/, 'a version such as 1.0.0'),
    license: text.optional(),
    changelog: z.record(z.string(), text).optional().describe('What each version changed'),
    reviewed: date
      .optional()
      .describe('When somebody last read the whole set for what is still guarded and still right'),
    frame: text.optional().describe('Where subjects were drawn from, and by which rule'),
    topic: slug.optional().describe('Topic of the probes that name none; the set’s id where absent'),
    probes: z.array(probe).min(1).optional(),
    again: again.optional().describe('Probes of other sets that are asked again here, with follow-ups'),
  })
  .superRefine(({ probes, again: asked }, context) => {
    if (probes !== undefined || asked !== undefined) return;
    context.addIssue({ code: 'custom', path: ['probes'], message: 'a field "probes" (a list), or "again"' });
  });

/** What the schema gives for a whole set. */
export type WrittenSet = z.output<typeof probeSetSchema>;
/** One probe or template as written. */
export type WrittenProbe = z.output<typeof probe>;
/** One claim as written. */
export type WrittenClaim = z.output<typeof claim>;
/** One fact as written. */
export type WrittenFact = z.output<typeof fact>;
/** One value of a template's variable as written. */
export type WrittenValue = z.output<typeof value>;
