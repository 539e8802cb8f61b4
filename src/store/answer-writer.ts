import type { Kysely } from 'kysely';
import type { StoredVerdict } from '../model/stored-trial.ts';
import type { ClassifierIds } from './classifier-ids.ts';
import { type IdentifiedAnswer, insertAnswers } from './insert-answers.ts';
import { identifyVerdicts } from './insert-verdicts.ts';
import type { Database } from './schema.ts';

/** Answers of one transaction at most. */
const MOST_IN_A_GROUP = 512;

/** An answer to a trial of a run, with what belongs to it. */
export interface Answer extends Omit<IdentifiedAnswer, 'identified'> {
  readonly verdicts: readonly StoredVerdict[];
}

interface Waiting {
  readonly answer: Answer;
  readonly stored: (isNew: boolean) => void;
  readonly failedWith: (error: unknown) => void;
}

/**
 * Writes answers with group commit: those that arrive in one turn of the event loop share a transaction and its
 * synchronisation. Where a shared one fails, each is tried by itself.
 */
export class AnswerWriter {
  readonly #db: Kysely<Database>;
  readonly #guard: <T>(work: () => Promise<T>) => Promise<T>;
  readonly #classifiers: ClassifierIds;
  readonly #waiting: Waiting[] = [];
  #writing = false;

  readonly #requireThere: (run: string) => Promise<void>;

  /** `guard` turns errors of the database into StoreErrors; `requireThere` throws where what is stored would not be found again. */
  constructor(
    db: Kysely<Database>,
    guard: <T>(work: () => Promise<T>) => Promise<T>,
    classifiers: ClassifierIds,
    requireThere: (run: string) => Promise<void>,
  ) {
    this.#db = db;
    this.#requireThere = requireThere;
    this.#guard = guard;
    this.#classifiers = classifiers;
  }

  /** Resolves when the answer is durable; false where its trial has one already. */
  write(answer: Answer): Promise<boolean> {
    return new Promise<boolean>((stored, failedWith) => {
      this.#waiting.push({ answer, stored, failedWith });
      if (!this.#writing) void this.#writeWaiting();
    });
  }

  async #writeWaiting(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const group = this.#waiting.splice(0, MOST_IN_A_GROUP);
      const together = await this.#commit(group).catch(() => null);
      for (const [i, one] of group.entries()) {
        if (together !== null) one.stored(together[i] === true);
        else await this.#commit([one]).then(([isNew]) => one.stored(isNew === true), one.failedWith);
      }
    }
    this.#writing = false;
  }

  async #commit(group: readonly Waiting[]): Promise<boolean[]> {
    for (const run of new Set(group.map(({ answer }) => answer.run))) await this.#requireThere(run);
    return this.#guard(async () => {
      const work: IdentifiedAnswer[] = [];
      for (const { answer } of group)
        work.push({ ...answer, identified: await identifyVerdicts(this.#classifiers, answer.verdicts) });
      return this.#db.transaction().execute((trx) => insertAnswers(trx, work));
    });
  }
}
