import type { Json, JsonObject } from '../../lib/json.ts';
import type { DeliveryFlag } from '../../model/delivery.ts';
import type { FirstToken, Served } from '../../model/served.ts';
import type { Usage } from '../../model/usage.ts';
import { isThoughtField, readContent, thoughtOfMessage } from '../../reading/content-parts.ts';
import { readFinish, worstFinish } from '../../reading/finish.ts';
import { joinPieces } from '../../reading/join-pieces.ts';
import { servedIn } from '../../reading/served.ts';
import { firstTokensOf, type TokenEntry, tokenEntries } from '../first-tokens.ts';
import type { ReplyHeaders } from '../http/http-client.ts';
import { objectsIn } from '../http/json-fields.ts';
import { withoutFolders } from '../identity-parts.ts';
import { OtherText } from './other-text.ts';

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
const MESSAGE_KNOWN = new Set(['role', 'content', 'refusal']);
const TIMINGS = ['cache_n', 'prompt_n', 'prompt_ms', 'predicted_n', 'predicted_ms'];

/** Puts an answer together from the chunks of a stream, or from one whole body; keeps what is not text for the envelope. */
export class AnswerParts {
  /** The first error that came under a good status, with everything beside it. */
  error: Fields | null = null;
  usage: Fields | null = null;
  /** True once a choice has been seen: an answer was begun. */
  begun = false;
  /** True once a part came before the end that cannot be read: what came is not the whole. */
  broken = false;
  /** True once a part came behind a finish reason that cannot be read: more of the answer behind it tells that it was one of it. */
  #cracked = false;
  /** Finish reasons that differ, in the order they came. */
  #finishes: readonly string[] = [];
  readonly #other = new OtherText();
  #refusal = '';
  /** Place of the answer among several; null until one is named. */
  #index: number | null = null;
  /** Pieces as they came: added by a stream, or whole messages. */
  readonly #pieces: string[] = [];
  readonly #messages: string[] = [];
  #thoughts: string[] | null = null;
  #model: string | null = null;
  #timings: Fields | null = null;
  readonly #tokens: TokenEntry[] = [];
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
    const wrapped = chunk.Response;
    if (isFields(wrapped) && isFields(wrapped.Error ?? wrapped.ErrorMsg)) this.error ??= wrapped;
    const choices = objectsIn(chunk.choices);
    const choice = this.#choiceOf(choices);
    for (const other of choices) if (other !== choice) this.#other.takeChoice(other);
    if (choice === null) return;
    this.#takeChoice(choice);
    if (isFields(choice.error)) this.error ??= { error: choice.error };
  }

  /** To be told of a part that cannot be read. */
  crack(): void {
    if (this.finish === null) this.broken = true;
    else this.#cracked = true;
  }

  /** Takes what came after the end of the stream: it is none of the answer, and is kept beside it. */
  takeAfterEnd(chunk: Fields): void {
    this.#other.takeAfterEnd(chunk.choices);
  }

  /** The finish reason; of several that differ, the worst. null: there was none. */
  get finish(): string | null {
    return worstFinish(this.#finishes);
  }

  /** What belongs beside the delivery: text that is none of the answer, and finish reasons of several kinds. */
  get signs(): DeliveryFlag[] {
    const kinds = new Set(this.#finishes.map((word) => readFinish(word)?.kind ?? null));
    return [
      ...(this.#other.some ? (['other_text'] as const) : []),
      ...(kinds.size > 1 ? (['finish_differs'] as const) : []),
    ];
  }

  /** The answer's content; a refusal in a field of its own is the model's text too. */
  get text(): string {
    return this.#content === '' ? this.#refusal : this.#content;
  }

  /** Thought in a field of its own; null: there was none. */
  get thought(): string | null {
    return this.#thoughts === null ? null : joinPieces(this.#thoughts);
  }

  /** A whole message at the end of a stream holds again what was added before. */
  get #content(): string {
    const added = joinPieces(this.#pieces);
    const whole = joinPieces(this.#messages);
    return added === '' || whole.trim().startsWith(added.trim()) ? whole : added + whole;
  }

  get tokens(): Usage | null {
    if (this.usage === null) return null;
    const prompt = numberOr(this.usage.prompt_tokens, numberOr(this.usage.input_tokens, null));
    const completion = numberOr(this.usage.completion_tokens, numberOr(this.usage.output_tokens, null));
    if (prompt === null && completion === null) return null;
    const details = this.usage.completion_tokens_details ?? this.usage.output_tokens_details;
    const inDetails = isFields(details) ? numberOr(details.reasoning_tokens, null) : null;
    const reasoning = inDetails ?? numberOr(this.usage.reasoning_tokens, null);
    return reasoning === null ? { prompt, completion } : { prompt, completion, reasoning };
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
    if (this.#finishes.length > 1) envelope.finish_reasons = this.#finishes;
    if (this.#other.some) envelope.other_text = this.#other.toJson();
    if (this.#refusal !== '') envelope.refusal = this.#content === '' ? true : this.#refusal;
    const usage = usageBeyondTokens(this.usage);
    if (usage !== null) envelope.usage = usage;
    if (this.#timings !== null) envelope.timings = pickRounded(this.#timings, TIMINGS);
    for (const name in headers) {
      const value = headers[name];
      if (typeof value === 'string' && KEPT_HEADERS.test(name)) envelope[name] = value;
    }
    return envelope;
  }

  /** What the first token of an answer might have been, where the service told of its tokens. */
  firstTokens(answer: string): FirstToken[] | null {
    return firstTokensOf(this.#tokens, answer);
  }

  /** One answer was asked for: of several, the first that began is taken, and the others are none of it. */
  #choiceOf(choices: readonly Fields[]): Fields | null {
    const choice = choices.find(({ index }) => this.#index === null || (index ?? this.#index) === this.#index) ?? null;
    if (choice !== null && typeof choice.index === 'number') this.#index ??= choice.index;
    return choice;
  }

  #takeChoice(choice: Fields): void {
    this.begun = true;
    if (isFields(choice.logprobs) && !isThought(choice.delta))
      this.#tokens.push(...tokenEntries(choice.logprobs.content));
    this.#takeFinish(choice);
    for (const name in choice) {
      if (!CHOICE_KNOWN.has(name) && !isThoughtField(name)) this.#keep(name, choice[name]);
    }
    const { delta, message } = choice;
    const inside = [delta, message].filter(isFields).some((held) => Boolean(thoughtOfMessage(held)));
    const beside = inside ? null : thoughtOfMessage(choice);
    if (beside !== null && beside !== '') this.#think(beside);
    if (isFields(delta)) this.#takeMessage(delta, this.#pieces);
    if (isFields(message)) this.#takeMessage(message, this.#messages);
    if (!isFields(delta) && !isFields(message) && typeof choice.text === 'string') this.#pieces.push(choice.text);
  }

  /** `stop_reason` holds a token or a stop string on some servers: only a word that is known says how it ended. */
  #takeFinish({ finish_reason: finish, stop_reason: stop }: Fields): void {
    const isNews = typeof finish === 'string' && finish !== '' && !this.#finishes.includes(finish);
    if (isNews && readFinish(finish) !== null) {
      this.#finishes = [...this.#finishes.filter((before) => readFinish(before) !== null), finish];
    } else if (isNews && this.#finishes.length === 0) this.#finishes = [finish];
    const read = typeof stop === 'string' ? readFinish(stop) : null;
    if (read?.known === true && read.kind !== 'ended') this.#keep('stop_reason', stop);
  }

  #takeMessage(message: Fields, into: string[]): void {
    for (const name in message) {
      if (!MESSAGE_KNOWN.has(name) && !isThoughtField(name)) this.#keep(name, message[name]);
    }
    const { text, reasoning, refusal } = readContent(message.content);
    if (this.#cracked && text !== '') this.broken = true;
    if (isMarkedThought(message) && !/<\/?thoughts?>/i.test(text)) this.#think(text);
    else into.push(text);
    const thought = thoughtOfMessage(message);
    if (thought !== null) this.#think(thought);
    if (reasoning !== null) this.#think(reasoning);
    this.#refusal += refusal;
    if (typeof message.refusal === 'string') this.#refusal += message.refusal;
  }

  #think(thought: string): void {
    this.#thoughts ??= [];
    this.#thoughts.push(thought);
  }

  #keep(name: string, value: unknown): void {
    if (value === null || value === undefined || value === '' || value === false) return;
    if (typeof value === 'object' && Object.keys(value).length === 0) return;
    const before = this.#extra[name];
    if (name === 'content_filter_results' && before !== undefined && !saysFiltered(value)) return;
    this.#extra[name] = value;
  }
}

/** Gemini's compatible layer marks a piece of thought beside the text (`extra_content.google.thought`). */
function isMarkedThought(message: Fields): boolean {
  const extra = message.extra_content;
  const google = isFields(extra) ? extra.google : null;
  return message.thought === true || (isFields(google) && google.thought === true);
}

const KEPT_HEADERS = /^(x-request-id|x-ratelimit-|x-tokenlimit-|retry-after|cf-ray$|x-ds-trace-id$)/;

/** True where a body is an error and no answer, whatever its status: `error`, `detail`, or `code` and `message` without choices. */
function isError(body: Fields): boolean {
  if (body.error !== undefined && body.error !== null && body.error !== false && body.error !== '') return true;
  if (Array.isArray(body.choices) && body.choices.length > 0) return false;
  const baseStatus = isFields(body.base_resp) ? body.base_resp.status_code : 0;
  if (typeof baseStatus === 'number' && baseStatus !== 0) return true;
  const coded = body.code !== undefined && body.code !== 0 && body.code !== '0' && body.message !== undefined;
  const named = body.detail ?? body.error_msg ?? body.ErrorMsg;
  return coded || (named !== undefined && named !== null);
}

/** True where a chunk holds a piece of a thought. */
function isThought(delta: unknown): boolean {
  return isFields(delta) && Boolean(thoughtOfMessage(delta));
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
