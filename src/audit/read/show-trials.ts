import type { FactReading } from '../../classify/probe-statements.ts';
import { collect } from '../../lib/collect.ts';
import type { AttemptRecord } from '../../model/answer.ts';
import type { VariantRecord } from '../../model/run.ts';
import type { StoredTrial, StoredVerdict } from '../../model/stored-trial.ts';
import type { VerdictClass } from '../../model/verdict.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import { judgedFacts, readFacts } from './fact-readings.ts';
import { laterTurns } from './later-turns.ts';
import { countedVerdict } from './observations.ts';
import { trialsByQuestion } from './trials-by-question.ts';

/** A trial with all that a reader needs: what was asked, what came, what was found. */
export interface ShownTrial {
  readonly trial: StoredTrial;
  readonly variant: VariantRecord;
  /** The verdict that counts, by the newest machine classifier. */
  readonly verdict: StoredVerdict | null;
  /** The same for the reasoning trace. */
  readonly reasoning: StoredVerdict | null;
  /** The trace deals with what was asked; the answer refuses, or gives the state's line. */
  readonly thoughtNotSaid: boolean;
  /** Failed calls; read only where one trial is asked for. */
  readonly attempts: readonly AttemptRecord[];
  /** The later turns of the conversation, in order. */
  readonly later: readonly StoredTrial[];
  /** How the answer treats the facts that its probe lists, by their marks; empty where it was not asked for. */
  readonly facts: readonly FactReading[];
  /** The same by each judge that was asked fact by fact. */
  readonly judged: readonly { readonly by: string; readonly facts: readonly FactReading[] }[];
}

/** Which trials are shown, and with what. */
export type ShowFilter = TrialFilter & {
  readonly class?: VerdictClass | 'unjudged';
  readonly facts?: boolean;
};

/** The trials of a run that fit, in the order of probes, languages, targets and samples. */
export function showTrials(store: Store, run: string, filter: ShowFilter): Promise<ShownTrial[]> {
  return collect(shownTrials(store, run, filter));
}

/** The same, read as they are wanted. */
export async function* shownTrials(store: Store, run: string, filter: ShowFilter): AsyncGenerator<ShownTrial> {
  const { class: wanted, facts: withFacts = false, ...rest } = filter;
  const { trialPrefix } = filter;
  const variants = await variantsAsked(store, run, trialPrefix);
  for await (const { trial, variant } of trialsByQuestion(store, run, variants, rest)) {
    if (trial.response === null) continue;
    const verdict = countedVerdict(trial, null);
    if (wanted === 'unjudged' ? verdict?.unjudged !== true : wanted !== undefined && verdict?.class !== wanted)
      continue;
    const reasoning = trial.verdicts.findLast(
      ({ of, classifier }) => of === 'reasoning' && classifier.name !== 'human',
    );
    const thoughtNotSaid =
      reasoning?.class === 'neutral' && (verdict?.class === 'refusal' || verdict?.class === 'official_narrative');
    const attempts = trialPrefix === undefined ? [] : await store.attempts(run, trial.id);
    const later = await laterTurns(store, run, trial, variant);
    const facts = withFacts ? readFacts(trial.response, variant) : [];
    const judged = withFacts ? judgedIn(trial, variant) : [];
    const common = { trial, variant, verdict, reasoning: reasoning ?? null, thoughtNotSaid, attempts, later };
    yield { ...common, facts, judged };
  }
}

/** The questions of a run, or those that trials whose ids begin so have asked. */
async function variantsAsked(store: Store, run: string, trialPrefix: string | undefined): Promise<VariantRecord[]> {
  const variants = await store.variants(run);
  if (trialPrefix === undefined) return variants;
  const asked = new Set<string>();
  for await (const { variant } of store.trials(run, { trialPrefix, texts: false })) asked.add(variant);
  return variants.filter(({ hash }) => asked.has(hash));
}

/** The newest answers of each judge about the facts of a probe. */
function judgedIn({ verdicts }: StoredTrial, { probe }: VariantRecord): ShownTrial['judged'] {
  const newest = new Map<string, readonly FactReading[]>();
  for (const verdict of verdicts) {
    if (verdict.of !== 'response' || !verdict.classifier.name.startsWith('judge:')) continue;
    const facts = judgedFacts(verdict, probe);
    if (facts.length > 0) newest.set(verdict.classifier.name, facts);
  }
  return [...newest].map(([by, facts]) => ({ by, facts }));
}
