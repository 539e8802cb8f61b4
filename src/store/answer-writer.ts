import type { Kysely } from 'kysely';
import type { StoredVerdict } from '../model/stored-trial.ts';
import type { ClassifierIds } from './classifier-ids.ts';
import { inFewParts } from './in-parts.ts';
import { type IdentifiedAnswer, insertAnswers } from './insert-answers.ts';
import { identifyVerdicts } from './insert-verdicts.ts';
import type { Database } from './schema.ts';

/** Answers of one transaction at most. */
const MOST_IN_A_GROUP = 512;
/** How long answers are gathered where they come close together, in milliseconds. */
const GATHER_MS = 10;

/** An answer to a trial of a run, with what belongs to it. */
export interface Answer extends Omit<IdentifiedAnswer, 'identified'> {
  readonly verdicts: readonly StoredVerdict[];
}

/** Stores answers in one transaction by a shorter way than Kysely's; of each, whether it is new. No other transaction may be open. */
export type StoreTogether = (work: readonly IdentifiedAnswer[]) => boolean[];

interface Waiting {
  readonly answer: Answer;
  readonly stored: (isNew: boolean) => void;
  readonly failedWith: (error: unknown) => void;
}

/**
 * Writes answers with group commit: those that arrive in one turn of the event loop share a transaction and its
 * synchronisation, and those of the next ten milliseconds where several came before. Where a shared one fails, each is tried by itself.
 */
export class AnswerWriter {
  readonly #db: Kysely<Database>;
  readonly #guard: <T>(work: () => Promise<T>) => Promise<T>;
  readonly #classifiers: ClassifierIds;
  readonly #waiting: Waiting[] = [];
  readonly #storeTogether: StoreTogether | null;
  #writing = false;
  #cameTogether = false;

  readonly #requireThere: (run: string) => Promise<void>;

  /**
   * `guard` turns errors of the database into StoreErrors; `requireThere` throws where what is stored would not be found again;
   * `storeTogether` writes into the database of `db`.
   */
  constructor(
    db: Kysely<Database>,
    guard: <T>(work: () => Promise<T>) => Promise<T>,
    classifiers: ClassifierIds,
    requireThere: (run: string) => Promise<void>,
    storeTogether: StoreTogether | null = null,
  ) {
    this.#storeTogether = storeTogether;
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
      await this.#gather();
      const group = this.#waiting.splice(0, MOST_IN_A_GROUP);
      this.#cameTogether = group.length > 1;
      const together = await this.#commit(group).catch(() => null);
      for (const [i, one] of group.entries()) {
        if (together !== null) one.stored(together[i] === true);
        else await this.#commit([one]).then(([isNew]) => one.stored(isNew === true), one.failedWith);
      }
    }
    this.#writing = false;
  }

  /** Waits for others that come close behind; who stores one after the other does not wait. */
  async #gather(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (!this.#cameTogether || this.#waiting.length >= MOST_IN_A_GROUP) return;
    await new Promise<void>((resolve) => setTimeout(resolve, GATHER_MS));
  }

  async #commit(group: readonly Waiting[]): Promise<boolean[]> {
    for (const run of new Set(group.map(({ answer }) => answer.run))) await this.#requireThere(run);
    return this.#guard(async () => {
      const work: IdentifiedAnswer[] = [];
      for (const { answer } of group)
        work.push({ ...answer, identified: await identifyVerdicts(this.#classifiers, answer.verdicts) });
      const storeTogether = this.#storeTogether;
      if (storeTogether !== null && group.every(({ answer }) => answer.alongside === undefined))
        // The connection is taken so that no transaction of others is open.
        return this.#db.connection().execute(async () => storeTogether(work));
      const parts = storeTogether === null ? inFewParts : undefined;
      return this.#db.transaction().execute((trx) => insertAnswers(trx, work, parts));
    });
  }
}
