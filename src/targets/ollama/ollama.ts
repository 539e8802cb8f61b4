import { type ChatResponse, Ollama } from 'ollama';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { Failure, Reply } from '../../model/reply.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { joinPieces } from '../../reading/join-pieces.ts';
import { promptCutMessage, promptWasCut } from '../../reading/prompt-cut.ts';
import { notedTags, readAnswerText } from '../../reading/read-answer-text.ts';
import { tailRepeats } from '../../reading/repetition.ts';
import { servedIn } from '../../reading/served.ts';
import { serverMessage } from '../../reading/server-message.ts';
import { firstTokensOf, noFirstTokens, type TokenEntry, tokenEntries, withFirstTokens } from '../first-tokens.ts';
import { addressOf, endpoint } from '../http/address-of.ts';
import { failureOf, failureOfException } from '../http/call-failure.ts';
import { trustedCertificate } from '../http/certificate.ts';
import { startDeadline } from '../http/deadline.ts';
import { HttpClient, type HttpReply } from '../http/http-client.ts';
import { readText } from '../http/read-event-stream.ts';
import { requestHeaders } from '../http/request-headers.ts';
import { callSeconds, reasoningTokens } from '../services/reasoning-budget.ts';
import type { Ask, Target, TargetIo } from '../target.ts';
import { identifyOllama } from './ollama-identity.ts';
import { jsonLinesOnly, type LinesRead } from './ollama-lines.ts';
import { ollamaRequest } from './ollama-request.ts';

/** What has come of an answer so far. */
interface OllamaAnswer {
  readonly contents: string[];
  thoughts: string[] | null;
  last: ChatResponse | null;
  readonly tokens: TokenEntry[];
}

/** A call with an error status. Thrown inside `fetch`, before the client could print or drop the body. */
class StatusError extends Error {
  readonly reply: HttpReply;

  constructor(reply: HttpReply) {
    super('the server answered with an error status');
    this.name = 'StatusError';
    this.reply = reply;
  }
}

/** A model that an Ollama server serves. */
export async function createOllamaTarget(spec: TargetSpec, io: TargetIo): Promise<Target> {
  const http = new HttpClient(io.env, await trustedCertificate(spec));
  const host = addressOf(spec);
  const headers = requestHeaders(spec, 'application/x-ndjson, application/json');
  const counted = noFirstTokens(spec);
  let thought = reasoningTokens(spec, null);
  return {
    spec,
    async ask(asked) {
      const reply = await askOllama(spec, host, http, headers, asked, thought);
      counted.note(reply);
      return reply;
    },
    learned: counted.warnings,
    async identify(signal) {
      const inspection = await identifyOllama(spec, host, http, signal);
      thought = inspection.reasoningTokens ?? (inspection.answers ? 0 : thought);
      return inspection;
    },
    close: () => http.close(),
  };
}

async function askOllama(
  spec: TargetSpec,
  host: string,
  http: HttpClient,
  headers: Readonly<Record<string, string>>,
  asked: Ask,
  thought: number,
): Promise<Reply> {
  const seconds = callSeconds(spec, thought);
  const deadline = startDeadline(seconds, asked.signal);
  const read: LinesRead = { raw: '', error: null, broken: false, done: false, after: '' };
  const answer: OllamaAnswer = { contents: [], thoughts: null, last: null, tokens: [] };
  let status: number | null = null;
  let failure: Failure | null = null;
  let repeated = false;
  // A client a call: its streams can only be told apart by the fetch that made them.
  const client = new Ollama({
    host,
    async fetch(_url, init) {
      const body = typeof init?.body === 'string' ? init.body : null;
      const reply = await http.send({
        method: 'POST',
        url: endpoint(host, '/api/chat'),
        headers,
        body,
        signal: deadline.signal,
      });
      status = reply.status;
      if (reply.status !== 200) throw new StatusError(reply);
      return new Response(jsonLinesOnly(reply.body, read));
    },
  });
  try {
    for await (const part of await client.chat(ollamaRequest(spec, asked, thought))) takePart(answer, part);
  } catch (error) {
    if (error instanceof StatusError) failure = await failureOfStatus(error.reply);
    else if (read.error !== null) failure = failureOfLine(read);
    else if (deadline.signal.aborted || !endedWithoutDone(error)) {
      failure = failureOfException(error, deadline, seconds, read.raw);
    } else if (tailRepeats([...answer.contents, ...(answer.thoughts ?? [])].join(''))) repeated = true;
    else failure = failureOf('protocol', 'the stream ended before the answer was done', read.raw);
  } finally {
    deadline.stop();
  }
  if (read.broken && (failure === null || failure.kind === 'protocol')) {
    failure = failureOf('protocol', 'a line before the end of the answer cannot be read', read.raw);
    repeated = false;
  }
  const finish = repeated ? 'repetition' : (answer.last?.done_reason ?? null);
  return replyOf(spec, asked, answer, { status, failure, finish, read, tokenLimit: spec.params.max_tokens + thought });
}

function takePart(answer: OllamaAnswer, part: ChatResponse): void {
  const content: unknown = part.message?.content;
  const thought: unknown = part.message?.thinking;
  if (typeof content === 'string') answer.contents.push(content);
  if (typeof thought === 'string') answer.thoughts = [...(answer.thoughts ?? []), thought];
  if (typeof thought !== 'string' || thought === '')
    answer.tokens.push(...tokenEntries((part as { logprobs?: unknown }).logprobs));
  answer.last = part;
}

async function failureOfStatus(reply: HttpReply): Promise<Failure> {
  const raw = await readText(reply.body, { raw: '', stray: '', done: false });
  const message = `HTTP ${reply.status}: ${serverMessage(raw) ?? 'no message'}`;
  return failureOf('http', message, raw, reply.headers);
}

function failureOfLine(read: LinesRead): Failure {
  const message = serverMessage(JSON.stringify(read.error)) ?? 'an error without a message';
  return failureOf('http', `error under HTTP 200: ${message}`, read.raw);
}

function endedWithoutDone(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Did not receive done');
}

interface Ending {
  readonly status: number | null;
  readonly failure: Failure | null;
  readonly finish: string | null;
  readonly read: LinesRead;
  readonly tokenLimit: number;
}

function replyOf(spec: TargetSpec, asked: Ask, answer: OllamaAnswer, ending: Ending): Reply {
  const { status, failure, finish, read, tokenLimit } = ending;
  const usage = usageOf(answer.last);
  const { tags, notation, ...text } = readAnswerText({
    content: joinPieces(answer.contents),
    thought: answer.thoughts === null ? null : joinPieces(answer.thoughts),
    prompt: asked.messages.at(-1)?.content ?? null,
    finish,
    usage,
  });
  const prompt = usage?.prompt ?? null;
  const cut = failure === null && prompt !== null && promptWasCut(asked.messages, prompt);
  const loadedOnly = failure === null && finish === 'load';
  const last = answer.last;
  const envelope: Record<string, Json> = { ...envelopeOf(spec, last) };
  const served = servedIn({ ...last });
  if (tags !== null) Object.assign(envelope, notedTags(tags, notation));
  if (read.error !== null) envelope.error = read.error as JsonObject;
  if (read.after !== '') envelope.other_text = [{ where: 'after the end', text: read.after.toWellFormed() }];
  return {
    ...text,
    signs: [...text.signs, ...(read.after === '' ? [] : (['other_text'] as const))],
    tokenLimit,
    finish,
    status,
    failure: cut
      ? failureOf('configuration', promptCutMessage(prompt, asked.messages), read.raw)
      : loadedOnly
        ? failureOf('protocol', 'the server loaded the model and did not answer', read.raw)
        : failure,
    envelope,
    usage,
    recorded: null,
    ...(served === undefined ? {} : { served }),
    ...withFirstTokens(spec.logprobs === undefined ? null : firstTokensOf(answer.tokens, text.text)),
  };
}

function usageOf(last: ChatResponse | null): Reply['usage'] {
  const prompt = last?.prompt_eval_count ?? null;
  const completion = last?.eval_count ?? null;
  return prompt === null && completion === null ? null : { prompt, completion };
}

/** Nanoseconds of the server as milliseconds, and what it says of where the model ran. */
function envelopeOf(spec: TargetSpec, last: ChatResponse | null): JsonObject {
  const envelope: Record<string, Json> = {};
  if (last === null) return envelope;
  if (last.model !== spec.model) envelope.model = last.model;
  envelope.created_at = String(last.created_at);
  const more = last as unknown as Record<string, unknown>;
  for (const name of ['remote_model', 'remote_host']) if (typeof more[name] === 'string') envelope[name] = more[name];
  for (const name of ['total_duration', 'load_duration', 'prompt_eval_duration', 'eval_duration'] as const) {
    if (typeof last[name] === 'number') envelope[name.replace('duration', 'ms')] = Math.round(last[name] / 1e4) / 100;
  }
  return envelope;
}
