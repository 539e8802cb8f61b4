import { type Kysely, type Migration, sql } from 'kysely';

/** Replies of judges, so that no call is paid for twice. They are never changed either. */
export const judgeReplies: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('judge_replies')
      .addColumn('call', 'text', (column) => column.primaryKey())
      .addColumn('classifier_id', 'integer', (column) => column.notNull().references('classifiers.id'))
      .addColumn('reply', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .execute();
    await sql`create trigger judge_replies_immutable before update on judge_replies
      begin select raise(abort, 'replies of judges are never changed'); end`.execute(db);
  },
};
