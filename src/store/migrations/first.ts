import { type Kysely, type Migration, sql } from 'kysely';

/** The first layout. Responses and verdicts cannot be changed once written: triggers hold it. */
export const first: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('runs')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('key', 'text', (column) => column.notNull().unique())
      .addColumn('name', 'text')
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('started_at', 'text', (column) => column.notNull())
      .addColumn('ended_at', 'text')
      .addColumn('config', 'text', (column) => column.notNull())
      .addColumn('seed', 'integer', (column) => column.notNull())
      .addColumn('plan_hash', 'text', (column) => column.notNull())
      .addColumn('package_version', 'text', (column) => column.notNull())
      .addColumn('git_version', 'text')
      .addColumn('probe_sets', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('identities')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('identity', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('run_targets')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('run_id', 'integer', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('family', 'text')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('identity_hash', 'text', (column) => column.notNull().references('identities.hash'))
      .addColumn('params', 'text', (column) => column.notNull())
      .addUniqueConstraint('run_targets_unique', ['run_id', 'key'])
      .execute();
    await db.schema
      .createTable('probes')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('run_id', 'integer', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('probe', 'text', (column) => column.notNull())
      .addUniqueConstraint('probes_unique', ['run_id', 'key'])
      .execute();
    await db.schema
      .createTable('variants')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('run_id', 'integer', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('probe_id', 'integer', (column) => column.notNull().references('probes.id').onDelete('cascade'))
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('lang', 'text', (column) => column.notNull())
      .addColumn('prompt', 'text', (column) => column.notNull())
      .addColumn('set_version', 'text', (column) => column.notNull())
      .addUniqueConstraint('variants_unique', ['run_id', 'hash'])
      .execute();
    await db.schema
      .createTable('trials')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('run_id', 'integer', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('variant_id', 'integer', (column) => column.notNull().references('variants.id').onDelete('cascade'))
      .addColumn('target_id', 'integer', (column) => column.notNull().references('run_targets.id').onDelete('cascade'))
      .addColumn('sample', 'integer', (column) => column.notNull())
      .addColumn('seed', 'integer')
      .addColumn('position', 'integer', (column) => column.notNull())
      .addUniqueConstraint('trials_unique', ['run_id', 'key'])
      .execute();
    await db.schema.createIndex('trials_by_position').on('trials').columns(['run_id', 'position']).execute();
    await db.schema
      .createTable('responses')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('trial_id', 'integer', (column) => column.notNull().references('trials.id').onDelete('cascade'))
      .addColumn('delivery', 'text', (column) => column.notNull())
      .addColumn('side', 'text')
      .addColumn('kind', 'text')
      .addColumn('flags', 'text')
      .addColumn('reason', 'text')
      .addColumn('finish', 'text')
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('reasoning', 'text')
      .addColumn('reasoning_state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('asked_at', 'text')
      .addColumn('latency_ms', 'real')
      .addColumn('prompt_tokens', 'integer')
      .addColumn('completion_tokens', 'integer')
      .addColumn('envelope', 'text')
      .execute();
    await db.schema.createIndex('responses_by_trial').on('responses').column('trial_id').execute();
    await sql`create unique index responses_one_answer on responses (trial_id) where delivery <> 'error'`.execute(db);
    await db.schema
      .createTable('attempts')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('trial_id', 'integer', (column) => column.notNull().references('trials.id').onDelete('cascade'))
      .addColumn('n', 'integer', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('latency_ms', 'real', (column) => column.notNull())
      .addColumn('status', 'integer')
      .addColumn('kind', 'text')
      .addColumn('message', 'text', (column) => column.notNull())
      .addColumn('body', 'text')
      .execute();
    await db.schema.createIndex('attempts_by_trial').on('attempts').column('trial_id').execute();
    await db.schema
      .createTable('classifiers')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('mode', 'text', (column) => column.notNull())
      .addUniqueConstraint('classifiers_unique', ['name', 'version', 'mode'])
      .execute();
    await db.schema
      .createTable('verdicts')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('trial_id', 'integer', (column) => column.notNull().references('trials.id').onDelete('cascade'))
      .addColumn('classifier_id', 'integer', (column) => column.notNull().references('classifiers.id'))
      .addColumn('judged', 'text', (column) => column.notNull())
      .addColumn('class', 'text')
      .addColumn('sub', 'text')
      .addColumn('flags', 'text')
      .addColumn('confidence', 'real')
      .addColumn('evidence_start', 'integer')
      .addColumn('evidence_end', 'integer')
      .addColumn('unjudged', 'integer', (column) => column.notNull())
      .addColumn('note', 'text')
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('author', 'text')
      .execute();
    await db.schema.createIndex('verdicts_by_trial').on('verdicts').column('trial_id').execute();
    await db.schema
      .createTable('calibrations')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('classifier_id', 'integer', (column) => column.notNull().references('classifiers.id'))
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('gold', 'text', (column) => column.notNull())
      .addColumn('by_lang', 'text', (column) => column.notNull())
      .execute();
    for (const table of ['responses', 'attempts', 'verdicts', 'identities']) {
      await sql`create trigger ${sql.raw(`${table}_immutable`)} before update on ${sql.table(table)}
        begin select raise(abort, 'answers and verdicts are never changed'); end`.execute(db);
    }
  },
};
