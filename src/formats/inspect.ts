import { z } from 'zod';
import { detectLang } from '../lib/detect-lang.ts';
import { ConfigError } from '../lib/errors.ts';
import { familyOf } from '../lib/family.ts';
import { normalizeLang } from '../lib/lang.ts';
import { blankAnswer, probeIdOf, targetIdOf } from './blank-answer.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { type LineSource, type OnBadLine, readWhole } from './read-lines.ts';
import { isZip, zipEntries } from './zip-entries.ts';

const partSchema = z.object({ type: z.string(), text: z.string().nullish(), reasoning: z.string().nullish() });
const contentSchema = z.union([z.string(), z.array(partSchema)]);
const evalSchema = z.object({
  model: z.string(),
  task: z.string().nullish(),
  created: z.string().nullish(),
});
const sampleSchema = z.object({
  id: z.union([z.string(), z.number()]),
  epoch: z.int().positive().default(1),
  input: z.union([z.string(), z.array(z.object({ role: z.string(), content: contentSchema }))]),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  output: z
    .object({
      choices: z
        .array(z.object({ message: z.object({ content: contentSchema }), stop_reason: z.string().nullish() }))
        .default([]),
      usage: z.object({ input_tokens: z.number().nullish(), output_tokens: z.number().nullish() }).nullish(),
      time: z.number().nullish(),
      error: z.string().nullish(),
    })
    .nullish(),
  error: z.object({ message: z.string() }).nullish(),
});
type Sample = z.infer<typeof sampleSchema>;
type Log = { readonly header: z.infer<typeof evalSchema>; readonly samples: Iterable<unknown> };

/** Inspect AI's logs, `.eval` (a ZIP archive) or JSON. Metadata of a sample named as a row's fields is taken over; an epoch is a sample. */
export async function* readInspect(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
): AsyncGenerator<CollectedAnswer> {
  const wrong = (message: string) => new ConfigError([{ file: source.name, line: null, column: null, message }]);
  const bytes = await readWhole(source);
  let log: Log;
  try {
    log = isZip(bytes) ? archivedLog(bytes) : jsonLog(bytes);
  } catch (cause) {
    throw wrong(`expected a log of Inspect (.eval or .json), got ${(cause as Error).message}`);
  }
  let line = 0;
  for (const raw of log.samples) {
    line += 1;
    const parsed = sampleSchema.safeParse(raw);
    if (parsed.success) {
      yield answerOf(parsed.data, log.header, line);
      continue;
    }
    const issue = parsed.error.issues[0];
    const reason = `sample ${line}: field ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown shape'}`;
    if (onBadLine === null) throw wrong(reason);
    onBadLine({ line, reason });
  }
}

function jsonLog(bytes: Buffer): Log {
  const log = z
    .object({ eval: evalSchema, samples: z.array(z.unknown()).default([]) })
    .parse(JSON.parse(bytes.toString('utf8')));
  return { header: log.eval, samples: log.samples };
}

function archivedLog(bytes: Buffer): Log {
  const entries = zipEntries(bytes);
  const header =
    entries.find(({ name }) => name === 'header.json') ?? entries.find(({ name }) => name === '_journal/start.json');
  if (header === undefined) throw new RangeError('an archive without header.json');
  const log = z.object({ eval: evalSchema }).parse(JSON.parse(header.read().toString('utf8')));
  const samples = entries
    .filter(({ name }) => /^samples\/.*\.json$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { header: log.eval, samples: unpackEach(samples) };
}

function* unpackEach(samples: readonly { read(): Buffer }[]): Generator<unknown> {
  for (const sample of samples) yield JSON.parse(sample.read().toString('utf8'));
}

function answerOf(sample: Sample, header: z.infer<typeof evalSchema>, line: number): CollectedAnswer {
  const prompt = promptOf(sample);
  const field = (key: string) => {
    const value = sample.metadata?.[key];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const choice = sample.output?.choices[0];
  const content = choice?.message.content ?? '';
  const reasoning = typeof content === 'string' ? null : reasoningOf(content);
  const failed = sample.error?.message ?? sample.output?.error ?? null;
  const usage = sample.output?.usage;
  const id = String(sample.id);
  return {
    ...blankAnswer({
      line,
      probe: field('probe') ?? (/^\d+$/.test(id) ? probeIdOf(prompt) : id),
      lang: normalizeLang(field('lang') ?? field('language') ?? detectLang(prompt)),
      prompt,
      target: targetIdOf(header.model),
      response: textOf(content),
    }),
    set: field('set') ?? header.task ?? null,
    topic: field('topic'),
    state: field('state'),
    style: field('style'),
    role: field('role') ?? 'sensitive',
    control: field('control'),
    family: familyOf(header.model),
    sample: sample.epoch - 1,
    finish: finishOf(choice?.stop_reason ?? null),
    reasoning,
    reasoning_state: reasoning === null ? 'absent' : reasoning.trim() === '' ? 'empty' : 'present',
    asked_at: header.created ?? null,
    latency_ms: sample.output?.time ? sample.output.time * 1000 : null,
    usage: usage ? { prompt: usage.input_tokens ?? null, completion: usage.output_tokens ?? null } : null,
    error: failed === null ? null : { status: null, message: failed, body: failed },
  };
}

function promptOf({ input }: Sample): string {
  if (typeof input === 'string') return input;
  const asked = input.findLast(({ role }) => role === 'user') ?? input.at(-1);
  return asked === undefined ? '' : textOf(asked.content);
}

function textOf(content: z.infer<typeof contentSchema>): string {
  if (typeof content === 'string') return content;
  return content.flatMap(({ type, text }) => (type === 'text' ? [text ?? ''] : [])).join('\n');
}

function reasoningOf(content: readonly z.infer<typeof partSchema>[]): string | null {
  const parts = content.filter(({ type }) => type === 'reasoning');
  return parts.length === 0 ? null : parts.map(({ reasoning }) => reasoning ?? '').join('\n');
}

/** Inspect's stop reasons in the words of OpenAI's protocol; `unknown` says nothing. */
function finishOf(reason: string | null): string | null {
  if (reason === 'max_tokens' || reason === 'model_length') return 'length';
  return reason === 'unknown' ? null : reason;
}
