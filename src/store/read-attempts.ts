import type { Kysely } from 'kysely';
import type { AttemptRecord } from '../model/answer.ts';
import { ERROR_KINDS } from '../model/delivery.ts';
import { wordReader } from './parse-column.ts';
import type { Database } from './schema.ts';

const readKind = wordReader(ERROR_KINDS, 'attempts', 'kind');

/** The calls of a trial that failed, in the order they were made. */
export async function readAttempts(db: Kysely<Database>, runId: number, trial: string): Promise<AttemptRecord[]> {
  const rows = await db
    .selectFrom('attempts as a')
    .innerJoin('trials as t', 't.id', 'a.trial_id')
    .selectAll('a')
    .where('t.run_id', '=', runId)
    .where('t.key', '=', trial)
    .orderBy('a.id')
    .execute();
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
