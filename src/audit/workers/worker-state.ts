/** A worker as others see it. */
export interface WorkerState {
  readonly worker: string;
  readonly target: string;
  readonly answered: number;
  readonly failed: number;
}

/** Where the workers of a run are remembered. */
export const workersOf = (run: string): string => `workers:${run}`;
