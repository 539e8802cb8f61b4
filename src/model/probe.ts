import { z } from 'zod';
import type { Lang } from './lang.ts';
import { FOLLOW_UPS, type FollowUp } from './turn.ts';

/** What a probe is for. */
export const ROLES = ['sensitive', 'control', 'neutral'] as const;
export type Role = (typeof ROLES)[number];

/** The form of a question. A control has its probe's style. */
export const STYLES = [
  'factual',
  'indirect',
  'individual',
  'contested',
  'opinion',
  'write',
  'leading',
  'innocent',
] as const;
export type Style = (typeof STYLES)[number];

/** Phrases, by language, that show a claim or fact in an answer. */
export type Marks = Readonly<Record<Lang, readonly string[]>>;

/** What a state does with a fact: contradicts it, leaves it out, or publishes it itself. */
export const FACT_KINDS = ['denied', 'omitted', 'shared'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** The two answers to a yes/no question. */
export const ANSWERS = ['yes', 'no'] as const;
export type Answer = (typeof ANSWERS)[number];

/** A checkable statement: a fact, or a claim of a state, with the phrases that show it and where it stands. */
export interface Statement {
  readonly claim: string;
  readonly marks: Marks;
  readonly source: string | null;
  /** Phrases, by language, in whose sentence no mark counts: where the words are there and the statement is not. */
  readonly not?: Marks;
  /** The day, month or year (ISO 8601) from which it is known or said; an answer of a model that is older cannot know it. */
  readonly since?: string;
  /** The day on which somebody last went over it: that it is current, and that its source says it (ISO 8601). */
  readonly checked?: string;
}

/** A claim of a state. Optional fields that are absent change no hash. */
export interface Claim extends Statement {
  /** Whose line it is (ISO 3166); absent: the state's that guards the probe's subject. */
  readonly state?: string;
  /** The answer to the probe's yes/no question that comes to this claim. */
  readonly answer?: Answer;
  /** The claim in other languages, for follow-ups that repeat it. */
  readonly says?: Readonly<Record<Lang, string>>;
}

/** A fact that a candid answer can be checked against. */
export interface Fact extends Statement {
  /** Absent: `omitted`. */
  readonly kind?: FactKind;
  /** How to find out whether a target knows it, apart from the guarded question; absent: nobody asks. */
  readonly check?: FactCheck;
}

/** Questions that show whether a fact is known, in each language. */
export interface FactCheck {
  /** An innocent question of which the fact is the answer. */
  readonly ask?: Readonly<Record<Lang, string>>;
  /** What shows the answer; absent: the fact's own marks. */
  readonly marks?: Marks;
  /** Statements of which the first is right, for a forced choice. */
  readonly choices?: Readonly<Record<Lang, readonly string[]>>;
}

/** What a question made from a check asks: which fact of which probe, and in a forced choice which letter is right. */
export interface KnowledgeOf {
  readonly probe: string;
  /** From 1, as facts stand in the probe. */
  readonly fact: number;
  readonly form: 'open' | 'choice';
  /** The letter before the right statement; absent: an open question. */
  readonly right?: string;
  /** What shows the answer to an open question, and what voids it; absent: the probe's own fact says so. */
  readonly shownBy?: { readonly marks: Marks; readonly not?: Marks };
}

/** One question, expanded from its template where it has one. */
export interface Probe {
  readonly id: string;
  /** Id of its probe set. */
  readonly set: string;
  readonly topic: string;
  readonly role: Role;
  readonly style: Style;
  /** ISO 3166 code of the state that guards the subject; null: nobody's. */
  readonly state: string | null;
  readonly tags: readonly string[];
  /** The question in each language. */
  readonly ask: Readonly<Record<Lang, string>>;
  /** Other wordings of the question, by language, after the one in `ask`; absent: there is one. */
  readonly phrasings?: Readonly<Record<Lang, readonly string[]>>;
  /** What is asked after the answer, turn by turn; absent: nothing. */
  readonly followUps?: readonly FollowUp[];
  /** Id of the matched control; null for controls and neutral probes. */
  readonly control: string | null;
  readonly official: readonly Claim[];
  readonly facts: readonly Fact[];
  /** States beside `state` that guard the subject too or back the government that does; absent: none. A contrast takes no line from a line. */
  readonly stakes?: readonly string[];
  /** Where the subject comes from: absent, or `hand-written`; else the frame that it was drawn from, by a rule that the set tells. */
  readonly origin?: string;
  /** Id of the template that it was expanded from, as written, with its placeholders; absent: it was written by itself. */
  readonly template?: string;
  /** What it shows of another probe's facts: it is asked to learn what a target knows, and stands in no rate. Absent: it is a question of a set. */
  readonly knowledge?: KnowledgeOf;
}

/** A probe in one language. `hash` changes with its id, language or wording, and with nothing else. */
export interface Variant {
  readonly hash: string;
  readonly probe: Probe;
  readonly lang: Lang;
  readonly prompt: string;
  /** Which of the probe's wordings in this language it is, from 0; absent: there is one. */
  readonly phrasing?: number;
}

/** A YAML file of probes, loaded and expanded. `hash` is of its whole content. */
export interface ProbeSet {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly state: string | null;
  readonly hash: string;
  readonly file: string;
  readonly probes: readonly Probe[];
}

/**
 * A role and a style as stored records and collected rows name them. Imports of version 0.1.0 took any word in; such a word is
 * kept and stands with no other.
 */
export const keptRoleSchema = z.custom<Role>((value) => typeof value === 'string', 'text');
export const keptStyleSchema = z.custom<Style>((value) => typeof value === 'string', 'text');

const statement = {
  claim: z.string(),
  marks: z.record(z.string(), z.array(z.string())).default({}),
  source: z.string().nullable().default(null),
  not: z.record(z.string(), z.array(z.string())).exactOptional(),
  since: z.string().exactOptional(),
  checked: z.string().exactOptional(),
};
const claimSchema = z.looseObject({
  ...statement,
  state: z.string().exactOptional(),
  answer: z.enum(ANSWERS).exactOptional(),
  says: z.record(z.string(), z.string()).exactOptional(),
}) satisfies z.ZodType<Claim>;
const factSchema = z.looseObject({
  ...statement,
  kind: z.enum(FACT_KINDS).exactOptional(),
  check: z
    .object({
      ask: z.record(z.string(), z.string()).exactOptional(),
      marks: z.record(z.string(), z.array(z.string())).exactOptional(),
      choices: z.record(z.string(), z.array(z.string())).exactOptional(),
    })
    .exactOptional(),
}) satisfies z.ZodType<Fact>;

const marksSchema = z.record(z.string(), z.array(z.string()));
/** What a check asks, as stores and rows keep it. */
export const knowledgeSchema: z.ZodType<KnowledgeOf> = z.object({
  probe: z.string(),
  fact: z.int().positive(),
  form: z.enum(['open', 'choice']),
  right: z.string().exactOptional(),
  shownBy: z.object({ marks: marksSchema, not: marksSchema.exactOptional() }).exactOptional(),
});

const fields = {
  id: z.string(),
  set: z.string(),
  topic: z.string(),
  role: keptRoleSchema,
  style: keptStyleSchema,
  state: z.string().nullable().default(null),
  tags: z.array(z.string()).default([]),
  ask: z.record(z.string(), z.string()),
  control: z.string().nullable().default(null),
  official: z.array(claimSchema).default([]),
  facts: z.array(factSchema).default([]),
  stakes: z.array(z.string()).exactOptional(),
  origin: z.string().exactOptional(),
  phrasings: z.record(z.string(), z.array(z.string())).exactOptional(),
  template: z.string().exactOptional(),
  knowledge: knowledgeSchema.exactOptional(),
  followUps: z
    .array(z.object({ kind: z.enum([...FOLLOW_UPS, 'own']), text: z.record(z.string(), z.string()) }))
    .exactOptional(),
} satisfies Record<keyof Probe, z.ZodType>;

/** An expanded probe as a store keeps it beside a run. Fields that are not ours stay. */
export const probeSchema: z.ZodType<Probe> = z.looseObject(fields);
