import { objectsIn } from '../http/json-fields.ts';
import { modelAtAddress } from '../model-at-address.ts';
import type { Provider } from '../provider.ts';

const ADDRESS = 'http://127.0.0.1:11434';

/** A model that an Ollama server serves, by its own protocol. */
export const ollama: Provider = {
  shorthand: 'ollama:MODEL[@URL]',
  parse: modelAtAddress,
  keyOnTheSpot: false,
  needs: ['model'],
  takes: ['model', 'baseURL', 'apiKey', 'headers', 'tls', 'logprobs'],
  address: ADDRESS,
  concurrency: 1,
  isFile: () => false,
  params: () => ({}),
  think: ({ think, model }) =>
    think === false && /gpt-oss/.test(model)
      ? { refused: 'think: low, medium or high for gpt-oss, which Ollama cannot keep from thinking' }
      : { fields: { think } },
  deaf: () => [],
  body: (_asked, own) => own,
  can: { offline: false, grammar: true, seeds: true },
  servers: [
    {
      server: 'Ollama',
      root: ADDRESS,
      listPath: '/api/tags',
      modelsIn: ({ models }) => (Array.isArray(models) ? objectsIn(models).map(({ name }) => String(name)) : null),
      baseURL: (root) => root,
    },
  ],
  engine: null,
  create: async (spec, io) => (await import('./ollama.ts')).createOllamaTarget(spec, io),
};
