/** A model of the examples, by a name under which it is served. */
export interface ModelName {
  readonly model: string;
  /** Where it is named so. */
  readonly source: string;
}

/**
 * Models that examples, help and `candor init` name; read 2026-11-30. A name that a service has given up is mended here, and a
 * test finds where it stands in text.
 */
export const MODEL_NAMES = {
  deepseek: { model: 'deepseek-flash', source: 'https://api-docs.deepseek.com/quick_start/pricing.md' },
  qwen: { model: 'qwen3:8b', source: 'https://ollama.com/library/qwen3' },
  olmo: { model: 'allenai/Olmo-3-7B-Instruct', source: 'https://huggingface.co/allenai/Olmo-3-7B-Instruct' },
  judge: { model: 'gemma3:12b', source: 'https://ollama.com/library/gemma3' },
} as const satisfies Record<string, ModelName>;

/** The address of DeepSeek's own service. */
export const DEEPSEEK_ADDRESS = 'https://api.deepseek.com';
