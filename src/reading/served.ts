import type { Served } from '../model/served.ts';

type Values = Readonly<Record<string, unknown>>;

/** A place where services say who answered: a path into the body, or the name of a header. */
interface Place {
  readonly body?: readonly string[];
  readonly header?: string;
}

/**
 * Where services put it, the surest first. Sources: OpenAI's and OpenRouter's API references (`model`, `provider`,
 * `system_fingerprint`), Ollama's API (`remote_model`, `remote_host`), Gemini's (`modelVersion`), Groq's (`x-groq-region`),
 * LiteLLM's "response headers", Hugging Face's chat client (`x-inference-provider`), recorded exchanges with Azure
 * (`x-ms-region`, `azureml-model-session`), Cloudflare's AI Gateway, Portkey's and Helicone's documentation.
 */
const PLACES = {
  model: [
    { body: ['remote_model'] },
    { header: 'cf-aig-model' },
    { header: 'x-served-model' },
    { header: 'x-model' },
    { header: 'x-ms-deployment-name' },
    { body: ['model'] },
    { body: ['modelVersion'] },
    { header: 'openai-model' },
    { header: 'x-litellm-model-name' },
  ],
  by: [
    { body: ['provider'] },
    { body: ['provider_name'] },
    { body: ['providerMetadata', 'gateway', 'routing', 'finalProvider'] },
    { body: ['remote_host'] },
    { header: 'x-inference-provider' },
    { header: 'x-provider' },
    { header: 'cf-aig-provider' },
    { header: 'x-portkey-provider' },
    { header: 'helicone-provider' },
    { header: 'x-litellm-model-api-base' },
    { header: 'x-litellm-model-id' },
    { header: 'fireworks-deployment' },
  ],
  fingerprint: [{ body: ['system_fingerprint'] }, { header: 'azureml-model-session' }],
  region: [{ body: ['region'] }, { header: 'x-ms-region' }, { header: 'x-groq-region' }, { header: 'x-region' }],
} as const satisfies Readonly<Record<keyof Served, readonly Place[]>>;

/** Longest name that is kept: a server's words are not trusted to be short. */
const LONGEST = 200;

/** Who answered, by the fields of a body and the headers of a reply (names in small letters); undefined: neither says. */
export function servedIn(body: Values, headers: Values = {}): Served | undefined {
  const find = (places: readonly Place[]): string | null => {
    for (const { body: path, header } of places) {
      const value = path === undefined ? headers[header ?? ''] : path.reduce<unknown>(at, body);
      const name = nameOf(Array.isArray(value) ? value[0] : value);
      if (name !== null) return name;
    }
    return null;
  };
  const model = find(PLACES.model);
  const served = { model, by: find(PLACES.by), fingerprint: find(PLACES.fingerprint), region: find(PLACES.region) };
  return Object.values(served).some((part) => part !== null) ? served : undefined;
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Values)[name] : undefined;
}

/** A name as it may be kept: an address by its host alone, a path without its folders; null: it says nothing. */
function nameOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const name = value.trim();
  if (name === '') return null;
  if (/^https?:\/\//i.test(name)) return URL.canParse(name) ? new URL(name).host : null;
  const last = /^(?:[A-Za-z]:)?[\\/]/.test(name) ? (name.split(/[\\/]/).findLast((part) => part !== '') ?? name) : name;
  return last.slice(0, LONGEST);
}
