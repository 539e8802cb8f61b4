import type { TargetKind } from '../model/target-kind.ts';
import type { TargetSpec } from '../model/target-spec.ts';
import type { Target } from './target.ts';

/** What happens while a target is made ready, for progress lines. Sizes in bytes; null where the server tells none. */
export interface TargetProgress {
  readonly type: 'download' | 'hash' | 'load';
  readonly target: string;
  readonly file: string;
  readonly done: number;
  readonly total: number | null;
}

/** What a target needs from outside: the environment (for proxies, never for keys) and an ear for progress. */
export interface TargetIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: (event: TargetProgress) => void;
}

type CreateTarget = (spec: TargetSpec, io: TargetIo) => Promise<Target>;

/** Each kind's file is loaded when it is first wanted, so that clients and engines that nobody uses cost nothing. */
const CREATORS = {
  openai: async (spec, io) => (await import('./openai/openai.ts')).createOpenAiTarget(spec, io),
  ollama: async (spec, io) => (await import('./ollama/ollama.ts')).createOllamaTarget(spec, io),
  'llama-cpp': async (spec, io) => (await import('./llama-cpp/llama-cpp.ts')).createLlamaCppTarget(spec, io),
  recording: async (spec, io) => (await import('./recording/recording.ts')).createRecordingTarget(spec, io),
} satisfies Record<TargetKind, CreateTarget>;

/** Makes a target of its kind. Throws TargetError or ConfigError where it can never be asked. */
export async function createTarget(spec: TargetSpec, io: TargetIo): Promise<Target> {
  return CREATORS[spec.provider](spec, io);
}
