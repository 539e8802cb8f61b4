const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/deepseek|r1-1776|mai-ds/, 'deepseek'],
  [/qwen|qwq/, 'qwen'],
  [/llama(?!\.cpp|-cpp)/, 'llama'],
  [/olmo|tulu/, 'olmo'],
  [/gemini|gemma/, 'google'],
  [/gpt|\/o\d|optimus|quasar|horizon/, 'openai'],
  [/claude/, 'anthropic'],
  [/grok/, 'xai'],
  [/glm/, 'glm'],
  [/kimi/, 'kimi'],
  [/mistral|mixtral/, 'mistral'],
];

/** The family that a model's name tells; null where it tells none. */
export function familyOf(model: string): string | null {
  const name = model.toLowerCase();
  return FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
