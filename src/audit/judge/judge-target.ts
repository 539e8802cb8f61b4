import type { ConfiguredTarget } from '../../config/config.ts';
import type { SamplingParams } from '../../model/target-spec.ts';

/** Tokens that a judge's reply may have at least; a model that thinks first needs them. */
const LEAST_REPLY_TOKENS = 1536;
/** Tokens that a question with a long answer in it, and the reply, need. */
const LEAST_CONTEXT = 12_288;

/** The seed of every judge's calls. */
export const JUDGE_SEED = 1;

/**
 * A target as judge: it always says the likeliest thing. A parameter that the configuration sets to null is not sent here
 * either, since the service may refuse it.
 */
export function asJudge({ spec, publicSpec, audit }: ConfiguredTarget): ConfiguredTarget {
  const params = judgeParams(spec.params);
  return { spec: { ...spec, params }, publicSpec: { ...publicSpec, params: { ...params } }, audit };
}

function judgeParams(given: SamplingParams): SamplingParams {
  const where = (value: number | null, to: number): number | null => (value === null ? null : to);
  return {
    temperature: where(given.temperature, 0),
    top_p: where(given.top_p, 1),
    top_k: where(given.top_k, 0),
    min_p: where(given.min_p, 0),
    repeat_penalty: where(given.repeat_penalty, 1),
    max_tokens: Math.max(given.max_tokens, LEAST_REPLY_TOKENS),
    num_ctx: given.num_ctx === null ? null : Math.max(given.num_ctx, LEAST_CONTEXT),
  };
}
