import { objectsIn } from '../http/json-fields.ts';
import { modelAtAddress } from '../model-at-address.ts';
import type { Configured, Provider, UsualServer } from '../provider.ts';
import type { Service } from '../services/service.ts';
import { deafTo, sayThink, serviceAt, serviceNamed, withServiceBody } from '../services/service-of.ts';

/** Any service or server that speaks OpenAI's chat completions. */
export const openai: Provider = {
  shorthand: 'openai:MODEL@URL',
  parse(rest) {
    const named = modelAtAddress(rest);
    return named?.baseURL === undefined ? null : named;
  },
  keyOnTheSpot: true,
  needs: ['model', 'baseURL'],
  takes: ['model', 'baseURL', 'apiKey', 'headers', 'service', 'tls', 'logprobs'],
  address: null,
  concurrency: 4,
  isFile: () => false,
  // Many hosted services refuse the three; a context length is none of the request's fields.
  params: (where) =>
    where === 'hosted' ? { num_ctx: null, top_k: null, min_p: null, repeat_penalty: null } : { num_ctx: null },
  think(asked) {
    const service = serviceOf(asked);
    return service === null ? null : sayThink(service, asked.think, asked.model);
  },
  deaf: (asked) => deafTo(serviceOf(asked), asked.think, asked.model, asked.params),
  body: (asked, own) => withServiceBody(serviceOf(asked), own),
  can: { offline: false, grammar: false, seeds: true },
  servers: [
    listingServer('llama-server', 'http://127.0.0.1:8080'),
    listingServer('LM Studio', 'http://127.0.0.1:1234'),
    listingServer('vLLM', 'http://127.0.0.1:8000'),
  ],
  engine: null,
  create: async (spec, io) => (await import('./openai.ts')).createOpenAiTarget(spec, io),
};

function serviceOf({ service, baseURL }: Configured): Service | null {
  return serviceNamed(service) ?? serviceAt(baseURL ?? '');
}

function listingServer(server: string, root: string): UsualServer {
  return {
    server,
    root,
    listPath: '/v1/models',
    modelsIn: ({ data }) => (Array.isArray(data) ? objectsIn(data).map(({ id }) => String(id)) : null),
    baseURL: (at) => `${at}/v1`,
  };
}
