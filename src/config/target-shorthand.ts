import { UsageError } from '../lib/errors.ts';
import { TARGET_KINDS, type TargetKind } from '../model/target-kind.ts';
import type { ConfiguredTarget } from './config.ts';
import { configureTarget } from './configure-target.ts';
import type { Env } from './expand-env.ts';
import type { WrittenParams } from './schema.ts';

const FORMS: Readonly<Record<TargetKind, string>> = {
  ollama: 'ollama:MODEL[@URL]',
  openai: 'openai:MODEL@URL',
  'llama-cpp': 'llama-cpp:FILE.gguf',
  recording: 'recording:FILE.jsonl[#TARGET]',
};

/** How a target can be named on the spot, for help and messages. */
export const SHORTHAND_FORMS = Object.values(FORMS).join(', ');

/** True for `KIND:…` with a known kind. */
export function isShorthand(text: string): boolean {
  return TARGET_KINDS.some((kind) => text.startsWith(`${kind}:`));
}

/**
 * A target named on the spot, with an id made of its model. `apiKeyEnv` is the variable whose key an `openai` target
 * gets; without it none is sent. Throws UsageError.
 */
export function parseTargetShorthand(
  text: string,
  shared: WrittenParams,
  apiKeyEnv: string | null,
  env: Env,
): ConfiguredTarget {
  const kind = TARGET_KINDS.find((one) => text.startsWith(`${one}:`));
  if (kind === undefined) throw new UsageError(`expected a target as ${SHORTHAND_FORMS}, got "${text}"`);
  const rest = text.slice(kind.length + 1);
  const wrong = () => new UsageError(`expected ${FORMS[kind]}, got "${text}"`);
  if (rest === '') throw wrong();
  const common = { provider: kind, headers: {}, body: {}, audit: true };
  if (kind === 'recording') {
    const [, file = '', target] = /^(.*?)(?:#([^#]*))?$/s.exec(rest) ?? [];
    if (file === '') throw wrong();
    const id = idOf(target ?? baseName(file).replace(/\.jsonl$/, ''));
    return configureTarget({ ...common, id, file, ...(target ? { model: target } : {}) }, shared, '', null);
  }
  if (kind === 'llama-cpp') {
    return configureTarget(
      { ...common, id: idOf(baseName(rest).replace(/\.gguf$/, '')), model: rest },
      shared,
      '',
      null,
    );
  }
  const [, model = '', baseURL] = /^(.+?)(?:@(https?:\/\/.+))?$/s.exec(rest) ?? [];
  if (model === '' || (kind === 'openai' && baseURL === undefined)) throw wrong();
  if (baseURL !== undefined && !URL.canParse(baseURL)) throw wrong();
  const key = kind === 'openai' ? keyFrom(apiKeyEnv, env) : null;
  const unexpanded = key === null ? null : { apiKey: `\${${apiKeyEnv}}` };
  const written = {
    ...common,
    id: idOf(model),
    model,
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(key === null ? {} : { apiKey: key }),
  };
  return configureTarget(written, shared, '', unexpanded);
}

function keyFrom(name: string | null, env: Env): string | null {
  if (name === null) return null;
  const key = env[name];
  if (key !== undefined && key !== '') return key;
  throw new UsageError(`expected the variable ${name} (--api-key-env) to hold a key, got nothing`);
}

function baseName(path: string): string {
  return path.replace(/^hf:/, '').replace(/^.*[\\/]/, '');
}

function idOf(text: string): string {
  return text.replace(/[^\w.:@+-]+/g, '_');
}
