import type { ChatRequest } from 'ollama';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { contextTokens } from '../services/reasoning-budget.ts';
import type { Ask } from '../target.ts';

/**
 * The options of every call: context length (without one, the server chooses by its memory), seed and all sampling parameters
 * that are set. `thought` are tokens beside those of the answer.
 */
export function ollamaOptions(spec: TargetSpec, seed: number | null, thought: number): JsonObject {
  const { params } = spec;
  const options: Record<string, Json> = {
    num_ctx: contextTokens(spec, thought),
    num_predict: params.max_tokens + thought,
  };
  const sampling = { seed, temperature: params.temperature, top_p: params.top_p, top_k: params.top_k };
  const more = { min_p: params.min_p, repeat_penalty: params.repeat_penalty };
  for (const [name, value] of Object.entries({ ...sampling, ...more })) if (value !== null) options[name] = value;
  const extra = spec.body.options;
  if (typeof extra !== 'object' || extra === null || Array.isArray(extra)) return options;
  return { ...options, ...(extra as JsonObject) };
}

/** The body of a chat call: streamed, never truncated by the server, extra fields last (`options` field by field). */
export function ollamaRequest(spec: TargetSpec, ask: Ask, thought: number): ChatRequest & { stream: true } {
  const { options: _merged, ...extra } = spec.body;
  const request: Record<string, unknown> = {
    model: spec.model,
    messages: ask.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    truncate: false,
    shift: false,
    options: ollamaOptions(spec, ask.seed, thought),
    ...(spec.logprobs === undefined ? {} : { logprobs: true, top_logprobs: spec.logprobs }),
    ...(spec.think === null ? {} : { think: spec.think }),
    ...(ask.schema === undefined ? {} : { format: ask.schema }),
    ...extra,
  };
  return request as unknown as ChatRequest & { stream: true };
}
