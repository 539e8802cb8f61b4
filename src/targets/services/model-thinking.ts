import type { Think } from './service.ts';

/** Models that think whatever they are told, and models that never do, by their names in lower case; with the makers' word for it. */
interface ModelRow {
  readonly pattern: RegExp;
  readonly source: string;
}

/** Read 2026-11-30. */
const ALWAYS: readonly ModelRow[] = [
  { pattern: /gpt-oss/, source: 'https://lmstudio.ai/models/openai/gpt-oss-120b' },
  { pattern: /thinking-2507|\bqwq\b/, source: 'https://huggingface.co/Qwen/Qwen3-4B-Thinking-2507' },
  { pattern: /qwen3\.8-max|qwen3\.8-2\.4t/, source: 'https://huggingface.co/Qwen/Qwen3.8-2.4T-A95B' },
  {
    pattern: /olmo-?3(\.1)?-\d+b-think|olmo-?3(\.1)?:\d+b-think/,
    source: 'https://huggingface.co/allenai/Olmo-3-7B-Think',
  },
  { pattern: /deepseek-r1|deepseek-reasoner/, source: 'https://github.com/deepseek-ai/DeepSeek-R1' },
  {
    pattern: /glm-5\.3/,
    source: 'https://docs.together.ai/docs/glm-5.3-quickstart',
  },
  { pattern: /kimi-k3|kimi-k2\.7-code|kimi-k2-thinking/, source: 'https://platform.kimi.com/docs/api/models-overview' },
  { pattern: /minimax-m2/, source: 'https://platform.minimax.io/docs/api-reference/text-chat-openai' },
];

const NEVER: readonly ModelRow[] = [
  { pattern: /instruct-2507/, source: 'https://huggingface.co/Qwen/Qwen3-4B-Thinking-2507' },
  {
    pattern: /olmo-?3(\.1)?-\d+b-instruct|olmo-?3(\.1)?:\d+b-instruct/,
    source: 'https://huggingface.co/allenai/Olmo-3-7B-Instruct',
  },
];

/** Whether a model thinks by its name alone: `always`, `never`, or null where the name does not settle it. */
export function thinkingByName(model: string): 'always' | 'never' | null {
  const name = model.toLowerCase();
  if (ALWAYS.some(({ pattern }) => pattern.test(name))) return 'always';
  return NEVER.some(({ pattern }) => pattern.test(name)) ? 'never' : null;
}

/** Why a model cannot be told so, by what its maker says; null: it can, as far as its name tells. */
export function refusedByModel(think: Think, model: string): string | null {
  const name = model.toLowerCase();
  const against = think === false ? ALWAYS : NEVER;
  const row = against.find(({ pattern }) => pattern.test(name));
  if (row === undefined) return null;
  return think === false
    ? `no think: false for ${model}, which always thinks (${row.source})`
    : `no think for ${model}, which never thinks (${row.source})`;
}
