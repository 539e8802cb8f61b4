/** The kinds of provider that a target can have. */
export const TARGET_KINDS = ['openai', 'ollama', 'llama-cpp', 'recording'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];
