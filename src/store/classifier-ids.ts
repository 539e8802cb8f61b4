import type { Kysely } from 'kysely';
import type { ClassifierId } from '../model/verdict.ts';
import type { Database } from './schema.ts';

/**
 * Row ids of classifiers, each looked up or made once. Made outside the transactions that use them: an id that was rolled
 * back would be given to the next classifier, and verdicts with it.
 */
export class ClassifierIds {
  readonly #db: Kysely<Database>;
  readonly #known = new Map<string, number>();

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** The row id of a classifier. Not to be called while a transaction is open: it would wait for its end. */
  async idOf({ name, version, mode }: ClassifierId): Promise<number> {
    const key = JSON.stringify([name, version, mode]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    await this.#db
      .insertInto('classifiers')
      .values({ name, version, mode })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { id } = await this.#db
      .selectFrom('classifiers')
      .select('id')
      .where('name', '=', name)
      .where('version', '=', version)
      .where('mode', '=', mode)
      .executeTakeFirstOrThrow();
    this.#known.set(key, id);
    return id;
  }
}
