import { storedTarget } from '../../config/public-config.ts';
import type { JsonObject } from '../../lib/json.ts';
import { withoutArm } from '../../model/arm.ts';
import type { RunRecord, TargetRecord } from '../../model/run.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { ollamaRequest } from '../../targets/ollama/ollama-request.ts';
import { chatRequest } from '../../targets/openai/openai-request.ts';

/** How the same question is put to the same model again, without keys; or why nobody can. */
export type CitedRequest =
  | {
      readonly url: string;
      readonly body: JsonObject;
      /** A command line; keys stand as variables of the shell. */
      readonly curl: string;
      readonly note: string;
      readonly why: null;
    }
  | { readonly url: null; readonly body: null; readonly curl: null; readonly note: null; readonly why: string };

const none = (why: string): CitedRequest => ({ url: null, body: null, curl: null, note: null, why });

/** The request by which a question was put to a target, from what was stored of it. */
export function citedRequest(run: RunRecord, target: TargetRecord, prompt: string, seed: number | null): CitedRequest {
  if (run.origin === 'import') return none('The answer was collected by others: how it was asked is not known.');
  const configured = Array.isArray(run.config.targets) ? (run.config.targets as readonly JsonObject[]) : [];
  const stored =
    configured.find(({ id }) => id === target.id) ??
    configured.find(({ id, arm }) => typeof arm === 'string' && withoutArm(target.id, arm) === id);
  if (stored === undefined) return none('The configuration of the run names no such target.');
  const spec = storedTarget(stored);
  const { system } = spec;
  const messages = [
    ...(system === null ? [] : [{ role: 'system' as const, content: system }]),
    { role: 'user' as const, content: prompt },
  ];
  const asked = { messages, seed, key: { variant: '', sample: 0 } };
  if (spec.provider === 'openai' && spec.baseURL !== null) {
    const { stream_options: _, ...body } = chatRequest(spec, asked, { max_tokens: spec.params.max_tokens }, {});
    return request(`${spec.baseURL.replace(/\/$/, '')}/chat/completions`, { ...body, stream: false }, spec);
  }
  if (spec.provider === 'ollama') {
    const signal = new AbortController().signal;
    const body = { ...ollamaRequest(spec, { ...asked, signal }, 0), stream: false } as unknown as JsonObject;
    return request(`${(spec.baseURL ?? 'http://127.0.0.1:11434').replace(/\/$/, '')}/api/chat`, body, spec);
  }
  return none('The model ran in this program, or its answers came from a recording: there is no server to ask.');
}

function request(url: string, body: JsonObject, spec: TargetSpec): CitedRequest {
  const headers = [
    ['content-type', 'application/json'] as const,
    ...(spec.apiKey === null ? [] : [['authorization', `Bearer ${shellVariable(spec.apiKey, 'API_KEY')}`] as const]),
    ...Object.entries(spec.headers).map(([name, value]) => {
      return [name, shellVariable(value, name.toUpperCase().replace(/\W/g, '_'))] as const;
    }),
  ];
  const flags = headers.map(([name, value]) => `  -H "${name}: ${value}" \\\n`).join('');
  const think =
    spec.think === null ? '' : ` Thinking was set to ${spec.think}, which each service takes in a field of its own.`;
  return {
    url,
    body,
    curl: `curl ${quoted(url)} \\\n${flags}  -d ${quoted(JSON.stringify(body))}`,
    note: `As configured; the answer was asked for as a stream, and some services take the limit of tokens under another name.${think}`,
    why: null,
  };
}

/** A secret stands by its variable; one that was written out in the file is not stored. */
function shellVariable(text: string, otherwise: string): string {
  if (text === '(hidden)') return `$${otherwise}`;
  if (!/\$\{\w+\}/.test(text)) return text.replace(/["\\`$]/g, '\\$&');
  return text.replace(/\$\{(\w+)\}/g, '$$$1');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
