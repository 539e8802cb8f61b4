import { hasOpinion } from '../../model/delivery.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import type { PoolItem } from '../../review/queue.ts';
import type { Store } from '../../store/store.ts';
import { type ClassifierChoice, countedVerdict } from '../read/observations.ts';
import type { Side } from '../read/resolve-side.ts';

/** The answers of a run, or of a part of it, that people can label: those that have an opinion in them. */
export async function reviewPool(store: Store, side: Side, choice: ClassifierChoice | null): Promise<PoolItem[]> {
  const variants = new Map((await store.variants(side.run.id)).map((variant) => [variant.hash, variant]));
  const pool: PoolItem[] = [];
  for await (const trial of store.trials(side.run.id, { ...side.filter, texts: false })) {
    const variant = variants.get(trial.variant);
    if (variant === undefined || trial.response === null || !hasOpinion(trial.response.delivery)) continue;
    const verdict = countedVerdict(trial, choice);
    pool.push({
      trial: trial.id,
      probe: variant.probe.id,
      topic: variant.probe.topic,
      lang: variant.lang,
      target: trial.target,
      class: verdict?.class ?? null,
      confidence: verdict?.confidence ?? null,
      disagreement: machinesDiffer(trial),
    });
  }
  return pool;
}

function machinesDiffer({ verdicts }: StoredTrial): boolean {
  const machine = verdicts.filter(({ of, classifier }) => of === 'response' && classifier.name !== 'human');
  const newest = new Map(machine.map((verdict) => [verdict.classifier.name, verdict.class]));
  return new Set(newest.values()).size > 1;
}
