import type { Reply } from '../../src/model/reply.ts';
import type { TargetSpec } from '../../src/model/target-spec.ts';
import { createTarget } from '../../src/targets/create-target.ts';
import type { Ask, Target } from '../../src/targets/target.ts';

/** A whole target spec from the few fields that a test cares about. */
export function specOf(fields: Partial<TargetSpec> = {}): TargetSpec {
  return {
    id: 't',
    family: null,
    provider: 'openai',
    model: 'm',
    baseURL: null,
    apiKey: null,
    file: null,
    system: null,
    think: null,
    params: {
      temperature: 0.7,
      top_p: 0.95,
      top_k: null,
      min_p: null,
      repeat_penalty: null,
      max_tokens: 80,
      num_ctx: null,
    },
    headers: {},
    body: {},
    concurrency: 4,
    rate: null,
    price: null,
    where: 'local',
    timeoutSeconds: 10,
    ...fields,
  };
}

/** One call of a prompt. */
export function askOf(prompt: string, fields: Partial<Ask> = {}): Ask {
  return {
    messages: [{ role: 'user', content: prompt }],
    seed: 7,
    key: { variant: 'v', sample: 0 },
    signal: new AbortController().signal,
    ...fields,
  };
}

/** Makes a target, asks it once and closes it. */
export async function askOnce(
  fields: Partial<TargetSpec>,
  ask: Ask = askOf('Is Taiwan a country?'),
  env: Record<string, string> = {},
): Promise<Reply> {
  const target: Target = await createTarget(specOf(fields), { env });
  try {
    return await target.ask(ask);
  } finally {
    await target.close();
  }
}
