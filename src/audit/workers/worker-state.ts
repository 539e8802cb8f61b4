/** A worker as others see it. */
export interface WorkerState {
  readonly worker: string;
  readonly target: string;
  readonly answered: number;
  readonly failed: number;
}
