import type { Transaction } from 'kysely';
import type { StoredVerdict } from '../model/stored-trial.ts';
import type { ClassifierId } from '../model/verdict.ts';
import type { Database } from './schema.ts';
import { rowOfVerdict } from './verdict-row.ts';

/** Row ids of classifiers, each looked up or made once. */
export class ClassifierIds {
  readonly #known = new Map<string, number>();

  async idOf(trx: Transaction<Database>, { name, version, mode }: ClassifierId): Promise<number> {
    const key = JSON.stringify([name, version, mode]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    await trx
      .insertInto('classifiers')
      .values({ name, version, mode })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { id } = await trx
      .selectFrom('classifiers')
      .select('id')
      .where('name', '=', name)
      .where('version', '=', version)
      .where('mode', '=', mode)
      .executeTakeFirstOrThrow();
    this.#known.set(key, id);
    return id;
  }

  /** To be called where a transaction was rolled back, which may have made ids that are gone. */
  forget(): void {
    this.#known.clear();
  }
}

/** Appends verdicts to trials by their row ids. */
export async function insertVerdicts(
  trx: Transaction<Database>,
  classifiers: ClassifierIds,
  verdicts: readonly { readonly trialId: number; readonly verdict: StoredVerdict }[],
): Promise<void> {
  for (const { trialId, verdict } of verdicts) {
    const classifierId = await classifiers.idOf(trx, verdict.classifier);
    await trx
      .insertInto('verdicts')
      .values(rowOfVerdict(trialId, classifierId, verdict))
      .execute();
  }
}
