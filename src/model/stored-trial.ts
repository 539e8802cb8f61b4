import type { ResponseRecord, TrialRecord } from './answer.ts';
import type { Verdict } from './verdict.ts';

/** A verdict as stored: appended, never changed. `by` names the person of a human label. */
export interface StoredVerdict extends Verdict {
  readonly at: string;
  readonly by: string | null;
}

/** A trial with what is known of it. `response` is null while it has not been asked. */
export interface StoredTrial extends TrialRecord {
  readonly response: ResponseRecord | null;
  readonly verdicts: readonly StoredVerdict[];
}
