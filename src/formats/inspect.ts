import { z } from 'zod';
import { ConfigError } from '../lib/errors.ts';
import { familyOf } from '../lib/family.ts';
import type { Usage } from '../model/usage.ts';
import { readContent } from '../reading/content-parts.ts';
import { langIn } from './answer-fields.ts';
import { type Asked, askedIn } from './asked-in.ts';
import { blankAnswer, freeSample, probeIdOf } from './blank-answer.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { ImportNotes } from './import-notes.ts';
import { type InspectLog, openInspectLog } from './inspect-log.ts';
import { type LineSource, type OnBadLine, readWhole } from './read-lines.ts';
import { utcTime } from './utc-time.ts';

const contentSchema = z.union([z.string(), z.array(z.unknown())]).nullable();
const usageSchema = z.object({
  input_tokens: z.number().nullish(),
  output_tokens: z.number().nullish(),
  reasoning_tokens: z.number().nullish(),
});
const messageSchema = z.object({
  content: contentSchema.default(null),
  reasoning: z.string().nullish(),
  refusal: z.string().nullish(),
});
const sampleSchema = z.object({
  id: z.union([z.string(), z.number()]),
  epoch: z
    .int()
    .positive()
    .nullish()
    .transform((epoch) => epoch ?? 1),
  input: z.union([z.string(), z.array(z.object({ role: z.string(), content: contentSchema.default(null) }))]),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  messages: z.array(z.unknown()).nullish(),
  output: z
    .object({
      choices: z
        .array(z.object({ message: messageSchema, stop_reason: z.string().nullish() }))
        .nullish()
        .transform((choices) => choices ?? []),
      completion: z.string().nullish(),
      usage: usageSchema.nullish(),
      time: z.number().nullish(),
      error: z.string().nullish(),
    })
    .nullish(),
  error: z.object({ message: z.string() }).nullish(),
  model_usage: z.record(z.string(), usageSchema).nullish(),
  attachments: z.record(z.string(), z.string()).nullish(),
  started_at: z.string().nullish(),
});
type Sample = z.infer<typeof sampleSchema>;
type Content = z.infer<typeof contentSchema>;

/** Inspect AI's logs, `.eval` (a ZIP archive) or JSON. Metadata of a sample named as a row's fields is taken over; an epoch is a sample. */
export async function* readInspect(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
): AsyncGenerator<CollectedAnswer> {
  const wrong = (message: string) => new ConfigError([{ file: source.name, line: null, column: null, message }]);
  const bytes = await readWhole(source);
  let log: InspectLog;
  try {
    log = openInspectLog(bytes, source);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw wrong(`expected a log of Inspect (.eval or .json), got ${whatIsWrong(cause)}`);
  }
  const samples = log.samples[Symbol.iterator]();
  const sampleOf = freeSample();
  const notes = new ImportNotes();
  for (let line = 1; ; line += 1) {
    let next: IteratorResult<unknown>;
    try {
      next = samples.next();
    } catch (cause) {
      throw wrong(`sample ${line}: expected JSON, got ${whatIsWrong(cause)}`);
    }
    if (next.done === true) return notes.tell(source.onNote);
    const parsed = sampleSchema.safeParse(next.value);
    if (parsed.success) {
      yield answerOf(parsed.data, log.header, line, sampleOf, notes);
      continue;
    }
    const issue = parsed.error.issues[0];
    const reason = `sample ${line}: field ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown shape'}`;
    if (onBadLine === null) throw wrong(reason);
    onBadLine({ line, reason });
  }
}

function whatIsWrong(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return (cause as Error).message;
  const [issue] = cause.issues;
  return `field ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'another shape'}`;
}

function answerOf(
  sample: Sample,
  header: InspectLog['header'],
  line: number,
  sampleOf: ReturnType<typeof freeSample>,
  notes: ImportNotes,
): CollectedAnswer {
  const { question: prompt, before } = promptOf(sample);
  const field = (key: string) => {
    const value = sample.metadata?.[key];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const choice = sample.output?.choices[0];
  const message = choice?.message ?? lastSaid(sample);
  const read = readContent(attached(message?.content ?? '', sample), '\n');
  const reasoning = read.reasoning ?? message?.reasoning ?? null;
  const failed = sample.error?.message ?? sample.output?.error ?? null;
  const usage = sample.output?.usage ?? Object.values(sample.model_usage ?? {})[0];
  const id = String(sample.id);
  // Numbers are given to the rows of a data set that has no ids.
  const isNumbered = field('probe') === null && /^\d+$/.test(id);
  const probe = field('probe') ?? (isNumbered ? probeIdOf(prompt, before) : id);
  const lang = langIn(field('lang') ?? field('language'), prompt, line, notes);
  return {
    ...blankAnswer({
      line,
      probe,
      lang,
      prompt,
      model: header.model,
      response: read.text || read.refusal || (message?.refusal ?? ''),
    }),
    set: field('set') ?? header.task ?? null,
    topic: field('topic'),
    state: field('state'),
    style: field('style'),
    role: field('role') ?? 'sensitive',
    assumed: [
      ...(field('role') === null ? (['role'] as const) : []),
      ...((field('lang') ?? field('language')) === null ? (['lang'] as const) : []),
    ],
    control: field('control'),
    family: familyOf(header.model),
    sample: isNumbered ? sampleOf(header.model, probe, lang, sample.epoch - 1) : sample.epoch - 1,
    finish: finishOf(choice?.stop_reason ?? null),
    reasoning,
    reasoning_state: reasoning === null ? 'absent' : reasoning.trim() === '' ? 'empty' : 'present',
    asked_at: utcTime(sample.started_at ?? header.created),
    latency_ms: sample.output?.time ? sample.output.time * 1000 : null,
    usage: usage ? usageOf(usage) : null,
    error: failed === null ? null : { status: null, message: failed, body: failed },
  };
}

/** What the model said where no choice holds it: the completion, or the message that the conversation ends with. */
function lastSaid({ output, messages }: Sample): z.infer<typeof messageSchema> | null {
  if (output?.completion) return { content: output.completion };
  const last = z.object({ role: z.literal('assistant'), ...messageSchema.shape }).safeParse(messages?.at(-1));
  return last.success ? last.data : null;
}

function promptOf(sample: Sample): Asked {
  const { input } = sample;
  if (typeof input === 'string') return askedIn(attached(input, sample));
  return askedIn(input.map(({ role, content }) => ({ role, content: attached(content, sample) })));
}

/** Long texts may be kept once beside the sample, and named by hash where they stand. */
function attached(content: Content, { attachments }: Sample): Content {
  const whole = (text: unknown): unknown =>
    typeof text === 'string' ? (attachments?.[/^attachment:\/\/(\w+)$/.exec(text)?.[1] ?? ''] ?? text) : text;
  if (typeof content === 'string') return whole(content) as string;
  return (content ?? []).map((part) =>
    typeof part === 'object' && part !== null
      ? Object.fromEntries(Object.entries(part).map(([name, value]) => [name, whole(value)]))
      : whole(part),
  );
}

function usageOf({ input_tokens, output_tokens, reasoning_tokens }: z.infer<typeof usageSchema>): Usage {
  const usage = { prompt: input_tokens ?? null, completion: output_tokens ?? null };
  return reasoning_tokens == null ? usage : { ...usage, reasoning: reasoning_tokens };
}

/** Inspect's stop reasons in the words of OpenAI's protocol; `unknown` says nothing. */
function finishOf(reason: string | null): string | null {
  if (reason === 'max_tokens' || reason === 'model_length') return 'length';
  return reason === 'unknown' ? null : reason;
}
