import type { ResponseRecord, TrialRecord } from '../../model/answer.ts';
import type { Message } from '../../model/message.ts';
import type { VariantRecord } from '../../model/run.ts';
import { type PlannedTurn, plannedTurns } from '../../model/turn.ts';
import { Conversation } from '../../runner/conversation.ts';
import type { Store } from '../../store/store.ts';

/** A conversation of a stored run up to the question that is open in it. */
export interface OpenConversation {
  readonly conversation: Conversation;
  readonly turn: number;
  readonly messages: readonly Message[];
  readonly seed: number | null;
  readonly key: { readonly variant: string; readonly sample: number; readonly turn?: number };
}

/** Opens conversations of a run where they stand, a trial at a time. */
export class OpenConversations {
  readonly #store: Store;
  readonly #run: string;
  readonly #prompts: ReadonlyMap<string, string>;
  readonly #later: ReadonlyMap<string, readonly PlannedTurn[]>;

  constructor(store: Store, run: string, variants: readonly VariantRecord[]) {
    this.#store = store;
    this.#run = run;
    this.#prompts = new Map(variants.map(({ hash, prompt }) => [hash, prompt]));
    this.#later = new Map(variants.map(({ hash, probe, lang }) => [hash, plannedTurns(probe, lang)]));
  }

  /** Turns of a trial's conversation. */
  turnsOf({ variant }: TrialRecord): number {
    return 1 + (this.#later.get(variant) ?? []).length;
  }

  /** The open question of a trial, with what was said before; null: nothing is left to ask. `system` goes before all. */
  async open(trial: TrialRecord, system: string | null): Promise<OpenConversation | null> {
    const before = this.turnsOf(trial) === 1 ? [] : await this.#answersOf(trial.id);
    const begun = new Map([[trial.id, before]]);
    const conversation = new Conversation({ prompts: this.#prompts, later: this.#later, begun }, trial);
    const [turn] = conversation.left();
    const question = conversation.next();
    if (turn === undefined || question === null) return null;
    const { prompt, history = [], seed = null, key } = question;
    const first: Message[] = system === null ? [] : [{ role: 'system', content: system }];
    return { conversation, turn, messages: [...first, ...history, { role: 'user', content: prompt }], seed, key };
  }

  async #answersOf(trial: string): Promise<ResponseRecord[]> {
    const answers: ResponseRecord[] = [];
    for (let turn = 1; ; turn++) {
      let found: ResponseRecord | null = null;
      for await (const { response } of this.#store.trials(this.#run, { trial, turn })) found = response;
      if (found === null) return answers;
      answers.push(found);
    }
  }
}
