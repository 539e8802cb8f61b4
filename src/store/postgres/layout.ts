import { type ColumnDefinitionBuilder, type CreateTableBuilder, type Kysely, type Migration, sql } from 'kysely';

type Column = [
  name: string,
  type: 'text' | 'number' | 'real',
  rule?: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder,
];

const needed = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();
const key = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.primaryKey();
const one = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull().unique();
const of =
  (parent: string, goes: 'cascade' | 'restrict' = 'cascade') =>
  (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
    column.notNull().references(parent).onDelete(goes);
const starts =
  (value: number) =>
  (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
    column.notNull().defaultTo(value);

/** The tables with their columns, parents before children; a table without a key of its own has a row id. */
const TABLES: Readonly<Record<string, { readonly columns: readonly Column[]; readonly unique?: readonly string[] }>> = {
  runs: {
    columns: [
      ['key', 'text', one],
      ['name', 'text'],
      ['origin', 'text', needed],
      ['started_at', 'text', needed],
      ['ended_at', 'text'],
      ['config', 'text', needed],
      ['seed', 'number', needed],
      ['plan_hash', 'text', needed],
      ['package_version', 'text', needed],
      ['git_version', 'text'],
      ['probe_sets', 'text', needed],
      ['owner', 'text'],
      ['heartbeat_at', 'text'],
      ['discarded', 'text'],
    ],
  },
  identities: {
    columns: [
      ['hash', 'text', key],
      ['identity', 'text', needed],
    ],
  },
  run_targets: {
    columns: [
      ['run_id', 'number', of('runs.id')],
      ['key', 'text', needed],
      ['family', 'text'],
      ['kind', 'text', needed],
      ['model', 'text', needed],
      ['place', 'text', needed],
      ['identity_hash', 'text', of('identities.hash', 'restrict')],
      ['params', 'text', needed],
      ['name', 'text'],
    ],
    unique: ['run_id', 'key'],
  },
  probes: {
    columns: [
      ['run_id', 'number', of('runs.id')],
      ['key', 'text', needed],
      ['probe', 'text', needed],
    ],
    unique: ['run_id', 'key'],
  },
  variants: {
    columns: [
      ['run_id', 'number', of('runs.id')],
      ['probe_id', 'number', of('probes.id')],
      ['hash', 'text', needed],
      ['lang', 'text', needed],
      ['prompt', 'text', needed],
      ['set_version', 'text', needed],
      ['phrasing', 'number'],
      ['cluster', 'text'],
    ],
    unique: ['run_id', 'hash'],
  },
  trials: {
    columns: [
      ['run_id', 'number', of('runs.id')],
      ['key', 'text', needed],
      ['variant_id', 'number', of('variants.id')],
      ['target_id', 'number', of('run_targets.id')],
      ['sample', 'number', needed],
      ['seed', 'number'],
      ['position', 'number', needed],
      ['arm', 'text'],
    ],
    unique: ['run_id', 'key'],
  },
  responses: {
    columns: [
      ['trial_id', 'number', of('trials.id')],
      ['delivery', 'text', needed],
      ['side', 'text'],
      ['kind', 'text'],
      ['flags', 'text'],
      ['reason', 'text'],
      ['finish', 'text'],
      ['text', 'text', needed],
      ['reasoning', 'text'],
      ['reasoning_state', 'text', needed],
      ['attempts', 'number', needed],
      ['asked_at', 'text'],
      ['latency_ms', 'real'],
      ['prompt_tokens', 'number'],
      ['completion_tokens', 'number'],
      ['envelope', 'text'],
      ['served_model', 'text'],
      ['served_by', 'text'],
      ['system_fingerprint', 'text'],
      ['served_region', 'text'],
      ['reasoning_tokens', 'number'],
      ['answer_end', 'number'],
      ['first_tokens', 'text'],
      ['worker', 'text'],
      ['turn', 'number', starts(1)],
    ],
  },
  attempts: {
    columns: [
      ['trial_id', 'number', of('trials.id')],
      ['n', 'number', needed],
      ['at', 'text', needed],
      ['latency_ms', 'real', needed],
      ['status', 'number'],
      ['kind', 'text'],
      ['message', 'text', needed],
      ['body', 'text'],
      ['worker', 'text'],
    ],
  },
  classifiers: {
    columns: [
      ['name', 'text', needed],
      ['version', 'text', needed],
      ['mode', 'text', needed],
    ],
    unique: ['name', 'version', 'mode'],
  },
  verdicts: {
    columns: [
      ['trial_id', 'number', of('trials.id')],
      ['classifier_id', 'number', of('classifiers.id', 'restrict')],
      ['judged', 'text', needed],
      ['class', 'text'],
      ['sub', 'text'],
      ['flags', 'text'],
      ['confidence', 'real'],
      ['evidence_start', 'number'],
      ['evidence_end', 'number'],
      ['unjudged', 'number', needed],
      ['note', 'text'],
      ['at', 'text', needed],
      ['author', 'text'],
      ['line_of', 'text'],
      ['turn', 'number', starts(1)],
      ['unsure', 'number', starts(0)],
      ['codebook', 'number', starts(1)],
      ['judged_facts', 'text'],
    ],
  },
  calibrations: {
    columns: [
      ['classifier_id', 'number', of('classifiers.id', 'restrict')],
      ['at', 'text', needed],
      ['gold', 'text', needed],
      ['by_lang', 'text', needed],
    ],
  },
  judge_replies: {
    columns: [
      ['call', 'text', key],
      ['classifier_id', 'number', of('classifiers.id', 'restrict')],
      ['reply', 'text', needed],
      ['at', 'text', needed],
    ],
  },
  label_samples: {
    columns: [
      ['run_id', 'number', of('runs.id')],
      ['trial_id', 'number', of('trials.id')],
      ['draw', 'text', needed],
      ['stratum', 'text', needed],
      ['inclusion_probability', 'real', needed],
      ['drawn_at', 'text', needed],
      ['design', 'text', needed],
    ],
    unique: ['draw', 'trial_id'],
  },
};

const INDICES: readonly [name: string, table: string, columns: readonly string[]][] = [
  ['trials_by_position', 'trials', ['run_id', 'position']],
  ['responses_by_trial', 'responses', ['trial_id', 'turn']],
  ['attempts_by_trial', 'attempts', ['trial_id']],
  ['verdicts_by_trial', 'verdicts', ['trial_id']],
  ['label_samples_by_run', 'label_samples', ['run_id']],
];

/** What is never changed once written, whoever asks. */
const IMMUTABLE = ['responses', 'attempts', 'verdicts', 'identities', 'judge_replies', 'label_samples'];

const TYPE = { text: 'text', number: 'bigint', real: 'double precision' } as const;

/** The layout that SQLite stores have after all their migrations, in PostgreSQL's words. */
export const layout: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const [name, { columns, unique }] of Object.entries(TABLES)) {
      let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
      if (columns.every(([, , rule]) => rule !== key))
        table = table.addColumn('id', 'bigint', (column) => column.primaryKey().generatedByDefaultAsIdentity());
      for (const [column, type, rule] of columns) table = table.addColumn(column, sql.raw(TYPE[type]), rule);
      if (unique !== undefined) table = table.addUniqueConstraint(`${name}_unique`, [...unique]);
      await table.execute();
    }
    await db.schema
      .createTable('watch_state')
      .addColumn('source', 'text', needed)
      .addColumn('key', 'text', needed)
      .addColumn('value', 'text', needed)
      .addColumn('at', 'text', needed)
      .addPrimaryKeyConstraint('watch_state_key', ['source', 'key'])
      .execute();
    for (const [name, table, columns] of INDICES)
      await db.schema
        .createIndex(name)
        .on(table)
        .columns([...columns])
        .execute();
    await sql`create unique index responses_one_answer on responses (trial_id, turn) where delivery <> 'error'`.execute(
      db,
    );
    await sql`create function candor_never_changed() returns trigger language plpgsql as
      $$ begin raise exception 'answers and verdicts are never changed'; end $$`.execute(db);
    for (const table of IMMUTABLE)
      await sql`create trigger ${sql.raw(`${table}_immutable`)} before update on ${sql.table(table)}
        for each row execute function candor_never_changed()`.execute(db);
  },
};
