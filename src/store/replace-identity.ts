import type { Kysely } from 'kysely';
import { StoreError } from '../lib/errors.ts';
import type { TargetRecord } from '../model/run.ts';
import { insertIdentity } from './insert-target.ts';
import type { Database } from './schema.ts';

/** Writes the identity of a target whose trials were never delivered. Throws StoreError where one was. */
export async function writeIdentity(db: Kysely<Database>, runId: number, target: TargetRecord): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const delivered = await trx
      .selectFrom('responses as r')
      .innerJoin('trials as t', 't.id', 'r.trial_id')
      .innerJoin('run_targets as rt', 'rt.id', 't.target_id')
      .select('r.id')
      .where('t.run_id', '=', runId)
      .where('rt.key', '=', target.id)
      .where('r.delivery', '<>', 'error')
      .executeTakeFirst();
    if (delivered !== undefined) throw answeredAlready(target.id);
    await insertIdentity(trx, target);
    await trx
      .updateTable('run_targets')
      .set({ identity_hash: target.identityHash })
      .where('run_id', '=', runId)
      .where('key', '=', target.id)
      .execute();
  });
}

/** Why a target's identity stays. */
export function answeredAlready(id: string): StoreError {
  return new StoreError(
    `expected a target that never answered, got ${id}: what its answers came from is never changed`,
  );
}
