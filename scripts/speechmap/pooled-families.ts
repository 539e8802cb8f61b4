import { type Observation, observationOf } from '../../src/model/observation.ts';

/** A maker's models, pooled into one figure: a question is a cluster, the models are its samples. */
export interface PooledFamily {
  readonly id: string;
  readonly name: string;
  /** How the ids of its models begin; those that others made out of them do not. */
  readonly prefix: string;
}

export const POOLED_FAMILIES: readonly PooledFamily[] = [
  { id: 'deepseek', name: 'DeepSeek', prefix: 'deepseek_' },
  { id: 'qwen', name: 'Qwen', prefix: 'qwen_' },
  { id: 'llama', name: 'Llama', prefix: 'meta-llama_' },
];

/** The models of a family among the observations, sorted. */
export function modelsOf({ prefix }: PooledFamily, observations: readonly Observation[]): string[] {
  return [...new Set(observations.map(({ target }) => target))].filter((id) => id.startsWith(prefix)).sort();
}

/** A family's observations as those of one target. */
export function pooled(family: PooledFamily, observations: readonly Observation[]): Observation[] {
  const models = modelsOf(family, observations);
  return observations
    .filter(({ target }) => models.includes(target))
    .map((one) => ({ ...observationOf(one), target: family.id, sample: models.indexOf(one.target) }));
}
