import type { TargetKind } from '../model/target-kind.ts';
import { llamaCpp } from './llama-cpp/provider.ts';
import { ollama } from './ollama/provider.ts';
import { openai } from './openai/provider.ts';
import type { Provider } from './provider.ts';
import { recording } from './recording/provider.ts';

/** Every kind of provider. To add one: name it in `model/target-kind.ts`, give it a folder here, and register its row. */
export const PROVIDERS = {
  ollama,
  openai,
  'llama-cpp': llamaCpp,
  recording,
} satisfies Record<TargetKind, Provider>;

/** The row of a kind. */
export function providerOf(kind: TargetKind): Provider {
  return PROVIDERS[kind];
}
