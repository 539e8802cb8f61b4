import type { Kysely, Transaction } from 'kysely';
import { canonicalJson } from '../lib/digest.ts';
import { type SampledTrial, sampleDesignSchema } from '../model/label-sample.ts';
import { parseColumn } from './parse-column.ts';
import type { Database } from './schema.ts';
import { type TrialKey, trialIdOf } from './trial-id.ts';

/** Stores a draw in the order that it has. */
export async function insertLabelSample(
  trx: Transaction<Database>,
  { run, runId }: Omit<TrialKey, 'trial'>,
  sample: readonly SampledTrial[],
): Promise<void> {
  for (const { trial, draw, stratum, probability, at, design } of sample) {
    await trx
      .insertInto('label_samples')
      .values({
        run_id: runId,
        trial_id: await trialIdOf(trx, { run, runId, trial }),
        draw,
        stratum,
        inclusion_probability: probability,
        drawn_at: at,
        design: canonicalJson(design),
      })
      .execute();
  }
}

/** The newest draw of a run in its order; empty: none was drawn. */
export async function readLabelSample(db: Kysely<Database>, runId: number): Promise<SampledTrial[]> {
  const newest = await db
    .selectFrom('label_samples')
    .select('draw')
    .where('run_id', '=', runId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return [];
  const rows = await db
    .selectFrom('label_samples as s')
    .innerJoin('trials as t', 't.id', 's.trial_id')
    .select(['s.id', 't.key', 's.draw', 's.stratum', 's.inclusion_probability', 's.drawn_at', 's.design'])
    .where('s.run_id', '=', runId)
    .where('s.draw', '=', newest.draw)
    .orderBy('s.id')
    .execute();
  return rows.map((row) => ({
    trial: row.key,
    draw: row.draw,
    stratum: row.stratum,
    probability: row.inclusion_probability,
    at: row.drawn_at,
    design: parseColumn(sampleDesignSchema, row.design, { table: 'label_samples', row: row.id, field: 'design' }),
  }));
}
