import type { RunSummary } from '../read/summarize-run.ts';
import type { RunCost } from './run-cost.ts';

/** Why a run is not complete. */
export type Shortfall =
  /** Trials that failed or were never asked. */
  | { readonly kind: 'undelivered'; readonly trials: number }
  /** Trials whose first turn was answered and a later one failed or was never asked. */
  | { readonly kind: 'turns'; readonly trials: number }
  /** Trials of a target that spent their token limit before a visible word, more than the tolerance of the run allows. */
  | { readonly kind: 'budget_spent'; readonly target: string; readonly trials: number; readonly of: number }
  /** Answers without a class; `judge`: a judge of the audit could not be asked, or not read for every answer. */
  | { readonly kind: 'unjudged'; readonly answers: number; readonly judge: boolean };

/** What came of an audit. */
export interface AuditResult {
  readonly run: string;
  /** Planned trials. */
  readonly trials: number;
  /** Trials whose delivery is not `error`. */
  readonly delivered: number;
  readonly undelivered: number;
  readonly warnings: readonly string[];
  readonly summary: RunSummary;
  /** What the answers took, by target. */
  readonly costs: readonly RunCost[];
  /** True where `signal` stopped it before its end. */
  readonly stopped: boolean;
  /** Empty where nothing is missing. */
  readonly shortfalls: readonly Shortfall[];
}
