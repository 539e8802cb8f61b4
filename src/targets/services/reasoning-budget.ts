import type { JsonObject } from '../../lib/json.ts';
import { DEFAULT_TIMEOUT_SECONDS, type TargetSpec } from '../../model/target-spec.ts';
import type { Service, Think } from './service.ts';
import { serviceAt, serviceNamed, thinks } from './service-of.ts';

/**
 * Tokens of thought and answer together of a model that thinks, where the configuration says nothing: what the makers write
 * for most questions. "An output length of 32,768 tokens" (Qwen3, Qwen3.5: https://huggingface.co/Qwen/Qwen3-32B,
 * https://huggingface.co/Qwen/Qwen3.5-122B-A10B-FP8), "max_tokens 32768" (OLMo 3: https://huggingface.co/allenai/Olmo-3-7B-Think),
 * 32,768 (DeepSeek-R1: https://github.com/deepseek-ai/DeepSeek-R1). DeepSeek's service gives V4 twice that
 * (https://api-docs.deepseek.com/api/create-chat-completion), Qwen3.8 has more for agents
 * (https://huggingface.co/Qwen/Qwen3.8-2.4T-A95B); for gpt-oss no figure is given, and at least 25,000 advised
 * (https://platform.openai.com/docs/guides/reasoning). Read 2026-11-30.
 */
const THOUGHT_AND_ANSWER = 32_768;
/** Of these, tokens that are the answer's in every target that does not think. */
const ANSWER = 1024;
/** Context of local engines where nothing is configured, and the part of it that a prompt may need. */
const DEFAULT_CONTEXT = 4096;
const PROMPT_ROOM = 2048;
/** Tokens in a second that a slow engine makes. */
const SLOW_TOKENS_PER_SECOND = 25;

/**
 * Tokens that a target may think beside its answer: as configured, or the default where it thinks. `isThinking` is what was seen of
 * it; null leaves that to its name and service. Targets of runs stored before there was such a budget have none.
 */
export function reasoningTokens(spec: TargetSpec, isThinking: boolean | null): number {
  if (spec.think === false) return 0;
  if (spec.params.reasoning_tokens !== undefined) return spec.params.reasoning_tokens;
  if (spec.budgeted !== true) return 0;
  const service = serviceNamed(spec.service) ?? serviceAt(spec.baseURL ?? '');
  const known = thinks(service, spec.think as Think | null, spec.model) ?? isThinking;
  return known === true ? THOUGHT_AND_ANSWER - ANSWER : 0;
}

/** The limits of a request: of thought and answer together, or apart where the service counts them so or a budget is configured. */
export function tokenLimits(spec: TargetSpec, service: Service | null, thought: number): JsonObject {
  const { max_tokens, reasoning_tokens } = spec.params;
  const apart = service?.countsThoughtApart === true;
  const field = apart || reasoning_tokens !== undefined ? service?.budgetField : undefined;
  const isLevel = typeof spec.think === 'string';
  return {
    max_tokens: apart ? max_tokens : max_tokens + thought,
    ...(field === undefined || thought === 0 || isLevel ? {} : { [field]: thought }),
  };
}

/** The context that a local engine is asked for: as configured, or the default with room for the thought. */
export function contextTokens(spec: TargetSpec, thought: number): number {
  const configured = spec.params.num_ctx ?? DEFAULT_CONTEXT;
  if (thought === 0 || configured !== DEFAULT_CONTEXT) return configured;
  return Math.max(configured, PROMPT_ROOM + spec.params.max_tokens + thought);
}

/** Seconds for one call: as configured, or the default and more for a long thought at a slow engine's pace. */
export function callSeconds(spec: TargetSpec, thought: number): number {
  if (spec.timeoutSeconds !== DEFAULT_TIMEOUT_SECONDS) return spec.timeoutSeconds;
  return spec.timeoutSeconds + Math.ceil(thought / SLOW_TOKENS_PER_SECOND);
}

/** What a user should know of a budget of thought. `context` is what there really is; null: not known. */
export function budgetWarnings(spec: TargetSpec, thought: number, context: number | null): string[] {
  if (thought === 0) return [];
  const { max_tokens } = spec.params;
  const room = context === null ? thought : Math.max(0, context - max_tokens - PROMPT_ROOM);
  return [
    `it thinks: up to ${thought} tokens for that beside ${max_tokens} for the answer (params.reasoning_tokens sets them, think: false saves them)`,
    ...(room < thought
      ? [
          `its context of ${context} tokens leaves about ${room} of them: raise params.num_ctx, or lower params.reasoning_tokens`,
        ]
      : []),
  ];
}
