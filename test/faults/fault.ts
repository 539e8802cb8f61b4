import type { Counts } from './asked-run.ts';

/** What breaks, and what it may cost. */
export interface Fault {
  readonly what: string;
  readonly where: 'service' | 'machine' | 'store';
  /** Calls of trials beyond one each that it may cost; lost and counted wrongly are always to be 0. */
  readonly mayAskTwice: number;
  /** False where this machine cannot make it happen. */
  readonly possible?: boolean;
  run(): Promise<Counts>;
}

/** Calls that may be under way at a time where nothing else is said. */
export const UNDER_WAY = 8;
