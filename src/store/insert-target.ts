import type { Insertable, Kysely } from 'kysely';
import { canonicalJson } from '../lib/digest.ts';
import type { TargetRecord } from '../model/run.ts';
import type { Database } from './schema.ts';

/** Keeps the identity of a target, once however many targets have it. */
export async function insertIdentity(db: Kysely<Database>, target: TargetRecord): Promise<void> {
  await db
    .insertInto('identities')
    .values({ hash: target.identityHash, identity: canonicalJson(target.identity) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A target of a run as a row. */
export function rowOfTarget(runId: number, target: TargetRecord): Insertable<Database['run_targets']> {
  return {
    run_id: runId,
    key: target.id,
    family: target.family,
    kind: target.kind,
    model: target.model,
    place: target.where,
    identity_hash: target.identityHash,
    params: canonicalJson(target.params),
    name: target.name ?? null,
  };
}
