import type { Kysely, Migration } from 'kysely';

/**
 * Finds the trials of a question, in the order of the plan, for reading question by question; and lets a run with all its questions be removed
 * without looking through every trial for each of them. The same in SQLite and in PostgreSQL.
 */
export const byQuestion: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.createIndex('trials_by_question').on('trials').columns(['variant_id', 'position']).execute();
  },
};
