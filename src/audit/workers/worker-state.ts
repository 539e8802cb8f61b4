/** A worker as others see it. */
export interface WorkerState {
  readonly worker: string;
  readonly target: string;
  readonly answered: number;
  readonly failed: number;
  /** True where it has left the target; absent: it had not when it was last seen. */
  readonly ended?: boolean;
}
