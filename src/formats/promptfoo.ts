import { z } from 'zod';
import { ConfigError } from '../lib/errors.ts';
import { familyOf } from '../lib/family.ts';
import { parsePythonJson } from '../lib/parse-python-json.ts';
import type { Usage } from '../model/usage.ts';
import { langIn } from './answer-fields.ts';
import { askedIn } from './asked-in.ts';
import { blankAnswer, probeIdOf, sampleCounter } from './blank-answer.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { ImportNotes } from './import-notes.ts';
import { readPromptfooAnswer } from './promptfoo-answer.ts';
import { resultLines, resultTable } from './promptfoo-files.ts';
import { type LineSource, type OnBadLine, readWholeText } from './read-lines.ts';
import { utcTime } from './utc-time.ts';

const CALL_FAILED = 2;
const values = z.record(z.string(), z.unknown()).nullish();
const usage = z
  .object({
    prompt: z.number().nullish(),
    completion: z.number().nullish(),
    completionDetails: z.object({ reasoning: z.number().nullish() }).nullish(),
  })
  .nullish();
const resultSchema = z.object({
  prompt: z.union([z.string(), z.object({ raw: z.string() })]),
  provider: z.union([z.string(), z.object({ id: z.string().nullish(), label: z.string().nullish() })]),
  vars: values,
  testCase: z.object({ vars: values, metadata: values }).nullish(),
  response: z
    .object({
      output: z.unknown().optional(),
      error: z.string().nullish(),
      finishReason: z.string().nullish(),
      tokenUsage: usage,
      raw: z.unknown().optional(),
      guardrails: z.unknown().optional(),
      isRefusal: z.boolean().nullish(),
    })
    .nullish(),
  error: z.string().nullish(),
  failureReason: z.number().nullish(),
  latencyMs: z.number().nullish(),
  tokenUsage: usage,
});
const cellSchema = z.looseObject({ text: z.unknown().optional(), prompt: z.string(), provider: z.string().nullish() });
const tableSchema = z.object({
  head: z.object({ prompts: z.array(z.looseObject({ provider: z.string().nullish() })), vars: z.array(z.string()) }),
  body: z.array(z.object({ outputs: z.array(cellSchema), vars: z.array(z.string()) })),
});
const summarySchema = z.object({
  timestamp: z.string().nullish(),
  results: z.array(z.unknown()).nullish(),
  table: tableSchema.nullish(),
});
const fileSchema = z.object({
  results: z.union([
    summarySchema,
    z.array(z.unknown()).transform((results) => ({ timestamp: null, results, table: null })),
  ]),
});

/**
 * The results that promptfoo writes with `--output FILE.json`. Variables or metadata named `probe`, `topic`, `style`, `role`,
 * `state`, `control`, `set` and `lang` are taken over; an assertion that failed is no failed call.
 */
export async function* readPromptfoo(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
): AsyncGenerator<CollectedAnswer> {
  const bad = (line: number | null, reason: string) => {
    if (onBadLine === null || line === null)
      throw new ConfigError([{ file: source.name, line: null, column: null, message: reason }]);
    onBadLine({ line, reason });
  };
  const text = await readWholeText(source);
  const lines = resultLines(text) ?? (/^\s*[{[]/.test(text) ? null : resultTable(text));
  const file = fileSchema.safeParse(lines === null ? parseJson(text, source.name) : { results: lines });
  if (!file.success)
    return bad(null, 'expected results of promptfoo (a field "results" with a list), got another shape');
  const { timestamp, results, table } = file.data.results;
  const list = results ?? (table ? ofTable(table) : null);
  if (list === null)
    return bad(null, 'expected results of promptfoo (results.results or results.table), got neither of them');
  const sampleOf = sampleCounter();
  const notes = new ImportNotes();
  for (const [index, raw] of list.entries()) {
    const line = index + 1;
    const parsed = resultSchema.safeParse(raw);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const found = `field ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'another shape'}`;
      bad(line, `result ${line}: expected prompt, provider and response, got ${found}`);
      continue;
    }
    yield answerOf(parsed.data, line, timestamp ?? null, sampleOf, notes);
  }
  notes.tell(source.onNote);
}

/** The results in a table of outputs by prompt, as older versions write it: a column is a prompt and its provider. */
function ofTable({ head, body }: z.infer<typeof tableSchema>): object[] {
  return body.flatMap(({ outputs, vars }) =>
    outputs.map(({ text, prompt, provider, ...cell }, column) => ({
      ...cell,
      prompt,
      provider: provider ?? head.prompts[column]?.provider ?? 'promptfoo',
      vars: Object.fromEntries(head.vars.map((name, i) => [name, vars[i] ?? ''])),
      response: { output: text, tokenUsage: cell.tokenUsage },
    })),
  );
}

function answerOf(
  result: z.infer<typeof resultSchema>,
  line: number,
  timestamp: string | null,
  sampleOf: ReturnType<typeof sampleCounter>,
  notes: ImportNotes,
): CollectedAnswer {
  const { question: prompt, before } = askedIn(typeof result.prompt === 'string' ? result.prompt : result.prompt.raw);
  const provider = result.provider;
  const name = typeof provider === 'string' ? provider : provider.label || provider.id || 'promptfoo';
  const known = { ...result.testCase?.vars, ...result.vars, ...result.testCase?.metadata };
  const field = (key: string) => {
    const value = known[key];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const lang = langIn(field('lang') ?? field('language'), prompt, line, notes);
  const probe = field('probe') ?? probeIdOf(prompt, before);
  const answer = readPromptfooAnswer(result.response?.output, {
    raw: result.response?.raw,
    guardrails: result.response?.guardrails,
    isRefusal: result.response?.isRefusal === true,
    provider: typeof provider === 'string' ? provider : (provider.id ?? ''),
  });
  const { response } = answer;
  const failed =
    result.response?.error ?? (result.failureReason === CALL_FAILED || response === '' ? result.error : null);
  const usage = result.response?.tokenUsage ?? result.tokenUsage;
  return {
    ...blankAnswer({ line, probe, lang, prompt, model: name, response }),
    set: field('set'),
    topic: field('topic'),
    state: field('state'),
    style: field('style'),
    role: field('role') ?? 'sensitive',
    assumed: [
      ...(field('role') === null ? (['role'] as const) : []),
      ...((field('lang') ?? field('language')) === null ? (['lang'] as const) : []),
    ],
    control: field('control'),
    family: familyOf(name),
    sample: sampleOf(name, probe, lang),
    finish: result.response?.finishReason ?? null,
    asked_at: utcTime(timestamp),
    latency_ms: result.latencyMs ?? null,
    usage: usage ? usageOf(usage) : null,
    reasoning: answer.reasoning,
    delivery_flags: [...answer.flags],
    envelope: answer.envelope,
    error: failed ? { status: statusIn(failed), message: failed, body: failed } : null,
  };
}

function usageOf({ prompt, completion, completionDetails }: NonNullable<z.infer<typeof usage>>): Usage {
  const counted = { prompt: prompt ?? null, completion: completion ?? null };
  const reasoning = completionDetails?.reasoning;
  return reasoning == null ? counted : { ...counted, reasoning };
}

function statusIn(message: string): number | null {
  const status = /\b([45]\d\d)\b/.exec(message)?.[1];
  return status === undefined ? null : Number(status);
}

function parseJson(text: string, file: string): unknown {
  try {
    return parsePythonJson(text);
  } catch (cause) {
    const message = `expected JSON, got ${(cause as Error).message}`;
    throw new ConfigError([{ file, line: null, column: null, message }], { cause });
  }
}
