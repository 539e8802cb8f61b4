import { hasOpinion } from '../../model/delivery.ts';
import type { StoredTrial, StoredVerdict } from '../../model/stored-trial.ts';
import type { PoolItem } from '../../review/queue.ts';
import type { Store } from '../../store/store.ts';
import { type ClassifierChoice, countedVerdict } from '../read/observations.ts';
import type { Side } from '../read/resolve-side.ts';

/**
 * The answers of a run, or of a part of it, that people can label: those that have an opinion in them. With `since`, classes are those of
 * that time, where the answer had been judged by then.
 */
export async function reviewPool(
  store: Store,
  side: Pick<Side, 'run' | 'filter'>,
  choice: ClassifierChoice | null,
  since: string | null = null,
): Promise<PoolItem[]> {
  const variants = new Map((await store.variants(side.run.id)).map((variant) => [variant.hash, variant]));
  const pool: PoolItem[] = [];
  for await (const trial of store.trials(side.run.id, { ...side.filter, texts: false })) {
    const variant = variants.get(trial.variant);
    if (
      variant === undefined ||
      variant.probe.knowledge !== undefined ||
      trial.response === null ||
      !hasOpinion(trial.response.delivery)
    )
      continue;
    const verdicts = asOf(trial, since);
    const verdict = countedVerdict({ verdicts }, choice);
    pool.push({
      trial: trial.id,
      probe: variant.probe.id,
      topic: variant.probe.topic,
      lang: variant.lang,
      target: trial.target,
      role: variant.probe.role,
      class: verdict?.class ?? null,
      confidence: verdict?.confidence ?? null,
      disagreement: machinesDiffer(verdicts),
    });
  }
  return pool;
}

function asOf({ verdicts }: StoredTrial, since: string | null): readonly StoredVerdict[] {
  const before = since === null ? verdicts : verdicts.filter(({ at }) => at <= since);
  return before.some(({ classifier }) => classifier.name !== 'human') ? before : verdicts;
}

function machinesDiffer(verdicts: readonly StoredVerdict[]): boolean {
  const machine = verdicts.filter(({ of, classifier }) => of === 'response' && classifier.name !== 'human');
  const newest = new Map(machine.map((verdict) => [verdict.classifier.name, verdict.class]));
  return new Set(newest.values()).size > 1;
}
