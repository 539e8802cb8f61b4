import type { Json, JsonObject } from '../../lib/json.ts';
import type { Served } from '../../model/served.ts';
import { servedIn } from '../../reading/served.ts';
import type { ReplyHeaders } from '../http/http-client.ts';
import { withoutFolders } from '../identity-parts.ts';

type Fields = Record<string, unknown>;

/** Fields of an answer that are kept elsewhere or say nothing. */
const TOP_KNOWN = new Set(['choices', 'object', 'model', 'usage', 'timings', 'error', 'service_tier', 'obfuscation']);
const CHOICE_KNOWN = new Set([
  'index',
  'delta',
  'message',
  'error',
  'finish_reason',
  'stop_reason',
  'logprobs',
  'text',
  'token_ids',
]);
const MESSAGE_KNOWN = new Set([
  'role',
  'content',
  'reasoning_content',
  'reasoning',
  'thinking',
  'reasoning_details',
  'refusal',
]);
const TIMINGS = ['cache_n', 'prompt_n', 'prompt_ms', 'predicted_n', 'predicted_ms'];

/** Puts an answer together from the chunks of a stream, or from one whole body; keeps what is not text for the envelope. */
export class AnswerParts {
  content = '';
  reasoning: string | null = null;
  finish: string | null = null;
  /** The first error that came under a good status, with everything beside it. */
  error: Fields | null = null;
  usage: Fields | null = null;
  /** True once a choice has been seen: an answer was begun. */
  begun = false;
  #refusal = '';
  #model: string | null = null;
  #timings: Fields | null = null;
  readonly #extra: Fields = {};

  /** Takes a parsed chunk or body. */
  take(chunk: Fields): void {
    for (const name in chunk) {
      if (!TOP_KNOWN.has(name)) this.#keep(name, chunk[name]);
    }
    if (typeof chunk.model === 'string' && chunk.model !== '') this.#model = chunk.model;
    if (isFields(chunk.usage)) this.usage = chunk.usage;
    if (isFields(chunk.timings)) this.#timings = chunk.timings;
    if (isError(chunk)) this.error ??= chunk;
    const choices = chunk.choices;
    const choice: unknown = Array.isArray(choices) ? choices[0] : null;
    if (!isFields(choice)) return;
    this.#takeChoice(choice);
    if (isFields(choice.error)) this.error ??= { error: choice.error };
  }

  /** The answer's content; a refusal in a field of its own is the model's text too. */
  get text(): string {
    return this.content === '' ? this.#refusal : this.content;
  }

  get tokens(): { prompt: number | null; completion: number | null } | null {
    if (this.usage === null) return null;
    const prompt = numberOr(this.usage.prompt_tokens, numberOr(this.usage.input_tokens, null));
    const completion = numberOr(this.usage.completion_tokens, numberOr(this.usage.output_tokens, null));
    return prompt === null && completion === null ? null : { prompt, completion };
  }

  /** Who answered, by its fields and the headers beside it. */
  served(headers: ReplyHeaders): Served | undefined {
    return servedIn({ ...this.#extra, model: this.#model }, headers);
  }

  /** Everything but the text, without what is null, empty or the same as asked for. */
  envelope(asked: string, headers: ReplyHeaders): JsonObject {
    const envelope: Record<string, Json> = { ...(this.#extra as JsonObject) };
    if (this.error !== null) envelope.error = this.error as JsonObject;
    if (this.#model !== null && this.#model !== asked) envelope.model = withoutFolders(this.#model);
    if (this.#refusal !== '') envelope.refusal = this.content === '' ? true : this.#refusal;
    const usage = usageBeyondTokens(this.usage);
    if (usage !== null) envelope.usage = usage;
    if (this.#timings !== null) envelope.timings = pickRounded(this.#timings, TIMINGS);
    for (const name in headers) {
      const value = headers[name];
      if (typeof value === 'string' && KEPT_HEADERS.test(name)) envelope[name] = value;
    }
    return envelope;
  }

  #takeChoice(choice: Fields): void {
    this.begun = true;
    if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') this.finish = choice.finish_reason;
    for (const name in choice) {
      if (!CHOICE_KNOWN.has(name)) this.#keep(name, choice[name]);
    }
    const message = isFields(choice.delta) ? choice.delta : choice.message;
    if (!isFields(message)) {
      if (typeof choice.text === 'string') this.content += choice.text;
      return;
    }
    for (const name in message) {
      if (!MESSAGE_KNOWN.has(name)) this.#keep(name, message[name]);
    }
    if (typeof message.content === 'string') this.content += message.content;
    else if (Array.isArray(message.content)) for (const part of message.content) this.#takePart(part);
    const trace = message.reasoning_content ?? message.reasoning ?? message.thinking;
    if (typeof trace === 'string') this.reasoning = (this.reasoning ?? '') + trace;
    else if (Array.isArray(message.reasoning_details))
      for (const part of message.reasoning_details) this.#takeDetail(part);
    if (typeof message.refusal === 'string') this.#refusal += message.refusal;
  }

  #takePart(part: unknown): void {
    if (typeof part === 'string') this.content += part;
    if (!isFields(part)) return;
    if (typeof part.text === 'string' && part.type !== 'thinking') this.content += part.text;
    if (part.type !== 'thinking') return;
    const inner: unknown[] = Array.isArray(part.thinking) ? part.thinking : [{ text: part.thinking }];
    for (const piece of inner) this.#takeDetail(piece);
  }

  #takeDetail(part: unknown): void {
    if (!isFields(part)) return;
    const text = part.text ?? part.summary;
    if (typeof text === 'string') this.reasoning = (this.reasoning ?? '') + text;
  }

  #keep(name: string, value: unknown): void {
    if (value === null || value === undefined || value === '' || value === false) return;
    if (typeof value === 'object' && Object.keys(value).length === 0) return;
    const before = this.#extra[name];
    if (name === 'content_filter_results' && before !== undefined && !saysFiltered(value)) return;
    this.#extra[name] = value;
  }
}

const KEPT_HEADERS = /^(x-request-id|x-ratelimit-|x-tokenlimit-|retry-after|cf-ray$|x-ds-trace-id$)/;

/** True where a body is an error and no answer, whatever its status: `error`, `detail`, or `code` and `message` without choices. */
function isError(body: Fields): boolean {
  if (body.error !== undefined && body.error !== null && body.error !== false && body.error !== '') return true;
  if (Array.isArray(body.choices)) return false;
  const baseStatus = isFields(body.base_resp) ? body.base_resp.status_code : 0;
  if (typeof baseStatus === 'number' && baseStatus !== 0) return true;
  return (
    body.detail !== undefined || body.error_msg !== undefined || (body.code !== undefined && body.message !== undefined)
  );
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOr(value: unknown, otherwise: number | null): number | null {
  return typeof value === 'number' ? value : otherwise;
}

function saysFiltered(results: unknown): boolean {
  return JSON.stringify(results).includes('"filtered":true');
}

/** Usage without the two counts that are kept apart, their sum, and zeros. */
function usageBeyondTokens(usage: Fields | null): JsonObject | null {
  const kept: Record<string, Json> = {};
  for (const [name, value] of Object.entries(usage ?? {})) {
    if (name === 'prompt_tokens' || name === 'completion_tokens' || name === 'total_tokens') continue;
    const inner = isFields(value) ? Object.fromEntries(Object.entries(value).filter(([, v]) => isTold(v))) : value;
    if (isTold(inner) && !(isFields(inner) && Object.keys(inner).length === 0)) kept[name] = inner as Json;
  }
  return Object.keys(kept).length === 0 ? null : kept;
}

function isTold(value: unknown): boolean {
  return value !== null && value !== undefined && value !== 0 && value !== '' && value !== false;
}

function pickRounded(fields: Fields, names: readonly string[]): JsonObject {
  const picked: Record<string, Json> = {};
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'number' && value !== 0) picked[name] = Math.round(value * 100) / 100;
  }
  return picked;
}
