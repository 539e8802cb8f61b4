import type { Kysely } from 'kysely';
import type { RunOwner } from '../model/run.ts';
import type { Database } from './schema.ts';

/** Makes `owner` the one who carries a run out, as `Store.claimRun` says; gives who has it now. */
export async function claimOwnership(
  db: Kysely<Database>,
  runId: number,
  owner: RunOwner,
  instead?: RunOwner,
): Promise<RunOwner> {
  const free = db.updateTable('runs').where('id', '=', runId);
  const claimed = await free
    .set({ owner: owner.name, heartbeat_at: owner.heartbeatAt })
    .where((is) =>
      instead === undefined
        ? is('owner', 'is', null)
        : is.or([is('owner', 'is', null), is.and({ owner: instead.name, heartbeat_at: instead.heartbeatAt })]),
    )
    .executeTakeFirst();
  if (claimed.numUpdatedRows > 0n) return owner;
  const held = db.selectFrom('runs').select(['owner', 'heartbeat_at']).where('id', '=', runId);
  const { owner: name, heartbeat_at: heartbeatAt } = await held.executeTakeFirstOrThrow();
  return { name: name ?? '', heartbeatAt: heartbeatAt ?? '' };
}

/** Notes that an owner still is at it; false: the run is another's now. */
export async function beatOwnership(
  db: Kysely<Database>,
  runId: number,
  { name, heartbeatAt }: RunOwner,
): Promise<boolean> {
  const beaten = db.updateTable('runs').set({ heartbeat_at: heartbeatAt });
  const { numUpdatedRows } = await beaten.where('id', '=', runId).where('owner', '=', name).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Takes an owner from the run of this key, where it is its owner. */
export async function endOwnership(db: Kysely<Database>, run: string, owner: string): Promise<void> {
  const none = { owner: null, heartbeat_at: null };
  await db.updateTable('runs').set(none).where('key', '=', run).where('owner', '=', owner).execute();
}
