import { hasOpinion } from '../../model/delivery.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import { type ClassifierChoice, countedVerdict } from '../read/observations.ts';

/** Answers of a run that a judge or a person should read. */
export interface UnsureAnswers {
  /** Answers with an opinion in them, of the part that was looked at. */
  readonly answers: number;
  /** Ids of the trials whose verdict is only the likeliest one. */
  readonly unsure: readonly string[];
  /** Ids of those that have no verdict. */
  readonly unjudged: readonly string[];
}

/** Finds the answers whose counted verdict is unsure or missing. */
export async function unsureAnswers(
  store: Store,
  run: string,
  choice: ClassifierChoice | null = null,
  filter: TrialFilter = {},
): Promise<UnsureAnswers> {
  let answers = 0;
  const unsure: string[] = [];
  const unjudged: string[] = [];
  const checks = new Set(
    (await store.variants(run)).flatMap(({ hash, probe }) => (probe.knowledge === undefined ? [] : [hash])),
  );
  for await (const trial of store.trials(run, { ...filter, texts: false })) {
    if (checks.has(trial.variant)) continue;
    if (trial.response === null || !hasOpinion(trial.response.delivery)) continue;
    answers += 1;
    const verdict = countedVerdict(trial, choice);
    if (verdict === null || verdict.class === null) unjudged.push(trial.id);
    else if (verdict.unsure === true) unsure.push(trial.id);
  }
  return { answers, unsure, unjudged };
}
