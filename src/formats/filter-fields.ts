import type { Json, JsonObject } from '../lib/json.ts';

/** Keys under which services and collectors keep what a filter, guardrail or moderation said beside an answer. */
const KEPT = [
  'guardrails',
  'moderation',
  'content_filter_results',
  'contentFilterResults',
  'content_filter_result',
  'prompt_filter_results',
  'promptFilterResults',
  'promptFeedback',
  'prompt_feedback',
  'contentFilter',
  'amazon-bedrock-guardrailAction',
  'amazon-bedrock-trace',
  'guardrailAction',
  'input_sensitive',
  'output_sensitive',
  'native_finish_reason',
  'incomplete_details',
  'finish_details',
  'stop_details',
] as const;

/** Names of columns, without signs, that say a filter took the answer away. */
const WITHHELD =
  /^(?:response)?(?:guardrails?(?:flagged|blocked|triggered|intervened)|(?:content)?filtered|(?:content|response)?blocked|isblocked)$/;
/** Names that say a moderation marked it, which withholds nothing by itself. */
const MARKED = /^(?:response)?(?:moderation)?(?:is)?flagged$/;

/** What the objects of an answer, the outer one first, say of filters. */
export function envelopeOf(...objects: readonly unknown[]): JsonObject {
  const found: Record<string, Json> = {};
  for (const object of objects) {
    if (typeof object !== 'object' || object === null || Array.isArray(object)) continue;
    const fields = object as JsonObject;
    for (const key of KEPT) {
      const value = fields[key];
      if (value !== undefined && value !== null) found[key] = key === 'moderation' ? moderation(value) : value;
    }
    for (const [key, value] of Object.entries(fields)) Object.assign(found, markOf(key, value));
  }
  return found;
}

/** True for the name of a field that says what a filter did. */
export function isFilterField(name: string): boolean {
  const plain = plainName(name);
  return KEPT.some((key) => key === name) || WITHHELD.test(plain) || MARKED.test(plain);
}

/** What a row of a table says of filters, whose columns are flat (`guardrails_flagged`, `guardrails.flagged`). */
export function flatEnvelope(header: readonly string[], fields: readonly string[]): JsonObject {
  const found: Record<string, Json> = {};
  for (const [at, name] of header.entries()) {
    const cell = fields[at]?.trim() ?? '';
    if (cell === '') continue;
    Object.assign(found, markOf(name, cell));
    if (!cell.startsWith('{') || !KEPT.some((key) => key === name)) continue;
    try {
      Object.assign(found, envelopeOf({ [name]: JSON.parse(cell) }));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return found;
}

function markOf(key: string, value: unknown): JsonObject {
  const isTrue =
    value === true || value === 1 || (typeof value === 'string' && /^(?:true|yes|1(?:\.0)?)$/i.test(value));
  if (!isTrue) return {};
  const name = plainName(key);
  if (WITHHELD.test(name)) return { guardrails: { flagged: true } };
  return MARKED.test(name) ? { moderation: { flagged: true } } : {};
}

/** OpenAI's moderation names its results in a list. */
function moderation(value: Json): Json {
  const results =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject).results : value;
  if (!Array.isArray(results)) return value;
  const flagged = results.some(
    (one) => typeof one === 'object' && one !== null && 'flagged' in one && one.flagged === true,
  );
  return { flagged };
}

function plainName(key: string): string {
  return key.toLowerCase().replace(/[^a-z]/g, '');
}
