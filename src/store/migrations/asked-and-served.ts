import { type Kysely, type Migration, sql } from 'kysely';

type ColumnType = 'text' | 'integer' | 'real';

/** Columns that older rows leave empty: not known. */
const NEW_COLUMNS: Readonly<Record<string, Readonly<Record<string, ColumnType>>>> = {
  runs: { owner: 'text', heartbeat_at: 'text', discarded: 'text' },
  run_targets: { name: 'text' },
  variants: { phrasing: 'integer', cluster: 'text' },
  trials: { arm: 'text' },
  responses: {
    served_model: 'text',
    served_by: 'text',
    system_fingerprint: 'text',
    served_region: 'text',
    reasoning_tokens: 'integer',
    answer_end: 'integer',
    first_tokens: 'text',
    worker: 'text',
  },
  attempts: { worker: 'text' },
  verdicts: { line_of: 'text' },
};

/** Columns that have a meaning for older rows too: the first turn, the first codebook, a class that nothing casts doubt on. */
const DEFAULTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  responses: { turn: 1 },
  verdicts: { turn: 1, unsure: 0, codebook: 1 },
};

/**
 * What was asked and who answered, turns, arms, phrasings, clusters, owners of runs, samples drawn for labelling, and the
 * memory of a watch. Only adds: rows that are there stay as they are. docs/decisions/0001-store-schema.md says why.
 */
export const asked: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const [table, columns] of Object.entries(NEW_COLUMNS)) {
      for (const [name, type] of Object.entries(columns)) {
        await db.schema.alterTable(table).addColumn(name, type).execute();
      }
    }
    for (const [table, columns] of Object.entries(DEFAULTED)) {
      for (const [name, value] of Object.entries(columns)) {
        await db.schema
          .alterTable(table)
          .addColumn(name, 'integer', (column) => column.notNull().defaultTo(value))
          .execute();
      }
    }
    await db.schema.dropIndex('responses_by_trial').execute();
    await db.schema.createIndex('responses_by_trial').on('responses').columns(['trial_id', 'turn']).execute();
    await db.schema.dropIndex('responses_one_answer').execute();
    await sql`create unique index responses_one_answer on responses (trial_id, turn) where delivery <> 'error'`.execute(
      db,
    );
    await db.schema
      .createTable('label_samples')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('run_id', 'integer', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('trial_id', 'integer', (column) => column.notNull().references('trials.id').onDelete('cascade'))
      .addColumn('draw', 'text', (column) => column.notNull())
      .addColumn('stratum', 'text', (column) => column.notNull())
      .addColumn('inclusion_probability', 'real', (column) => column.notNull())
      .addColumn('drawn_at', 'text', (column) => column.notNull())
      .addColumn('design', 'text', (column) => column.notNull())
      .addUniqueConstraint('label_samples_unique', ['draw', 'trial_id'])
      .execute();
    await db.schema.createIndex('label_samples_by_run').on('label_samples').column('run_id').execute();
    await db.schema
      .createTable('watch_state')
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('watch_state_key', ['source', 'key'])
      .execute();
    await sql`create trigger label_samples_immutable before update on label_samples
      begin select raise(abort, 'a sample that was drawn is never changed'); end`.execute(db);
  },
};
