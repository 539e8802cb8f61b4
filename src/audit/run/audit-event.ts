import type { ResponseRecord, TrialRecord } from '../../model/answer.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import type { ShownNames } from '../../model/target-names.ts';
import type { RunEvent } from '../../runner/run-trials.ts';
import type { TargetProgress } from '../../targets/target.ts';
import type { JudgingEvent } from '../judge/judging-event.ts';
import type { AuditPlan } from './audit-plan.ts';

/** What happens to the trials of a run. An answer is told of only when it is stored. */
export type TrialEvent =
  | Exclude<RunEvent, { type: 'answered' }>
  | {
      readonly type: 'stored';
      readonly trial: TrialRecord;
      readonly response: ResponseRecord;
      readonly verdicts: readonly StoredVerdict[];
    };

/** What happens in an audit, in the order it happens. */
export type AuditEvent =
  /** A target is made ready: a download, or a long file read. */
  | { readonly type: 'preparing'; readonly progress: TargetProgress }
  /** The plan stands; nothing has been asked yet. */
  | { readonly type: 'planned'; readonly plan: AuditPlan }
  /** A stored run is gone on with; `left` trials are without an answer. */
  | { readonly type: 'resuming'; readonly run: string; readonly left: number }
  /** Something a careful user should know; it stands in the result too. */
  | { readonly type: 'warning'; readonly message: string }
  /** The run is stored and its first call comes next; `trials` are the ones to ask. */
  | {
      readonly type: 'asking';
      readonly run: string;
      readonly trials: readonly TrialRecord[];
      /** Calls by target, where every conversation goes on to its end. */
      readonly calls: ReadonlyMap<string, number>;
      /** What people read for the ids of targets that have names. */
      readonly names: ShownNames;
    }
  | TrialEvent
  /** No further trial is asked. */
  | { readonly type: 'asked' }
  | JudgingEvent;
