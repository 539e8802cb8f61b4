import type { Json, JsonObject } from '../../lib/json.ts';
import { parseJson } from '../../lib/parse-json.ts';

/** Fields of a request that a server may refuse to have; what is asked must not depend on the others. */
const DROPPABLE = [
  'stream_options',
  'seed',
  'top_k',
  'min_p',
  'repeat_penalty',
  'logprobs',
  'top_logprobs',
  'top_p',
  'temperature',
] as const;
type Droppable = (typeof DROPPABLE)[number];
/** Those whose absence changes nothing about an answer. */
const HARMLESS: ReadonlySet<string> = new Set(['stream_options']);

/** Words by which a service says that it does not have a field; a value out of range is a mistake of the configuration. */
const REFUSES =
  /unsupported|not[ _](?:a )?(?:supported|permitted|allowed|available|accepted)|n[o']t support|unrecogni[sz]ed|unknown|unexpected|extra (?:fields|inputs)|extra_forbidden|no such|cannot be (?:set|used)|deprecated|only the default|only \S+ is (?:allowed|supported)|use '?max_completion_tokens|不支持|未知|不允许/i;
const OUT_OF_RANGE =
  /out of range|must be (?:in|within|between|less|greater|at (?:least|most)|>|<|≥|≤)|should be (?:in|between|less|greater)/i;
/** Words that only speak of a field, under whatever status a server lets its exception out. */
const NO_FIELD =
  /unexpected keyword argument|extra_forbidden|extra inputs are not permitted|unknown (?:field|parameter)/i;
/** A router with `require_parameters` has no host that takes all of them; the seed is what they most often lack. */
const NO_ROUTE = /no endpoints found that (?:can handle|support) the requested parameters/i;

/** What a server was found not to take, so that it is not sent again. One set of habits serves all calls of a target. */
export class RequestHabits {
  readonly #dropped = new Map<Droppable, Json>();
  #renamed = false;

  /** A body as this server takes it. `own` are the fields of the configuration's body, which are never left out. */
  applied(body: JsonObject, own: JsonObject): JsonObject {
    const kept: Record<string, Json> = { ...body };
    for (const name of this.#dropped.keys()) if (own[name] === undefined) delete kept[name];
    const { max_tokens, ...rest } = kept;
    if (!this.#renamed || max_tokens === undefined || own.max_tokens !== undefined) return kept;
    return { ...rest, max_completion_tokens: max_tokens };
  }

  /**
   * Learns from a refusal. True where the request that was refused held something that will not be sent again, so that it is
   * worth making once more; whether another call learned the same before does not matter.
   */
  learn(status: number, raw: string, sent: JsonObject, own: JsonObject): boolean {
    if (status !== 400 && status !== 422 && !(status === 404 && NO_ROUTE.test(raw)) && !NO_FIELD.test(raw))
      return false;
    const { names, words } = readRefusal(raw);
    if (sent.max_tokens !== undefined && own.max_tokens === undefined && words.includes('max_completion_tokens')) {
      this.#renamed = true;
      return true;
    }
    const refused = NO_ROUTE.test(words) ? ['seed'] : REFUSES.test(words) && !OUT_OF_RANGE.test(words) ? names : [];
    const toDrop = DROPPABLE.filter(
      (name) => refused.includes(name) && sent[name] !== undefined && own[name] === undefined,
    );
    for (const name of toDrop) this.#dropped.set(name, sent[name] ?? null);
    return toDrop.length > 0;
  }

  /** Fields that were configured and are not sent, with their values. */
  get notTaken(): JsonObject {
    return Object.fromEntries([...this.#dropped].filter(([name]) => !HARMLESS.has(name)));
  }
}

/** The fields that a refusal names, and its words without what it repeats of the request. */
function readRefusal(raw: string): { readonly names: readonly string[]; readonly words: string } {
  const body = parsed(raw);
  const words = body === null ? raw : wordsOf(body);
  const exact = body === null ? [] : pointedAt(body);
  if (exact.length > 0) return { names: exact, words };
  const found = DROPPABLE.filter((name) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(words));
  return { names: /include_usage/.test(words) ? [...found, 'stream_options'] : found, words };
}

/** `param` of OpenAI's errors and `loc` of FastAPI's, wherever they stand. */
function pointedAt(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(pointedAt);
  const { param, loc, input: _echo, ...rest } = value as Record<string, unknown>;
  const path = Array.isArray(loc) ? loc.filter((part) => typeof part === 'string') : [];
  const own = typeof param === 'string' && param !== '' ? [param.replace(/^body\./, '').split('.')[0] ?? param] : [];
  return [...own, ...path, ...Object.values(rest).flatMap(pointedAt)];
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(wordsOf).join(' ');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .filter(([name]) => name !== 'input')
    .map(([, inner]) => wordsOf(inner))
    .join(' ');
}

function parsed(raw: string): unknown {
  try {
    const value: unknown = parseJson(raw);
    return typeof value === 'object' && value !== null ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
