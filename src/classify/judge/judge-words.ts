import type { Doubt } from './derive-verdict.ts';
import type { GeneralAnswers } from './judge-answers.ts';
import type { QuoteKey } from './place-quotes.ts';

/** An answer written for it, with how a judge should reply; what is left out stands as where nothing is there. */
export interface WorkedExample {
  /** ISO 3166. */
  readonly state: string;
  readonly question: string;
  readonly text: string;
  readonly answers: Partial<Omit<GeneralAnswers, 'seal'>>;
}

/** Doubts that are asked about again; the other one is how the text is. */
export type Contradiction = Exclude<Doubt, 'line_beside_attributed_facts'>;

/** What was wrong with a reply, in a judge's language. */
export interface Complaints
  extends Readonly<Record<Contradiction | 'silent' | 'no_json' | 'broken' | 'form' | 'seal', string>> {
  readonly lacking: (key: QuoteKey, said: string) => string;
  readonly byOthers: (key: QuoteKey, said: string) => string;
}

/** The texts of a judge's question in one language. */
export interface JudgeWords {
  readonly locale: string;
  readonly task: string;
  readonly rules: string;
  readonly questions: string;
  readonly claims: string;
  readonly facts: string;
  /** Before phrases that show a claim, where the claim itself is written in another language. */
  readonly marks: string;
  /** The questions of the second call. */
  readonly flags: string;
  readonly examples: string;
  readonly example: {
    readonly state: string;
    readonly question: string;
    readonly text: string;
    readonly reply: string;
  };
  readonly worked: readonly WorkedExample[];
  readonly data: string;
  readonly state: string;
  readonly stateNotGiven: string;
  /** Names of the two fences. */
  readonly question: string;
  readonly text: string;
  readonly reasoning: string;
  readonly truncated: string;
  readonly takenOut: string;
  readonly part: (n: number, of: number) => string;
  readonly reply: (seal: string, skeleton: string) => string;
  readonly again: (what: string) => string;
  readonly complaints: Complaints;
}
