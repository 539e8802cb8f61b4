import type { AttemptRecord, ResponseRecord, TrialRecord } from '../model/answer.ts';
import { isDelivered } from '../model/delivery.ts';
import type { SampledTrial } from '../model/label-sample.ts';
import type { RunOverview, RunRecord, TargetRecord, VariantRecord } from '../model/run.ts';
import type { StoredTrial, StoredVerdict } from '../model/stored-trial.ts';
import { nextTurn, plannedTurns } from '../model/turn.ts';
import type { TrialFilter } from './store.ts';

/** A trial with all that came of it. */
export interface HeldTrial {
  readonly record: TrialRecord;
  response: ResponseRecord | null;
  /** Answers to the second and later turns. */
  readonly later: Map<number, ResponseRecord>;
  readonly attempts: AttemptRecord[];
  readonly verdicts: StoredVerdict[];
}

/** A run as it is held in memory. */
export interface HeldRun {
  record: RunRecord;
  targets: readonly TargetRecord[];
  readonly variants: readonly VariantRecord[];
  readonly trials: Map<string, HeldTrial>;
  /** Every draw, oldest first. */
  readonly samples: SampledTrial[][];
}

/** Trials that are to be asked, of those given. */
export function pendingOf(variants: readonly VariantRecord[], trials: readonly HeldTrial[]): TrialRecord[] {
  const byHash = new Map(variants.map((variant) => [variant.hash, variant]));
  return trials
    .filter(({ record, response, later }) => {
      const variant = byHash.get(record.variant);
      const turns = variant === undefined ? [] : plannedTurns(variant.probe, variant.lang);
      const answers = [...(response === null ? [] : [[1, response] as const]), ...later];
      const delivered = answers.flatMap(([turn, { delivery }]) =>
        isDelivered(delivery) ? [[turn, delivery] as const] : [],
      );
      return nextTurn(turns, new Map(delivered)) !== null;
    })
    .map(({ record }) => record);
}

/** Trials that a filter lets through, of those given. */
export function* trialsOf(
  variants: readonly VariantRecord[],
  trials: readonly HeldTrial[],
  filter: TrialFilter,
): Generator<StoredTrial> {
  const byHash = new Map(variants.map((variant) => [variant.hash, variant]));
  const { turn: wanted = 1 } = filter;
  for (const { record, response: first, later, verdicts: all } of trials) {
    const response = wanted === 1 ? first : (later.get(wanted) ?? null);
    const verdicts = all.filter(({ turn = 1 }) => turn === wanted);
    const variant = byHash.get(record.variant);
    if (filter.trial !== undefined && filter.trial !== record.id) continue;
    if (filter.trialPrefix !== undefined && !record.id.startsWith(filter.trialPrefix)) continue;
    if (filter.variant !== undefined && filter.variant !== record.variant) continue;
    if (filter.target !== undefined && filter.target !== record.target) continue;
    if (filter.lang !== undefined && filter.lang !== variant?.lang) continue;
    if (filter.probe !== undefined && filter.probe !== variant?.probe.id) continue;
    if (filter.texts === false) {
      yield {
        ...record,
        response: response === null ? null : withoutTexts(response),
        verdicts: verdicts.map(({ evidence, ...rest }) => ({
          ...rest,
          evidence: evidence === null ? null : { ...evidence, text: '' },
        })),
      };
    } else {
      yield { ...record, response, verdicts: [...verdicts] };
    }
  }
}

/** A run with its counts. */
export function overviewOf({ record, targets, trials }: HeldRun): RunOverview {
  const answered = [...trials.values()].filter(({ response }) => isDelivered(response?.delivery ?? null));
  const delivered = answered.length;
  const undelivered = trials.size - delivered;
  return { ...record, targets: targets.map(({ id }) => id), trials: trials.size, delivered, undelivered };
}

function withoutTexts({ firstTokens: _, ...response }: ResponseRecord): ResponseRecord {
  return { ...response, text: '', reasoning: null, envelope: {} };
}
