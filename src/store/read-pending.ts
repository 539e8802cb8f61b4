import type { Kysely } from 'kysely';
import type { TrialRecord } from '../model/answer.ts';
import { type Delivery, isDelivered } from '../model/delivery.ts';
import { nextTurn, type PlannedTurn } from '../model/turn.ts';
import type { Database } from './schema.ts';
import { trialOfRow } from './trial-row.ts';

/** The later turns of each variant that has any. */
export type LaterTurns = ReadonlyMap<string, readonly PlannedTurn[]>;

/** Trials that are looked at together. */
const TRIALS_PER_PAGE = 1_000;

/**
 * Trials of a run without an answer, in the order of the plan: never asked, or ended in `error`; and those with a later turn that is to be
 * asked and has none.
 */
export async function readPendingTrials(
  db: Kysely<Database>,
  runId: number,
  turns: LaterTurns,
): Promise<TrialRecord[]> {
  if (turns.size > 0) {
    const found: TrialRecord[] = [];
    for await (const { trial } of openTrials(db, runId, turns)) found.push(trial);
    return found;
  }
  const rows = await trialsOf(db, runId)
    .leftJoin('responses as r', (join) =>
      join.onRef('r.trial_id', '=', 't.id').on('r.turn', '=', 1).on('r.delivery', '<>', 'error'),
    )
    .where('r.id', 'is', null)
    .orderBy('t.position')
    .execute();
  return rows.map(trialOfRow);
}

/** How many trials of a run have an answer to the first turn, and a later one that is to be asked and has none. */
export async function countPendingTurns(db: Kysely<Database>, runId: number, turns: LaterTurns): Promise<number> {
  let count = 0;
  if (turns.size > 0) for await (const { begun } of openTrials(db, runId, turns)) if (begun) count += 1;
  return count;
}

/** Trials that have a turn to be asked, a page at a time; `begun`: the first turn has an answer. */
async function* openTrials(
  db: Kysely<Database>,
  runId: number,
  turns: LaterTurns,
): AsyncGenerator<{ readonly trial: TrialRecord; readonly begun: boolean }> {
  for (let after = -1; ; ) {
    const page = await trialsOf(db, runId)
      .select('t.id as row_id')
      .where('t.position', '>', after)
      .orderBy('t.position')
      .limit(TRIALS_PER_PAGE)
      .execute();
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.position;
    const answers = await db
      .selectFrom('responses')
      .select(['trial_id', 'turn', 'delivery'])
      .where(
        'trial_id',
        'in',
        page.map((row) => row.row_id),
      )
      .where('delivery', '<>', 'error')
      .execute();
    const delivered = new Map(page.map((row) => [row.row_id, new Map<number, Delivery>()]));
    for (const { trial_id, turn, delivery } of answers) delivered.get(trial_id)?.set(turn, delivery as Delivery);
    for (const { row_id, ...row } of page) {
      const answered = delivered.get(row_id) ?? new Map<number, Delivery>();
      if (nextTurn(turns.get(row.variant) ?? [], answered) === null) continue;
      yield { trial: trialOfRow(row), begun: isDelivered(answered.get(1) ?? null) };
    }
  }
}

function trialsOf(db: Kysely<Database>, runId: number) {
  return db
    .selectFrom('trials as t')
    .innerJoin('variants as v', 'v.id', 't.variant_id')
    .innerJoin('run_targets as rt', 'rt.id', 't.target_id')
    .select(['v.hash as variant', 'rt.key as target', 't.key as id', 't.sample', 't.seed', 't.position', 't.arm'])
    .where('t.run_id', '=', runId);
}
