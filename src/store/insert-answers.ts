import type { Transaction } from 'kysely';
import { StoreError } from '../lib/errors.ts';
import type { AttemptRecord, ResponseRecord } from '../model/answer.ts';
import { inParts, type Parts, padded } from './in-parts.ts';
import { type IdentifiedVerdict, insertVerdicts } from './insert-verdicts.ts';
import type { Job } from './postgres/work-queue.ts';
import { rowOfAttempt, rowOfResponse } from './response-row.ts';
import type { Database } from './schema.ts';

/** Work that is done together with an answer, in its transaction, whether or not the trial had one. */
export interface Alongside {
  readonly each?: (trx: Transaction<Database>, trial: number) => Promise<void>;
  /** The job that ends with the answer, and what ends several of one transaction at once. */
  readonly ends?: { readonly job: Job; readonly together: EndJobs };
}

type EndJobs = (trx: Transaction<Database>, jobs: readonly Job[]) => Promise<void>;

/** An answer to a trial of a run, with what belongs to it. */
export interface IdentifiedAnswer {
  readonly run: string;
  readonly runId: number;
  readonly trial: string;
  readonly response: ResponseRecord;
  readonly failed: readonly AttemptRecord[];
  readonly identified: readonly IdentifiedVerdict[];
  readonly alongside?: Alongside;
}

/** An answer with the row of its trial, and its place among those that are written together. */
interface Placed {
  readonly answer: IdentifiedAnswer;
  readonly trialId: number;
  readonly place: number;
}

/**
 * Writes answers, a table at a time; of each, false where its trial has one already. `parts` cuts rows into statements. Throws StoreError where a
 * trial is not of its run.
 */
export async function insertAnswers(
  trx: Transaction<Database>,
  answers: readonly IdentifiedAnswer[],
  parts: Parts = inParts,
): Promise<boolean[]> {
  const trialIds = await trialIdsOf(trx, answers);
  const placed = answers.map((answer, place): Placed => {
    const trialId = trialIds.get(keyOf(answer.runId, answer.trial));
    if (trialId === undefined) throw new StoreError(`expected a trial of run ${answer.run}, got ${answer.trial}`);
    return { answer, trialId, place };
  });
  const isNew = answers.map(() => false);
  for (const round of rounds(placed)) for (const { place } of await insertRound(trx, round, parts)) isNew[place] = true;
  for (const { answer, trialId } of placed) await answer.alongside?.each?.(trx, trialId);
  await endJobs(trx, answers);
  return isNew;
}

async function endJobs(trx: Transaction<Database>, answers: readonly IdentifiedAnswer[]): Promise<void> {
  const ended = new Map<EndJobs, Job[]>();
  for (const { alongside } of answers) {
    if (alongside?.ends === undefined) continue;
    const { job, together } = alongside.ends;
    ended.set(together, [...(ended.get(together) ?? []), job]);
  }
  for (const [together, jobs] of ended) await together(trx, jobs);
}

async function trialIdsOf(
  trx: Transaction<Database>,
  answers: readonly IdentifiedAnswer[],
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const runId of new Set(answers.map((one) => one.runId))) {
    const keys = answers.flatMap((one) => (one.runId === runId ? [one.trial] : []));
    for (const part of padded(keys)) {
      const found = trx.selectFrom('trials').select(['id', 'key']).where('run_id', '=', runId).where('key', 'in', part);
      for (const { id, key } of await found.execute()) ids.set(keyOf(runId, key), id);
    }
  }
  return ids;
}

/** Answers in their order, so that no turn of a trial stands twice in one round. */
function rounds(placed: readonly Placed[]): Placed[][] {
  const found: Placed[][] = [];
  const seen = new Map<string, number>();
  for (const one of placed) {
    const key = turnKey(one.trialId, one.answer.response.turn);
    const round = seen.get(key) ?? 0;
    seen.set(key, round + 1);
    found[round] = [...(found[round] ?? []), one];
  }
  return found;
}

async function insertRound(trx: Transaction<Database>, round: readonly Placed[], parts: Parts): Promise<Placed[]> {
  const known = new Set<string>();
  for (const part of padded(round.map(({ trialId }) => trialId))) {
    const answered = trx.selectFrom('responses').select(['trial_id', 'turn']).where('delivery', '<>', 'error');
    for (const { trial_id, turn } of await answered.where('trial_id', 'in', part).execute())
      known.add(turnKey(trial_id, turn));
  }
  const fresh = round.filter(({ trialId, answer }) => !known.has(turnKey(trialId, answer.response.turn)));
  const inserted = new Set<string>();
  for (const part of parts(fresh)) {
    // Another process may have stored one meanwhile: the index on answers holds who was first.
    const stored = await trx
      .insertInto('responses')
      .values(part.map(({ trialId, answer }) => rowOfResponse(trialId, answer.response)))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['trial_id', 'turn'])
      .execute();
    for (const { trial_id, turn } of stored) inserted.add(turnKey(trial_id, turn));
  }
  const stored = fresh.filter(({ trialId, answer }) => inserted.has(turnKey(trialId, answer.response.turn)));
  const attempts = stored.flatMap(({ trialId, answer }) =>
    answer.failed.map((attempt) => rowOfAttempt(trialId, attempt)),
  );
  for (const part of parts(attempts)) await trx.insertInto('attempts').values(part).execute();
  await insertVerdicts(
    trx,
    stored.flatMap(({ trialId, answer }) => answer.identified.map((verdict) => ({ ...verdict, trialId }))),
    parts,
  );
  return stored;
}

function keyOf(runId: number, trial: string): string {
  return `${runId} ${trial}`;
}

function turnKey(trialId: number, turn = 1): string {
  return `${trialId} ${turn}`;
}
