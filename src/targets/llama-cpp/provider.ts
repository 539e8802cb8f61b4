import type { Provider } from '../provider.ts';
import { ENGINE } from './engine-package.ts';
import { isHubAddress } from './hf-address.ts';

/** A GGUF file under llama.cpp, in a process of its own. */
export const llamaCpp: Provider = {
  shorthand: 'llama-cpp:FILE.gguf',
  parse: (rest) => ({ name: nameOfFile(rest), model: rest }),
  keyOnTheSpot: false,
  needs: ['model'],
  takes: ['model', 'logprobs'],
  address: null,
  concurrency: 1,
  isFile: (model) => !isHubAddress(model),
  params: () => ({}),
  think: () => null,
  deaf: () => [],
  body: (_asked, own) => own,
  can: { offline: true, grammar: true, seeds: true },
  servers: [],
  engine: ENGINE,
  create: async (spec, io) => (await import('./llama-cpp.ts')).createLlamaCppTarget(spec, io),
};

function nameOfFile(path: string): string {
  return path
    .replace(/^hf:/, '')
    .replace(/^.*[\\/]/, '')
    .replace(/\.gguf$/, '');
}
