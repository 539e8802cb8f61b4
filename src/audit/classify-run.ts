import type { Classifier } from '../classify/classifier.ts';
import { type Clock, isoTime } from '../lib/clock.ts';
import type { ClassifierId } from '../lib/verdict.ts';
import type { Store, StoredVerdict } from '../store/store.ts';
import { verdictsOn } from './answer-verdicts.ts';

/** Verdicts that are stored together. */
const BATCH = 200;

/** What came of judging a run again. */
export interface Classified {
  readonly run: string;
  readonly classifier: ClassifierId;
  readonly judged: number;
  readonly unjudged: number;
  /** Answers whose class differs from the verdict before. */
  readonly changed: number;
}

/** Judges every answer of a run with a classifier and appends the verdicts; earlier ones stay. */
export async function classifyRun(
  store: Store,
  run: string,
  classifier: Classifier,
  clock: Clock,
  signal: AbortSignal,
): Promise<Classified> {
  const variants = new Map((await store.variants(run)).map((variant) => [variant.hash, variant]));
  const { name, version, mode } = classifier;
  const counts = { judged: 0, unjudged: 0, changed: 0 };
  let batch: { trial: string; verdict: StoredVerdict }[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await store.addVerdicts(run, batch);
    batch = [];
  };
  for await (const trial of store.trials(run)) {
    const variant = variants.get(trial.variant);
    if (signal.aborted) break;
    if (trial.response === null || variant === undefined) continue;
    const before = trial.verdicts.findLast(({ of, classifier: by }) => of === 'response' && by.name !== 'human');
    for (const verdict of await verdictsOn(trial.response, variant, classifier, isoTime(clock.now()), signal)) {
      batch.push({ trial: trial.id, verdict });
      if (verdict.of !== 'response') continue;
      counts.judged += 1;
      if (verdict.unjudged === true) counts.unjudged += 1;
      if (before !== undefined && before.class !== verdict.class) counts.changed += 1;
    }
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return { run, classifier: { name, version, mode }, ...counts };
}
