import { z } from 'zod';
import { DELIVERIES, ERROR_KINDS, FILTER_SIDES } from '../model/delivery.ts';
import { keptRoleSchema, keptStyleSchema, knowledgeSchema } from '../model/probe.ts';
import { REASONING_STATES } from '../model/reasoning.ts';
import { firstTokenSchema } from '../model/served.ts';
import { verdictSchema } from '../model/verdict.ts';

/** A verdict with the time it was given, as rows carry it. */
export const datedVerdictSchema = verdictSchema.extend({
  at: z.string().nullable().default(null),
  /** Who labelled, where a person did. */
  by: z.string().nullable().default(null),
});
export type DatedVerdict = z.infer<typeof datedVerdictSchema>;

/** A fact of a probe in an answer: offsets in `response`, null where it is left out. */
const rowFactSchema = z.object({
  claim: z.string(),
  kind: z.string(),
  standing: z.string(),
  start: z.int().nonnegative().nullable(),
  end: z.int().nonnegative().nullable(),
  source: z.string().nullable().default(null),
});

/** One trial as `candor export --format jsonl` writes it and `candor import --format candor` and recordings read it. */
export const rowSchema = z.object({
  run: z.string().nullable().default(null),
  trial: z.string().nullable().default(null),
  set: z.string().nullable().default(null),
  probe: z.string(),
  variant: z.string().nullable().default(null),
  topic: z.string().nullable().default(null),
  state: z.string().nullable().default(null),
  style: keptStyleSchema.nullable().default(null),
  role: keptRoleSchema.default('sensitive'),
  tags: z.array(z.string()).default([]),
  lang: z.string(),
  prompt: z.string(),
  /** States beside `state` that guard the subject too. */
  stakes: z.array(z.string()).default([]),
  control: z.string().nullable().default(null),
  target: z.string(),
  /** What people read of the target; absent: its id. */
  target_name: z.string().exactOptional(),
  family: z.string().nullable().default(null),
  sample: z.int().nonnegative().default(0),
  seed: z.int().nullable().default(null),
  delivery: z.enum(DELIVERIES),
  side: z.enum(FILTER_SIDES).nullable().default(null),
  kind: z.enum(ERROR_KINDS).nullable().default(null),
  finish: z.string().nullable().default(null),
  response: z.string().default(''),
  reasoning: z.string().nullable().default(null),
  reasoning_state: z.enum(REASONING_STATES).default('absent'),
  /** Flags that are not ours are kept as they are. */
  delivery_flags: z.array(z.string()).default([]),
  attempts: z.int().nonnegative().default(1),
  asked_at: z.string().nullable().default(null),
  latency_ms: z.number().nullable().default(null),
  usage: z
    .object({
      prompt: z.number().nullable(),
      completion: z.number().nullable(),
      reasoning: z.number().nullable().exactOptional(),
    })
    .nullable()
    .default(null),
  served_model: z.string().nullable().default(null),
  served_by: z.string().nullable().default(null),
  system_fingerprint: z.string().nullable().default(null),
  served_region: z.string().nullable().default(null),
  /** Where the answer ends in `response`, when it goes on as somebody else; null: at its end. */
  answer_end: z.int().nonnegative().nullable().default(null),
  first_tokens: z.array(firstTokenSchema).nullable().default(null),
  phrasing: z.int().nonnegative().nullable().default(null),
  turn: z.int().positive().default(1),
  arm: z.string().nullable().default(null),
  cluster: z.string().nullable().default(null),
  identity: z.string().nullable().default(null),
  verdicts: z.array(datedVerdictSchema).default([]),
  /** What a check of the knowledge arm asks; absent: it is a question of a set. */
  knowledge: knowledgeSchema.exactOptional(),
  /** How the answer treats what its probe lists; only where an export was asked for it. */
  facts: z.array(rowFactSchema).exactOptional(),
});
export type Row = z.infer<typeof rowSchema>;
