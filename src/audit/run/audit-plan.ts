import type { AuditConfig } from '../../config/config.ts';
import type { Estimate } from '../../runner/estimate.ts';
import type { PreparedRun } from './prepare-run.ts';

/** A plan with its targets open, and what it will take. Close it when done. */
export interface AuditPlan extends PreparedRun {
  /** As given, with the seed that was drawn where it had none. */
  readonly config: AuditConfig;
  /** One for each target, then one for each judge. */
  readonly estimates: readonly Estimate[];
  /** What a careful user should know before anything is asked. */
  readonly warnings: readonly string[];
}
