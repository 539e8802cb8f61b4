import type { Counts } from './asked-run.ts';

/** What breaks, and what it may cost. */
export interface Fault {
  readonly what: string;
  readonly where: 'service' | 'machine' | 'store' | 'machines';
  /** Calls of trials beyond one each that it may cost; lost and counted wrongly are always to be 0. */
  readonly mayAskTwice: number;
  /** False where this machine cannot make it happen. */
  readonly possible?: boolean;
  run(): Promise<Counts>;
}

/** Trials that may be without a stored answer at a time, of a local service: four calls, and four answers that wait to be stored. */
export const UNDER_WAY = 8;
