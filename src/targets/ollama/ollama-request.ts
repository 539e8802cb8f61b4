import type { ChatRequest } from 'ollama';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import type { Ask } from '../target.ts';

/** Context length that is asked for where none is configured: without one, the server chooses by its memory. */
const DEFAULT_NUM_CTX = 4096;

/** The options of every call: context length, seed and all sampling parameters that are set. */
export function ollamaOptions(spec: TargetSpec, seed: number | null, numPredict: number): JsonObject {
  const { params } = spec;
  const options: Record<string, Json> = { num_ctx: params.num_ctx ?? DEFAULT_NUM_CTX, num_predict: numPredict };
  const sampling = { seed, temperature: params.temperature, top_p: params.top_p, top_k: params.top_k };
  const more = { min_p: params.min_p, repeat_penalty: params.repeat_penalty };
  for (const [name, value] of Object.entries({ ...sampling, ...more })) if (value !== null) options[name] = value;
  const extra = spec.body.options;
  if (typeof extra !== 'object' || extra === null || Array.isArray(extra)) return options;
  return { ...options, ...(extra as JsonObject) };
}

/** The body of a chat call: streamed, never truncated by the server, extra fields last (`options` field by field). */
export function ollamaRequest(spec: TargetSpec, ask: Ask): ChatRequest & { stream: true } {
  const { options: _merged, ...extra } = spec.body;
  const request: Record<string, unknown> = {
    model: spec.model,
    messages: ask.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    truncate: false,
    shift: false,
    options: ollamaOptions(spec, ask.seed, spec.params.max_tokens),
    ...(spec.think === null ? {} : { think: spec.think }),
    ...(ask.schema === undefined ? {} : { format: ask.schema }),
    ...extra,
  };
  return request as unknown as ChatRequest & { stream: true };
}
