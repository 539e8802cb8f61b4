import { isAbsolute, join } from 'node:path';
import { familyOf } from '../lib/family.ts';
import type { JsonObject } from '../lib/json.ts';
import { valueAt } from '../lib/yaml-source.ts';
import { DEFAULT_TIMEOUT_SECONDS, type SamplingParams, type TargetSpec } from '../model/target-spec.ts';
import { providerOf } from '../targets/providers.ts';
import type { ConfiguredTarget } from './config.ts';
import type { Env } from './expand-env.ts';
import { namedSystem, secretVariables } from './named-secrets.ts';
import { hideSecrets } from './public-config.ts';
import type { WrittenParams, WrittenTarget } from './schema.ts';
import { configuredOf, withoutDeaf } from './think-mistakes.ts';
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
const HOSTED_CONCURRENCY = 4;

/**
 * Fills in a target's defaults. `shared` are the file's parameters for all targets, `folder` is where relative files
 * begin, `unexpanded` the target as it stands in the file, with `${NAME}`, and `env` what such names stood for.
 */
export function configureTarget(
  written: WrittenTarget,
  shared: WrittenParams,
  folder: string,
  unexpanded: unknown,
  env: Env = {},
): ConfiguredTarget {
  const provider = providerOf(written.provider);
  const baseURL = written.baseURL ?? provider.address;
  const where = written.where ?? (baseURL === null || isLocalAddress(baseURL) ? 'local' : 'hosted');
  const model = written.model ?? '';
  const params = { ...DEFAULT_PARAMS, ...provider.params(where), ...given(shared), ...given(written.params ?? {}) };
  const plain: TargetSpec = {
    id: written.id,
    ...(written.name === undefined ? {} : { name: written.name }),
    family: written.family ?? familyOf(model),
    provider: written.provider,
    model: provider.isFile(model) ? inFolder(folder, model) : model,
    baseURL,
    apiKey: written.apiKey ?? null,
    file: written.file === undefined ? null : inFolder(folder, written.file),
    system: written.system ?? null,
    think: written.think ?? null,
    budgeted: true,
    params: withoutDeaf(written, params),
    ...(written.service === undefined ? {} : { service: written.service }),
    ...(written.tls === undefined ? {} : { tls: { ca: inFolder(folder, written.tls.ca) } }),
    ...(written.jurisdiction === undefined ? {} : { jurisdiction: written.jurisdiction }),
    ...(written.logprobs === undefined ? {} : { logprobs: written.logprobs }),
    headers: written.headers,
    body: provider.body(configuredOf(written), written.body as JsonObject),
    concurrency: written.concurrency ?? (where === 'hosted' ? HOSTED_CONCURRENCY : provider.concurrency),
    rate: written.rate ?? null,
    price: written.price ?? null,
    where,
    timeoutSeconds: written.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
  };
  const secrets = secretVariables(plain, unexpanded, env);
  const system = namedSystem(plain.system, valueAt(unexpanded, ['system']), secrets, env);
  const spec: TargetSpec = {
    ...plain,
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(system === null ? {} : { systemVariables: system.variables }),
  };
  const shown = hideSecrets(spec, unexpanded);
  const publicSpec = system === null ? shown : { ...shown, system: system.text };
  return { spec, publicSpec, audit: written.audit };
}

function given(params: WrittenParams): Partial<SamplingParams> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}

/** A relative path as seen from where the program runs; a path in the working folder itself stays as written. */
export function inFolder(folder: string, path: string): string {
  return isAbsolute(path) || folder === '' || folder === '.' ? path : join(folder, path);
}
