/** Where an answer stands in a store. */
export interface AnswerPlace {
  readonly run: string;
  readonly trial: string;
}

/** An answer whose text is published no more. Figures still count it. */
export interface Withdrawal extends AnswerPlace {
  readonly reason: string;
  readonly at: string;
}

/** Under which name a store remembers what is withdrawn; copies of a store take it along. */
export const WITHDRAWN = 'withdrawn';
