import type { JsonObject } from '../../lib/json.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import type { Ask } from '../target.ts';

/** The body of a chat completion: streamed, every sampling parameter that is set, extra fields last; a null there removes a field. */
export function chatRequest(
  spec: TargetSpec,
  ask: Omit<Ask, 'signal'>,
  limits: JsonObject,
  think: JsonObject,
): JsonObject {
  const { params } = spec;
  const fields: Record<string, JsonObject[string] | undefined> = {
    model: spec.model,
    messages: ask.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    stream_options: { include_usage: true },
    temperature: params.temperature,
    top_p: params.top_p,
    ...limits,
    seed: ask.seed,
    top_k: params.top_k,
    min_p: params.min_p,
    repeat_penalty: params.repeat_penalty,
    ...(spec.logprobs === undefined ? {} : { logprobs: true, top_logprobs: spec.logprobs }),
    response_format:
      ask.schema === undefined
        ? undefined
        : { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: ask.schema } },
    ...think,
    ...spec.body,
    ...mergedKwargs(think, spec.body),
  };
  const body: Record<string, JsonObject[string]> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null) body[name] = value;
  }
  return body;
}

/** Arguments of the chat template, those of `think` and those of the body together. */
function mergedKwargs(think: JsonObject, body: JsonObject): JsonObject {
  const [own, extra] = [think.chat_template_kwargs, body.chat_template_kwargs];
  if (own === undefined || typeof extra !== 'object' || extra === null || Array.isArray(extra)) return {};
  return { chat_template_kwargs: { ...(own as JsonObject), ...(extra as JsonObject) } };
}
