import { z } from 'zod';
import type { Json } from '../lib/json.ts';
import { secondsIn } from '../lib/seconds-in.ts';
import { stateCodeSchema } from '../lib/state-codes.ts';
import { LONGEST_NAME } from '../model/model-name.ts';
import { TARGET_KINDS } from '../model/target-kind.ts';
import { followUpSchema, isLanguageKey } from '../probes/schema.ts';
import type { OwnField } from '../targets/provider.ts';
import { providerOf } from '../targets/providers.ts';
import { THINK_LEVELS } from '../targets/services/service.ts';
import { SERVICE_IDS } from '../targets/services/service-of.ts';
import { thinkMistakes } from './think-mistakes.ts';
import { watchSchema } from './watch-schema.ts';

const text = z.string().trim().min(1);
const share = z.number().min(0).max(1);
const language = z.string().refine(isLanguageKey, 'a language such as en, zh-Hans or zh-Hant');
const json: z.ZodType<Json> = z.lazy(() => {
  return z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]);
});

/** Sampling parameters as written; null sends none. */
const params = z.strictObject({
  temperature: z.number().min(0).nullable().optional(),
  top_p: share.nullable().optional(),
  top_k: z.int().nonnegative().nullable().optional(),
  min_p: share.nullable().optional(),
  repeat_penalty: z.number().positive().nullable().optional(),
  max_tokens: z.int().positive().optional(),
  /** Tokens for thought beside those of the answer. */
  reasoning_tokens: z.int().nonnegative().optional(),
  num_ctx: z.int().positive().nullable().optional(),
});
export type WrittenParams = z.output<typeof params>;

/** Fields that only some kinds take. */
const OWN_FIELDS: readonly OwnField[] = ['model', 'baseURL', 'apiKey', 'headers', 'file', 'service', 'tls', 'logprobs'];

const targetFields = {
  /** What people read in the place of the id. */
  name: z
    .string()
    .trim()
    .min(1)
    .max(LONGEST_NAME)
    .regex(/^\P{Cc}*$/u, 'a name on one line')
    .optional(),
  family: text.optional(),
  provider: z.enum(TARGET_KINDS),
  model: text.optional(),
  baseURL: z
    .string()
    .regex(/^https?:\/\/[^\s/]+/, 'an address that begins with http:// or https://')
    .refine(
      (address) => !/^https?:\/\//.test(address) || URL.canParse(address),
      'an address whose host and port can be read, such as http://127.0.0.1:8000/v1',
    )
    .optional(),
  apiKey: text.optional(),
  file: text.optional(),
  system: z.string().nullable().optional(),
  think: z
    .literal([true, false, ...THINK_LEVELS])
    .nullable()
    .optional(),
  /** What listens at the address, where it does not tell itself. */
  service: z.enum(SERVICE_IDS).optional(),
  params: params.optional(),
  headers: z.record(z.string(), z.string()).default({}),
  /** ISO 3166 code of the state of the model's maker. */
  jurisdiction: stateCodeSchema.optional(),
  /** Alternatives of the first token to keep. */
  logprobs: z.int().min(1).max(20).optional(),
  /** A certificate (PEM) to trust beside those of the system. */
  tls: z.strictObject({ ca: text }).optional(),
  body: z.record(z.string(), json).default({}),
  concurrency: z.int().positive().optional(),
  rate: z.number().positive().nullable().optional(),
  price: z
    .strictObject({
      input: z.number().nonnegative(),
      output: z.number().nonnegative(),
      batch: z.number().min(0).max(1).exactOptional(),
    })
    .nullable()
    .optional(),
  where: z.enum(['hosted', 'local']).optional(),
  timeoutSeconds: z.number().positive().optional(),
  /** false: it is there for `judges` only. */
  audit: z.boolean().default(true),
};

const checkedTarget = (given: z.output<z.ZodObject<typeof targetFields>>, context: z.RefinementCtx): void => {
  const { needs, takes } = providerOf(given.provider);
  for (const field of needs) {
    if (given[field] === undefined) {
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `a field "${field}" for provider ${given.provider}`,
      });
    }
  }
  for (const field of OWN_FIELDS) {
    const value = given[field];
    const isGiven = value !== undefined && (typeof value !== 'object' || Object.keys(value).length > 0);
    if (isGiven && !takes.includes(field)) {
      const message = `no such field for provider ${given.provider}, which takes ${takes.join(', ')}`;
      context.addIssue({ code: 'custom', path: [field], params: { at: 'key' }, message });
    }
  }
  for (const { path, message } of thinkMistakes(given)) context.addIssue({ code: 'custom', path, message });
};

const target = z
  .strictObject({
    id: z.string().regex(/^[\w.:@+-]+$/, 'an id of letters, digits and . _ - : without a slash'),
    ...targetFields,
  })
  .superRefine(checkedTarget);
export type WrittenTarget = z.output<typeof target>;

/** A target that is named by each release: `${release}` and `${digest}` stand in it. */
export const targetTemplate = z.strictObject(targetFields).superRefine(checkedTarget);
export type WrittenTemplate = z.output<typeof targetTemplate>;

const level = z.union(
  [
    z.literal(['none', 'minimal']),
    z.strictObject({ id: z.string().regex(/^[\w.-]+$/), text: z.string().trim().min(1) }),
  ],
  'none, minimal, or {id, text}',
);

/** What is varied beside the questions: every target is asked in every combination. */
const arms = z
  .strictObject({
    system: z.array(level).min(1).meta({ example: '[none, minimal]' }).optional(),
    temperature: z.array(z.number().min(0)).min(1).meta({ example: '[0, 0.7]' }).optional(),
    think: z
      .array(z.literal([true, false, ...THINK_LEVELS]))
      .min(1)
      .meta({ example: '[true, false]' })
      .optional(),
  })
  .superRefine((given, context) => {
    for (const [factor, levels] of Object.entries(given)) {
      if (levels === undefined) continue;
      const names = levels.map((one) => (typeof one === 'object' ? one.id : String(one)));
      const own = levels.some((one) => typeof one === 'object' && ['none', 'minimal'].includes(one.id));
      if (own) context.addIssue({ code: 'custom', path: [factor], message: 'an id other than none and minimal' });
      const twice = names.find((name, i) => names.indexOf(name) !== i);
      if (twice !== undefined)
        context.addIssue({ code: 'custom', path: [factor], message: `each level once, got ${twice} twice` });
    }
  })
  .meta({ example: '{ system: [none, minimal], temperature: [0, 0.7] }' });

const time = z
  .union([z.number(), z.string()], 'seconds, or a time such as 90 s, 15 min or 1 h')
  .transform((given, context) => {
    const seconds = secondsIn(String(given));
    if (seconds === null)
      context.addIssue({ code: 'custom', message: 'seconds, or a time such as 90 s, 15 min or 1 h' });
    return seconds ?? 0;
  });

const margin = z.strictObject({
  /** null: the total is not checked. */
  max_increase: share.nullable().default(0.05),
  topics: z.record(z.string(), share).default({}),
  languages: z.record(language, share).default({}),
});

/** What a published site says of itself. */
const site = z.strictObject({
  title: text.optional(),
  /** Where it will stand. */
  baseURL: z
    .string()
    .regex(/^https?:\/\/[^\s/?#]+(?:\/[^\s?#]*)?$/, 'an address that begins with https:// and has no ? or #')
    .optional(),
  license: text.optional(),
  probesLicense: text.optional(),
  noindex: z.boolean().default(false),
});
export type WrittenSite = z.output<typeof site>;

/** `candor.yaml` as written, after `${NAME}` was put in. */
export const configSchema = z.strictObject({
  probes: z.array(text).default([]),
  topics: z.array(text).default([]),
  styles: z.array(text).default([]),
  tags: z.array(text).default([]),
  languages: z.array(language).min(1).default(['en']),
  samples: z.int().positive().default(5),
  /** How many wordings of a question are asked by turns. */
  phrasings: z.int().positive().default(1),
  arms: arms.optional(),
  /** Whether checks of facts are asked too, to tell what a target does not know from what it keeps back. */
  knowledge: z.boolean().default(false),
  /** What is asked after each answer, turn by turn. */
  // biome-ignore lint/suspicious/noThenProperty: what is asked then; nobody awaits a configuration
  then: z.array(followUpSchema).default([]),
  seed: z.int().nonnegative().optional(),
  /** How long a target that answered and does not any more is waited for. */
  patience: time.optional(),
  params: params.default({}),
  targets: z.array(target).default([]),
  judges: z
    .array(
      z.strictObject({
        target: text,
        languages: z.array(language).default([]),
        /** Asks for flags too, in a second call for each answer. */
        flags: z.boolean().default(false),
      }),
    )
    .default([]),
  /** What `candor plan --preregister` writes down beside the plan. */
  preregister: z
    .strictObject({ hypotheses: z.array(text).default([]), analysis: z.array(text).default([]) })
    .optional(),
  gate: z
    .strictObject({
      refusal: margin.optional(),
      official_narrative: margin.optional(),
      withheld: margin.optional(),
      other: margin.optional(),
      /** Share of trials that may be undelivered. */
      tolerance: share.default(0.02),
      /** Share of the planned trials that must be paired. */
      pairing: share.default(0.95),
      /** How often the gate is held against one baseline. */
      looks: z.int().positive().max(10_000).default(1),
    })
    .optional(),
  site: site.optional(),
  watch: watchSchema({ template: targetTemplate, language, time }).optional(),
});
export type WrittenConfig = z.output<typeof configSchema>;
export type WrittenWatch = NonNullable<WrittenConfig['watch']>;
