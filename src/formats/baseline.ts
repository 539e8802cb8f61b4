import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { readTextFile } from '../lib/decode-text.ts';
import { ConfigError, reasonText } from '../lib/errors.ts';
import { jsonMistake } from '../lib/json-mistake.ts';
import { issueMessages } from '../lib/schema-mistakes.ts';
import { DELIVERIES } from '../model/delivery.ts';
import { keptRoleSchema, keptStyleSchema } from '../model/probe.ts';
import { servedCountSchema } from '../model/served.ts';
import { CLASSES } from '../model/verdict.ts';

const outcome = z.object({
  sample: z.int(),
  delivery: z.enum(DELIVERIES).nullable(),
  class: z.enum(CLASSES).nullable(),
  /** The token limit was spent before a visible word; absent: it was not. */
  budget_spent: z.literal(true).exactOptional(),
  /** The class is only the likeliest; absent: it is sure, or the file does not say. */
  unsure: z.literal(true).exactOptional(),
  /** The classifier was not measured in the answer's language and gave no class. */
  unmeasured: z.literal(true).exactOptional(),
});

const runSchema = z.object({
  run: z.string(),
  label: z.string(),
  classifiers: z.array(z.string()),
  targets: z.array(
    z.object({
      id: z.string(),
      /** What people read; absent: the id. */
      name: z.string().exactOptional(),
      arm: z.string().exactOptional(),
      /** Its answers were taken from an app by a person; absent: they were not, or the file is older. */
      by_hand: z.literal(true).exactOptional(),
      params: z.string(),
      quantization: z.string().nullable(),
      template: z.string().nullable(),
      /** Who gave the answers; files of version 0.1.0 do not say. */
      served: z.array(servedCountSchema).exactOptional(),
    }),
  ),
  probe_sets: z.array(z.string()),
  /** Which turn of conversations these are, and what was asked in it; absent: the first. */
  turn: z.int().positive().exactOptional(),
  follow_up: z.string().exactOptional(),
  questions: z.array(
    z.object({
      target: z.string(),
      set: z.string(),
      probe: z.string(),
      variant: z.string(),
      lang: z.string(),
      topic: z.string(),
      style: keptStyleSchema,
      role: keptRoleSchema,
      /** What the question shares with others, such as a template. */
      cluster: z.string().exactOptional(),
      /** The probe's matched control, by which questions hang together too; absent: it has none, or the file is older. */
      control: z.string().exactOptional(),
      outcomes: z.array(outcome),
    }),
  ),
});
/** What came of each question in one run. */
export type BaselineRun = z.output<typeof runSchema>;

/** A baseline that can be committed (`candor gate --write-baseline`): what came of each question, without any text. Version 1 holds one run. */
export const baselineSchema = z.object({
  format: z.literal('candor-baseline'),
  version: z.literal([1, 2]),
  ...runSchema.shape,
  /** Further runs of the same release. */
  further: z.array(runSchema).exactOptional(),
  /** The runs of the first baseline, kept where this is a later one. */
  first: z.array(runSchema).exactOptional(),
});
export type Baseline = z.output<typeof baselineSchema>;

/** Reads a committed baseline. Throws ConfigError where it is none. */
export async function readBaseline(file: string): Promise<Baseline> {
  const wrong = (message: string): ConfigError => new ConfigError([{ file, line: null, column: null, message }]);
  const text = await textOf(file).catch((cause: NodeJS.ErrnoException) => {
    throw 'syscall' in cause ? wrong(`expected a baseline that can be read, got: ${reasonText(cause)}`) : cause;
  });
  if (text === null) throw wrong('expected a baseline in a file, got a device');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw wrong(`expected a baseline in JSON, got ${jsonMistake(text, cause)}`);
  }
  const parsed = baselineSchema.safeParse(value);
  if (parsed.success) {
    const twice = [parsed.data, ...(parsed.data.further ?? []), ...(parsed.data.first ?? [])].flatMap(repeatedTrials);
    if (twice[0] !== undefined) throw wrong(`expected each trial once, got a second outcome of ${twice[0]}`);
    return parsed.data;
  }
  throw wrong(
    `expected a baseline as "candor gate RUN --write-baseline FILE" writes it, got ${mismatch(parsed.error, value)}`,
  );
}

/** The text of a file or a pipe; null for a device, which may never end. */
async function textOf(file: string): Promise<string | null> {
  return (await stat(file)).isCharacterDevice() ? null : readTextFile(file);
}

/** Why a value is no baseline: of a file of another kind that alone, of a damaged baseline its first mistakes. */
function mismatch(error: z.ZodError, value: unknown): string {
  const isBaseline = typeof value === 'object' && value !== null && 'format' in value;
  if (!isBaseline || value.format !== 'candor-baseline') return 'JSON of another kind. An exported run ends in .jsonl';
  return issueMessages(error, value, baselineSchema).slice(0, 3).join('; ');
}

/** Trials that stand twice in a run, where one outcome would stand in for a missing one. */
function repeatedTrials({ questions }: BaselineRun): string[] {
  const seen = new Set<string>();
  return questions.flatMap(({ target, probe, variant, outcomes }) =>
    outcomes.flatMap(({ sample }) => {
      const key = JSON.stringify([target, variant, sample]);
      if (seen.has(key)) return [`${target} to ${probe} as sample ${sample + 1}`];
      seen.add(key);
      return [];
    }),
  );
}
