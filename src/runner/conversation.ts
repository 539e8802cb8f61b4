import type { ResponseRecord, TrialRecord } from '../model/answer.ts';
import { hasOpinion, isDelivered } from '../model/delivery.ts';
import type { Message } from '../model/message.ts';
import { followUpNote, followUpWords, type PlannedTurn } from '../model/turn.ts';
import type { Question } from './ask-with-retries.ts';

/** What is asked in trials. */
export interface Asked {
  /** Prompt by variant hash. */
  readonly prompts: ReadonlyMap<string, string>;
  /** What is asked after the first answer, by variant hash; absent: nothing. */
  readonly later?: ReadonlyMap<string, readonly PlannedTurn[]>;
  /** Answers that trials have from an earlier part of the run, by trial; absent: none. */
  readonly begun?: ReadonlyMap<string, readonly ResponseRecord[]>;
}

/** The question of a trial and what is asked after its answers, one turn after the other, each with what was said before. */
export class Conversation {
  readonly #trial: TrialRecord;
  readonly #turns: readonly { readonly turn: number; readonly planned: PlannedTurn | null }[];
  readonly #prompt: string;
  readonly #begun: ReadonlyMap<number, ResponseRecord>;
  readonly #history: Message[] = [];
  #last: ResponseRecord | null = null;
  #over = false;
  #at = 0;
  #asked = '';

  constructor({ prompts, later, begun }: Asked, trial: TrialRecord) {
    const prompt = prompts.get(trial.variant);
    if (prompt === undefined) throw new Error(`no prompt for variant ${trial.variant}`);
    this.#prompt = prompt;
    this.#trial = trial;
    const planned = later?.get(trial.variant) ?? [];
    this.#turns = [{ turn: 1, planned: null }, ...planned.map((one) => ({ turn: one.turn, planned: one }))];
    const answers = (begun?.get(trial.id) ?? []).filter(({ delivery }) => isDelivered(delivery));
    this.#begun = new Map(answers.map((response) => [response.turn ?? 1, response]));
    this.#takeBegun();
  }

  /** The next question; null: the conversation is over. It is to be answered before the next one is taken. */
  next(): Question | null {
    const turn = this.#turns[this.#at];
    if (turn === undefined || this.#over) return null;
    this.#asked = this.#wordsOf(turn.planned);
    const { variant, sample, seed } = this.#trial;
    const key = turn.turn === 1 ? { variant, sample } : { variant, sample, turn: turn.turn };
    const history = this.#history.length === 0 ? {} : { history: [...this.#history] };
    return { prompt: this.#asked, seed, key, ...history };
  }

  /** Takes in the answer to the question that was taken last, and gives it as it is kept. Behind a failed, withheld or empty one nothing is asked. */
  answer(response: ResponseRecord): ResponseRecord {
    const turn = this.#turns[this.#at];
    if (turn === undefined) throw new Error('no question was asked');
    const { planned } = turn;
    const kept =
      planned === null
        ? response
        : {
            ...response,
            turn: planned.turn,
            envelope: { ...response.envelope, ...followUpNote(planned.kind, this.#asked) },
          };
    this.#take(kept, this.#asked);
    return kept;
  }

  /** Turns that have no answer, in order. */
  left(): number[] {
    return this.#turns.slice(this.#at).map(({ turn }) => turn);
  }

  #takeBegun(): void {
    for (let turn = this.#turns[this.#at]; turn !== undefined && !this.#over; turn = this.#turns[this.#at]) {
      const before = this.#begun.get(turn.turn);
      if (before === undefined) return;
      this.#take(before, this.#wordsOf(turn.planned));
    }
  }

  #wordsOf(planned: PlannedTurn | null): string {
    if (planned === null) return this.#prompt;
    return this.#last === null ? planned.text : followUpWords(planned.text, this.#last);
  }

  #take(response: ResponseRecord, asked: string): void {
    this.#at += 1;
    this.#last = response;
    if (!hasOpinion(response.delivery)) this.#over = true;
    // Reasoning is left out: services want it so, and a model reads its own answer, not its thoughts.
    const said = response.text.slice(0, response.answerEnd ?? response.text.length);
    this.#history.push({ role: 'user', content: asked }, { role: 'assistant', content: said });
  }
}
