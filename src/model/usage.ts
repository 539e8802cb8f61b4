/** Tokens of one call as the service counts them; null or absent: it did not say. */
export interface Usage {
  readonly prompt: number | null;
  readonly completion: number | null;
  /** Tokens of `completion` that went into reasoning. */
  readonly reasoning?: number | null;
}
