import { type Kysely, sql } from 'kysely';
import type { StoredTrial, StoredVerdict } from '../model/stored-trial.ts';
import { type ResponseColumns, responseOfRow } from './response-row.ts';
import type { Database } from './schema.ts';
import type { TrialFilter } from './store.ts';
import { trialOfRow } from './trial-row.ts';
import { verdictOfRow } from './verdict-row.ts';

/** Trials of one page; a page of long answers stays within some megabytes. */
export const TRIALS_PER_PAGE = 500;

/** The next page of a run's trials behind a position, each with its newest response and all its verdicts. */
export async function readTrials(
  db: Kysely<Database>,
  runId: number,
  filter: TrialFilter,
  afterPosition: number,
): Promise<StoredTrial[]> {
  const withTexts = filter.texts !== false;
  const { turn = 1 } = filter;
  let query = db
    .selectFrom('trials as t')
    .innerJoin('variants as v', 'v.id', 't.variant_id')
    .innerJoin('run_targets as rt', 'rt.id', 't.target_id')
    .leftJoin('responses as r', (join) =>
      join.on('r.id', '=', sql<number>`(select max(id) from responses where trial_id = t.id and turn = ${turn})`),
    )
    .select(['t.id as row_id', 't.key as id', 'v.hash as variant', 'rt.key as target', 't.sample', 't.seed'])
    .select([
      't.position',
      't.arm',
      'r.id as response_id',
      'r.delivery',
      'r.side',
      'r.kind',
      'r.flags',
      'r.reason',
      'r.finish',
    ])
    .select(['r.reasoning_state', 'r.attempts', 'r.asked_at', 'r.latency_ms', 'r.prompt_tokens', 'r.completion_tokens'])
    .select(['r.served_model', 'r.served_by', 'r.system_fingerprint', 'r.served_region', 'r.reasoning_tokens'])
    .select(['r.answer_end', 'r.worker', 'r.turn'])
    .select([
      (withTexts ? sql<string | null>`r.text` : sql<string | null>`''`).as('text'),
      (withTexts ? sql<string | null>`r.reasoning` : sql<string | null>`null`).as('reasoning'),
      (withTexts ? sql<string | null>`r.envelope` : sql<string | null>`null`).as('envelope'),
      (withTexts ? sql<string | null>`r.first_tokens` : sql<string | null>`null`).as('first_tokens'),
    ])
    .where('t.run_id', '=', runId)
    .where('t.position', '>', afterPosition)
    .orderBy('t.position')
    .limit(TRIALS_PER_PAGE);
  if (filter.trial !== undefined) query = query.where('t.key', '=', filter.trial);
  if (filter.trialPrefix !== undefined) {
    const prefix = filter.trialPrefix;
    query = query.where(sql<string>`substr(t.key, 1, ${[...prefix].length})`, '=', prefix);
  }
  if (filter.variant !== undefined) query = query.where('t.variant_id', '=', variantId(db, runId, filter.variant));
  if (filter.target !== undefined) query = query.where('rt.key', '=', filter.target);
  if (filter.lang !== undefined) query = query.where('v.lang', '=', filter.lang);
  if (filter.probe !== undefined) {
    const probe = filter.probe;
    query = query.where('v.probe_id', 'in', (sub) =>
      sub.selectFrom('probes').select('id').where('run_id', '=', runId).where('key', '=', probe),
    );
  }
  const rows = await query.execute();
  const trials = rows.map((row) => {
    const response = isAnswered(row) ? responseOfRow(row, row.response_id) : null;
    const verdicts: StoredVerdict[] = [];
    return { rowId: row.row_id, trial: { ...trialOfRow(row), response, verdicts } };
  });
  await addVerdictsTo(db, trials, turn);
  return trials.map(({ trial }) => trial);
}

function variantId(db: Kysely<Database>, runId: number, hash: string) {
  return db.selectFrom('variants').select('id').where('run_id', '=', runId).where('hash', '=', hash);
}

/** Columns that every response has: null together where a trial has none. */
interface AnsweredColumns extends Pick<ResponseColumns, 'delivery' | 'text' | 'attempts' | 'reasoning_state' | 'turn'> {
  readonly response_id: number;
}

function isAnswered<Row extends { readonly response_id: number | null }>(row: Row): row is Row & AnsweredColumns {
  return row.response_id !== null;
}

async function addVerdictsTo(
  db: Kysely<Database>,
  trials: readonly { readonly rowId: number; readonly trial: StoredTrial & { verdicts: StoredVerdict[] } }[],
  turn: number,
): Promise<void> {
  if (trials.length === 0) return;
  const byRowId = new Map(trials.map(({ rowId, trial }) => [rowId, trial]));
  const rows = await db
    .selectFrom('verdicts')
    .innerJoin('classifiers', 'classifiers.id', 'verdicts.classifier_id')
    .selectAll('verdicts')
    .select(['classifiers.name', 'classifiers.version', 'classifiers.mode'])
    .where('trial_id', 'in', [...byRowId.keys()])
    .where('turn', '=', turn)
    .orderBy('verdicts.id')
    .execute();
  for (const row of rows) {
    const trial = byRowId.get(row.trial_id);
    trial?.verdicts.push(verdictOfRow(row, trial.response));
  }
}
