import type { LineSource } from './read-lines.ts';

/** What a person says of a file of answers beside its format and columns. */
export interface ReadOptions {
  /** What lies between the fields of a table; absent: it is guessed. */
  readonly delimiter?: string | null;
  /** The requests of a batch, which hold what was asked. */
  readonly requests?: LineSource | null;
}
