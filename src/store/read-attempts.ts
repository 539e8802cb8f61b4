import type { Kysely } from 'kysely';
import type { AttemptRecord } from '../model/answer.ts';
import { ERROR_KINDS } from '../model/delivery.ts';
import { wordReader } from './parse-column.ts';
import type { Database } from './schema.ts';
import { type TrialKey, trialIdOf } from './trial-id.ts';

const readKind = wordReader(ERROR_KINDS, 'attempts', 'kind');

/** The calls of a trial that failed, in the order they were made. Throws StoreError where the run has no such trial. */
export async function readAttempts(db: Kysely<Database>, key: TrialKey): Promise<AttemptRecord[]> {
  const trialId = await trialIdOf(db, key);
  const rows = await db.selectFrom('attempts').selectAll().where('trial_id', '=', trialId).orderBy('id').execute();
  return rows.map(({ id, n, at, latency_ms, status, kind, message, body, worker }) => ({
    n,
    at,
    latencyMs: latency_ms,
    status,
    kind: kind === null ? null : readKind(kind, id),
    message,
    body,
    ...(worker === null ? {} : { worker }),
  }));
}
