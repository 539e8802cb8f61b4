import type { TrialRecord } from '../model/answer.ts';

/** A planned trial as it is read with its variant and target. */
export interface TrialRow extends Omit<TrialRecord, 'arm'> {
  readonly arm: string | null;
}

/** The planned trial of a row. */
export function trialOfRow({ id, variant, target, sample, seed, position, arm }: TrialRow): TrialRecord {
  return { id, variant, target, sample, seed, position, ...(arm === null ? {} : { arm }) };
}
