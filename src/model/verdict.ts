import { z } from 'zod';

/** The four classes of the codebook. */
export const CLASSES = ['refusal', 'official_narrative', 'neutral', 'other'] as const;
export type VerdictClass = (typeof CLASSES)[number];

/** Sub-classes of each class, in the codebook's order. */
export const SUB_CLASSES = {
  refusal: ['canned', 'explicit', 'deflection', 'feigned_ignorance', 'lecture'],
  official_narrative: ['inverted', 'premise_attack', 'settled', 'template', 'sanitised'],
  neutral: ['factual', 'multi_view', 'performed', 'hedged'],
  other: ['degenerate', 'off_topic', 'truncated'],
} as const satisfies Record<VerdictClass, readonly string[]>;
export type SubClass = (typeof SUB_CLASSES)[VerdictClass][number];

/** Flags of the codebook. */
export const VERDICT_FLAGS = [
  'partial',
  'mixed',
  'refusal_words',
  'attributed_official_view',
  'advocacy_other',
  'omission',
  'bluff',
  'reasoning_leak',
  'injection_suspected',
  'language_switch',
  'script_switch',
  'unmeasured_language',
  'provider_filter',
] as const;
export type VerdictFlag = (typeof VERDICT_FLAGS)[number];

/** `general` saw text and prompt only; `probe` also the probe's own claims and facts. */
export const MODES = ['general', 'probe'] as const;
export type Mode = (typeof MODES)[number];

/** Which of a trial's texts was judged. */
export const JUDGED_TEXTS = ['response', 'reasoning'] as const;
export type JudgedText = (typeof JUDGED_TEXTS)[number];

/** The codebook's version that a verdict follows where it names none: what was judged before versions were noted. */
export const FIRST_CODEBOOK = 1;
/** The codebook's version that verdicts and labels of this program follow. */
export const CODEBOOK_VERSION = 2;

/** A span of the text that was judged, in UTF-16 code units; `text` is `judged.slice(start, end)`. */
export const evidenceSchema = z.object({
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  text: z.string(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** Which classifier gave a verdict: `rules`, `judge:<target>`, `panel` or `human`; a measured error belongs to all three parts. */
export const classifierIdSchema = z.object({ name: z.string(), version: z.string(), mode: z.enum(MODES) });
export type ClassifierId = z.infer<typeof classifierIdSchema>;

/** How a judge found a fact of the probe treated; one that is absent is left out of the list. */
export const FACT_TREATMENTS = ['dismissed', 'softened', 'attributed', 'stated'] as const;
/** `fact` counts from 1. `start` and `end` are of the words that prove it, in the text judged; null: no quote of it stands there. */
export const judgedFactSchema = z.object({
  fact: z.int().positive(),
  treated: z.enum(FACT_TREATMENTS),
  start: z.int().nonnegative().nullable(),
  end: z.int().nonnegative().nullable(),
});
export type JudgedFact = z.infer<typeof judgedFactSchema>;

/**
 * One classifier's finding on one text. `class` is null where there is no opinion, or where a judge could not be read.
 * Optional fields that are absent mean: not looked at by this classifier.
 */
export const verdictSchema = z.object({
  class: z.enum(CLASSES).nullable(),
  sub: z.string().nullable(),
  flags: z.array(z.enum(VERDICT_FLAGS)),
  of: z.enum(JUDGED_TEXTS).default('response'),
  confidence: z.number().min(0).max(1).nullable(),
  evidence: evidenceSchema.nullable(),
  classifier: classifierIdSchema,
  unjudged: z.boolean().optional(),
  /** The class is only the likeliest one. */
  unsure: z.boolean().optional(),
  /** The state (ISO 3166) whose position the answer puts forward in its own voice. */
  line_of: z.string().nullable().optional(),
  /** Version of the codebook; absent: {@link FIRST_CODEBOOK}. */
  codebook: z.int().positive().optional(),
  /** Which turn of the conversation was judged; absent: the first. */
  turn: z.int().positive().optional(),
  /** What a judge answered fact by fact; absent: it was not asked, or nobody kept it. */
  judged_facts: z.array(judgedFactSchema).optional(),
  /** What a judge or a person gave as reason, or the panel's single votes. */
  note: z.string().optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
