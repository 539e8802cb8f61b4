import { z } from 'zod';
import { ConfigError } from '../lib/errors.ts';
import { parsePythonJson } from '../lib/parse-python-json.ts';
import { type LineSource, readWholeText } from './read-lines.ts';
import type { Row } from './row.ts';

/** Names of the controls in the labelling configuration, as results name them. */
const LABEL_STUDIO_FIELDS = ['class', 'sub', 'flags', 'line_of', 'confidence', 'note'] as const;
type LabelStudioField = (typeof LABEL_STUDIO_FIELDS)[number];

/**
 * Writes answers as tasks of Label Studio, one JSON list. A task shows question and answer and names neither the model nor what a
 * classifier found: people label blind. Answers without an opinion in them, and later turns, are left out.
 */
export async function writeLabelStudio(
  rows: AsyncIterable<Row>,
  write: (text: string) => Promise<void>,
): Promise<void> {
  let between = '[\n';
  for await (const { trial, turn, run, lang, prompt, response, delivery } of rows) {
    if (trial === null || turn > 1 || (delivery !== 'ok' && delivery !== 'truncated')) continue;
    await write(`${between}${JSON.stringify({ data: { trial, run, lang, question: prompt, answer: response } })}`);
    between = ',\n';
  }
  await write(between === '[\n' ? '[]\n' : '\n]\n');
}

const resultSchema = z.looseObject({ from_name: z.string(), value: z.record(z.string(), z.unknown()) });
const annotationSchema = z.looseObject({
  completed_by: z.unknown().optional(),
  was_cancelled: z.boolean().nullish(),
  result: z.array(z.unknown()).default([]),
  lead_time: z.number().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});
const taskSchema = z.looseObject({
  id: z.unknown().optional(),
  data: z.looseObject({ trial: z.string(), run: z.string().nullish() }),
  annotations: z.array(annotationSchema).nullish(),
  completions: z.array(annotationSchema).nullish(),
});

/** What one person said of one answer. */
export interface LabelStudioLabel {
  /** The task's place in the file, from 1. */
  readonly line: number;
  readonly trial: string;
  /** The run that the task was written from; null: it does not say. */
  readonly run: string | null;
  /** A mail address or a name, or `annotator-N` where the export holds numbers only. */
  readonly by: string;
  readonly fields: Readonly<Partial<Record<LabelStudioField, readonly string[]>>>;
  readonly seconds: number | null;
  readonly at: string | null;
}

/**
 * Reads Label Studio's JSON export (not JSON-MIN, which keeps no annotators). Annotations that were cancelled, or have no class, are counted in `passed`.
 * Throws ConfigError where it is something else.
 */
export async function readLabelStudio(
  source: LineSource,
): Promise<{ readonly labels: readonly LabelStudioLabel[]; readonly passed: number }> {
  const wrong = (message: string) => new ConfigError([{ file: source.name, line: null, column: null, message }]);
  let value: unknown;
  const text = await readWholeText(source);
  try {
    value = parsePythonJson(text);
  } catch (error) {
    throw wrong(`expected Label Studio's JSON export, got ${(error as Error).message}`);
  }
  const tasks = z.array(taskSchema).safeParse(value);
  if (!tasks.success)
    throw wrong(
      "expected Label Studio's JSON export of tasks that candor export wrote (data.trial in each), got another shape",
    );
  const labels: LabelStudioLabel[] = [];
  let passed = 0;
  for (const [at, task] of tasks.data.entries()) {
    for (const annotation of task.annotations ?? task.completions ?? []) {
      const fields = fieldsOf(annotation.result);
      if (annotation.was_cancelled === true || fields.class === undefined) passed += 1;
      else
        labels.push({
          line: at + 1,
          trial: task.data.trial,
          run: task.data.run ?? null,
          by: personOf(annotation.completed_by),
          fields,
          seconds: annotation.lead_time ?? null,
          at: annotation.updated_at ?? annotation.created_at ?? null,
        });
    }
  }
  return { labels, passed };
}

function fieldsOf(results: readonly unknown[]): LabelStudioLabel['fields'] {
  const said = new Map<string, readonly string[]>();
  const found: Partial<Record<LabelStudioField, readonly string[]>> = {};
  for (const result of results) {
    const parsed = resultSchema.safeParse(result);
    if (!parsed.success) continue;
    const { from_name: name, value } = parsed.data;
    const values = [value.choices ?? value.text ?? value.rating ?? []].flat().map(String);
    if (values.length > 0) said.set(name, values);
  }
  const [chosen] = said.get('class') ?? [];
  for (const field of LABEL_STUDIO_FIELDS) {
    // Each class has sub-classes of its own.
    const values = said.get(field === 'sub' ? `sub-${chosen}` : field);
    if (values !== undefined) found[field] = values;
  }
  return found;
}

/** Who labelled; never a name that would be read as a decision or a repetition. */
function personOf(value: unknown): string {
  const person = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  const name = person === null ? value : (person.email ?? person.username ?? person.id);
  if (typeof name === 'number') return `annotator-${name}`;
  return (
    String(name ?? 'annotator')
      .replaceAll(':', '_')
      .trim() || 'annotator'
  );
}
