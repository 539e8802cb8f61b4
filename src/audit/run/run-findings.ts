import type { DeliveryFlag } from '../../model/delivery.ts';
import type { RunRecord, TargetRecord } from '../../model/run.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import type { Store } from '../../store/store.ts';

/** What a run's trials have in common that a careful user should know. */
export interface TargetFindings {
  readonly target: TargetRecord;
  readonly trials: number;
  /** Reasons of failed trials with their number, the most frequent first. */
  readonly failures: readonly { readonly reason: string; readonly trials: number }[];
  readonly flags: ReadonlyMap<DeliveryFlag, number>;
  /** Answers that ended by themselves with a thought and no visible word. */
  readonly thoughtsAlone: number;
  /** Finish reasons that no kind knows, with their number. */
  readonly unknownFinishes: ReadonlyMap<string, number>;
  /** Answers with an opinion in them that the newest verdict of a machine leaves without a class, save those in a language that was not measured. */
  readonly unjudged: number;
  /** Answers that have no class because they are in a language in which the classifier was not measured. */
  readonly unmeasured: number;
}

/** Reads what there is to say of each target of a run, without its texts. */
export async function findingsOf(store: Store, run: string): Promise<TargetFindings[]> {
  const tallies = new Map((await store.targets(run)).map((target) => [target.id, emptyTally(target)]));
  for await (const trial of store.trials(run, { texts: false })) {
    const tally = tallies.get(trial.target);
    if (tally !== undefined) count(trial, tally);
  }
  return [...tallies.values()].map(({ failures, ...rest }) => ({
    ...rest,
    failures: [...failures.values()].sort((a, b) => b.trials - a.trials),
  }));
}

/** Share of a target's trials that may spend their budget or stay undelivered, 0…1, as the run was configured. */
export function toleranceOf({ config }: RunRecord): number {
  const { gate } = config;
  const given = typeof gate === 'object' && gate !== null && 'tolerance' in gate ? gate.tolerance : null;
  return typeof given === 'number' ? given : DEFAULT_TOLERANCE;
}

const DEFAULT_TOLERANCE = 0.02;

interface Tally {
  readonly target: TargetRecord;
  trials: number;
  readonly failures: Map<string, { readonly reason: string; trials: number }>;
  readonly flags: Map<DeliveryFlag, number>;
  readonly unknownFinishes: Map<string, number>;
  thoughtsAlone: number;
  unjudged: number;
  unmeasured: number;
}

function emptyTally(target: TargetRecord): Tally {
  return {
    target,
    trials: 0,
    failures: new Map(),
    flags: new Map(),
    unknownFinishes: new Map(),
    thoughtsAlone: 0,
    unjudged: 0,
    unmeasured: 0,
  };
}

function count({ response, verdicts }: StoredTrial, tally: Tally): void {
  tally.trials += 1;
  if (response === null) return;
  const { delivery, reason, kind, flags, finish } = response;
  if (delivery === 'error') {
    const said = reason ?? kind ?? 'failed';
    const key = withoutNumbers(said);
    const before = tally.failures.get(key);
    if (before === undefined) tally.failures.set(key, { reason: said, trials: 1 });
    else before.trials += 1;
  }
  for (const flag of new Set(flags)) increase(tally.flags, flag as DeliveryFlag);
  if (flags.includes('reasoning_only') && !flags.includes('budget_spent')) tally.thoughtsAlone += 1;
  if (flags.includes('finish_unknown') && finish !== null) increase(tally.unknownFinishes, finish);
  const verdict = verdicts.findLast(({ of, classifier }) => of === 'response' && classifier.name !== 'human');
  if (verdict?.unjudged === true) tally[verdict.flags.includes('unmeasured_language') ? 'unmeasured' : 'unjudged'] += 1;
}

/** Request ids, times and counts make the same failure look like many. */
function withoutNumbers(reason: string): string {
  return reason.replace(/\b[\w-]*\d[\w-]*\b/g, '#');
}

function increase<T>(counts: Map<T, number>, key: T): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
