import type { Kysely } from 'kysely';
import type { TrialRecord } from '../model/answer.ts';
import type { Delivery } from '../model/delivery.ts';
import { nextTurn, type PlannedTurn } from '../model/turn.ts';
import type { Database } from './schema.ts';
import { trialOfRow } from './trial-row.ts';

/**
 * Trials of a run without an answer, in the order of the plan: never asked, or ended in `error`; and those with a later turn that is to be
 * asked and has none. `turns` are the later turns of each variant that has any.
 */
export async function readPendingTrials(
  db: Kysely<Database>,
  runId: number,
  turns: ReadonlyMap<string, readonly PlannedTurn[]>,
): Promise<TrialRecord[]> {
  const rows = await db
    .selectFrom('trials as t')
    .innerJoin('variants as v', 'v.id', 't.variant_id')
    .innerJoin('run_targets as rt', 'rt.id', 't.target_id')
    .leftJoin('responses as r', (join) => {
      const answered = join.onRef('r.trial_id', '=', 't.id').on('r.delivery', '<>', 'error');
      return turns.size === 0 ? answered.on('r.turn', '=', 1) : answered;
    })
    .select(['t.key as id', 'v.hash as variant', 'rt.key as target', 't.sample', 't.seed', 't.position', 't.arm'])
    .select(['r.turn', 'r.delivery'])
    .where('t.run_id', '=', runId)
    .$if(turns.size === 0, (query) => query.where('r.id', 'is', null))
    .orderBy('t.position')
    .execute();
  const trials = new Map<string, { readonly trial: TrialRecord; readonly delivered: Map<number, Delivery> }>();
  for (const { turn, delivery, ...row } of rows) {
    const held = trials.get(row.id) ?? { trial: trialOfRow(row), delivered: new Map() };
    trials.set(row.id, held);
    if (turn !== null && delivery !== null) held.delivered.set(turn, delivery as Delivery);
  }
  return [...trials.values()]
    .filter(({ trial, delivered }) => nextTurn(turns.get(trial.variant) ?? [], delivered) !== null)
    .map(({ trial }) => trial);
}
