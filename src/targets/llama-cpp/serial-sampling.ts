import type { LlamaContext } from 'node-llama-cpp';

interface Sampling {
  sampleToken(...args: readonly unknown[]): Promise<unknown>;
}

/**
 * Makes a context sample its sequences one after the other. node-llama-cpp samples them on several threads at once, and
 * llama.cpp puts its outputs in order at the first look (`get_logits_ith`), which is not safe there: with parallel
 * sequences a token of one answer then turns up in another, about once in 400 answers (3.21.1). False where the binding has
 * changed and nothing could be done; the context must then have one sequence.
 */
export function sampleOneByOne(context: LlamaContext): boolean {
  const binding = (context as unknown as { readonly _ctx?: Partial<Sampling> })._ctx;
  if (binding === undefined || typeof binding.sampleToken !== 'function') return false;
  const sample = binding.sampleToken.bind(binding);
  let last: Promise<unknown> = Promise.resolve();
  const value = (...args: readonly unknown[]): Promise<unknown> => {
    const next = last.then(() => sample(...args));
    last = next.catch(() => undefined);
    return next;
  };
  return Reflect.defineProperty(binding, 'sampleToken', { value, configurable: true });
}
