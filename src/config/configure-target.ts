import { isAbsolute, join } from 'node:path';
import { familyOf } from '../lib/family.ts';
import type { JsonObject } from '../lib/json.ts';
import type { TargetKind } from '../model/target-kind.ts';
import type { SamplingParams, TargetSpec } from '../model/target-spec.ts';
import type { ConfiguredTarget } from './config.ts';
import { hideSecrets } from './public-config.ts';
import type { WrittenParams, WrittenTarget } from './schema.ts';
import { isLocalAddress } from './where.ts';

/** Sampling of an audit where nothing else is said. */
export const DEFAULT_PARAMS: SamplingParams = {
  temperature: 0.7,
  top_p: 1,
  top_k: 0,
  min_p: 0,
  repeat_penalty: 1,
  max_tokens: 1024,
  num_ctx: 4096,
};
const TIMEOUT_SECONDS = 300;
const OLLAMA_ADDRESS = 'http://127.0.0.1:11434';
const HOSTED_CONCURRENCY = 4;
const CONCURRENCY: Readonly<Record<TargetKind, number>> = { openai: 4, ollama: 1, 'llama-cpp': 1, recording: 8 };

/**
 * Fills in a target's defaults. `shared` are the file's parameters for all targets, `folder` is where relative files
 * begin, `unexpanded` the target as it stands in the file, with `${NAME}`.
 */
export function configureTarget(
  written: WrittenTarget,
  shared: WrittenParams,
  folder: string,
  unexpanded: unknown,
): ConfiguredTarget {
  const { provider } = written;
  const baseURL = written.baseURL ?? (provider === 'ollama' ? OLLAMA_ADDRESS : null);
  const where = written.where ?? (baseURL === null || isLocalAddress(baseURL) ? 'local' : 'hosted');
  const model = written.model ?? '';
  const spec: TargetSpec = {
    id: written.id,
    family: written.family ?? familyOf(model),
    provider,
    model: provider === 'llama-cpp' && !model.startsWith('hf:') ? inFolder(folder, model) : model,
    baseURL,
    apiKey: written.apiKey ?? null,
    file: written.file === undefined ? null : inFolder(folder, written.file),
    system: written.system ?? null,
    think: written.think ?? null,
    params: { ...defaultParams(provider, where), ...given(shared), ...given(written.params ?? {}) },
    headers: written.headers,
    body: written.body as JsonObject,
    concurrency: written.concurrency ?? (where === 'hosted' ? HOSTED_CONCURRENCY : CONCURRENCY[provider]),
    rate: written.rate ?? null,
    price: written.price ?? null,
    where,
    timeoutSeconds: written.timeoutSeconds ?? TIMEOUT_SECONDS,
  };
  return { spec, publicSpec: hideSecrets(spec, unexpanded), audit: written.audit };
}

/** Many hosted services refuse `top_k`, `min_p` and `repeat_penalty`; a context length is for Ollama and llama.cpp alone. */
function defaultParams(provider: TargetKind, where: TargetSpec['where']): SamplingParams {
  if (provider !== 'openai') return DEFAULT_PARAMS;
  const common = { ...DEFAULT_PARAMS, num_ctx: null };
  return where === 'hosted' ? { ...common, top_k: null, min_p: null, repeat_penalty: null } : common;
}

function given(params: WrittenParams): Partial<SamplingParams> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}

/** A relative path as seen from where the program runs; a path in the working folder itself stays as written. */
export function inFolder(folder: string, path: string): string {
  return isAbsolute(path) || folder === '' || folder === '.' ? path : join(folder, path);
}
