import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { numberOf } from '../lib/number-of.ts';
import { ANSWER_FIELDS, type ColumnMap } from './answer-fields.ts';
import { askedIn } from './asked-in.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { answersOfRows, type FieldRow } from './jsonl-import.ts';
import { type LineSource, type OnBadLine, readJsonLines } from './read-lines.ts';

const sampleSchema = z.looseObject({
  doc_id: z.union([z.number(), z.string()]),
  doc: z.record(z.string(), z.unknown()).default({}),
  arguments: z.unknown().optional(),
  resps: z.array(z.unknown()),
  filter: z.string().nullish(),
});
type Sample = z.infer<typeof sampleSchema>;

/** Keys of a document under which its question stands, where the prompt went through a chat template. */
const QUESTION_KEYS = ['question', 'prompt', 'query', 'input', 'instruction', 'problem', 'text'];
/** Signs of a chat template in a prompt. */
const TEMPLATE = /<\|[\w ]+\|>|\[INST\]|<start_of_turn>|<｜/;

/**
 * The samples of lm-evaluation-harness (`samples_*.jsonl`, `--log_samples`): prompt and whole answers as they were before any filter, several a line
 * where it was asked again. A document that is written once for each filter counts once. The model's name stands in no line: it is that of
 * the folder (`org__model`). Tasks that only compare likelihoods have no answers.
 */
export async function* readLmEval(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
  columns: ColumnMap = {},
  unused: Set<string> = new Set(),
): AsyncGenerator<CollectedAnswer> {
  const folder = basename(dirname(source.name));
  const model = folder.includes('__') ? folder.replace('__', '/') : null;
  source.onNote?.(
    model === null
      ? 'the model is not named: it is lm-eval; a folder named org__model would say it, or --map model=KEY'
      : `the model is ${model}, as the folder is named`,
  );
  const task = /^samples_(.+?)(?:_\d{4}-\d\d-\d\dT.*)?\.jsonl$/.exec(basename(source.name))?.[1] ?? null;
  const filters = new Map<string, string>();
  let again = 0;
  async function* rows(): AsyncGenerator<{ line: number; value: FieldRow }> {
    for await (const { line, value } of readJsonLines(source, sampleSchema, onBadLine)) {
      const document = String(value.doc_id);
      const filter = value.filter ?? '';
      if (!filters.has(document)) filters.set(document, filter);
      if (filters.get(document) !== filter) {
        again += 1;
        continue;
      }
      const answers = textsIn(value.resps);
      if (answers.length === 0)
        onBadLine?.({ line, reason: 'expected answers as texts in "resps", got likelihoods or nothing' });
      for (const response of answers) yield { line, value: rowOf(value, response, { model, task }) };
    }
    if (again > 0)
      source.onNote?.(
        `${numberOf(again, 'line has', 'lines have')} a document again under another filter: it counts once`,
      );
  }
  yield* answersOfRows(rows(), 'lm-eval', source, onBadLine, columns, unused);
}

function rowOf(
  sample: Sample,
  response: string,
  { model, task }: { model: string | null; task: string | null },
): FieldRow {
  const known = ANSWER_FIELDS.flatMap((field) =>
    ['prompt', 'response', 'target', 'refusal', 'error'].includes(field) || sample.doc[field] === undefined
      ? []
      : [[field, sample.doc[field]] as const],
  );
  const named = sample.doc.language === undefined ? {} : { language: sample.doc.language };
  return {
    ...named,
    ...(task === null ? {} : { set: task }),
    ...Object.fromEntries(known),
    ...(model === null ? {} : { target: model }),
    prompt: promptOf(sample),
    response,
  };
}

/** What the model was asked; of a prompt in a chat template, the document's own question where it stands in it. */
function promptOf({ doc, arguments: given }: Sample): unknown {
  const prompt = firstArgument(given);
  if (prompt !== null && !TEMPLATE.test(prompt)) return prompt;
  const question = QUESTION_KEYS.map((key) => doc[key]).find(
    (text) => typeof text === 'string' && text !== '' && (prompt === null || prompt.includes(text.trim())),
  );
  return question ?? prompt ?? '';
}

/** Arguments are a list of lists, or objects named `gen_args_0` with `arg_0`. */
function firstArgument(given: unknown): string | null {
  let value = given;
  for (let depth = 0; depth < 3 && typeof value === 'object' && value !== null; depth += 1)
    value = Object.values(value)[0];
  return typeof value === 'string' ? value : null;
}

/** The texts of a nested list; pairs of a likelihood hold none. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(textsIn) : [];
}

/** Prompt and answers of a line that may be a sample; null: it is none. */
export function lmEvalAnswers(line: unknown): { readonly prompt: unknown; readonly texts: readonly string[] } | null {
  const sample = sampleSchema.safeParse(line);
  return sample.success ? { prompt: askedIn(promptOf(sample.data)).question, texts: textsIn(sample.data.resps) } : null;
}
