import { estimateTokens } from '../lib/estimate-tokens.ts';
import type { TargetSpec } from '../model/target-spec.ts';

/** What a target's part of a plan will take. Tokens are estimates; cost is in the currency of the price, null where none is known. */
export interface Estimate {
  readonly target: string;
  readonly where: 'hosted' | 'local';
  readonly calls: number;
  readonly promptTokens: number;
  /** Upper bound: every answer as long as `max_tokens` allows, and every thought as long as it may be. */
  readonly completionTokens: number;
  /** Upper bound, from `completionTokens`. */
  readonly cost: number | null;
}

/** Tokens of a chat template around a prompt, roughly. */
const TEMPLATE_TOKENS = 12;

/** A call in a conversation: all that was asked up to it, and how many answers stand before it. */
export interface PlannedCall {
  readonly prompt: string;
  readonly answersBefore: number;
}

/**
 * Estimates what `prompts` (one for each call) ask of a target. `thought` are the tokens that each answer may have beside. Answers that are sent
 * again in a later turn count as long as they may be.
 */
export function estimateCalls(spec: TargetSpec, prompts: Iterable<string | PlannedCall>, thought = 0): Estimate {
  let calls = 0;
  let promptTokens = 0;
  const systemTokens = estimateTokens(spec.system ?? '');
  for (const call of prompts) {
    const { prompt, answersBefore } = typeof call === 'string' ? { prompt: call, answersBefore: 0 } : call;
    calls += 1;
    promptTokens += answersBefore * (spec.params.max_tokens + TEMPLATE_TOKENS);
    promptTokens += estimateTokens(prompt) + systemTokens + TEMPLATE_TOKENS;
  }
  const completionTokens = calls * (spec.params.max_tokens + thought);
  const cost =
    spec.price === null ? null : (promptTokens * spec.price.input + completionTokens * spec.price.output) / 1_000_000;
  return { target: spec.id, where: spec.where, calls, promptTokens, completionTokens, cost };
}
