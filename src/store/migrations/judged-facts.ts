import type { Kysely, Migration } from 'kysely';

/** How a judge found the facts of a probe treated, each with its place in the answer. */
export const judgedFacts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('verdicts').addColumn('judged_facts', 'text').execute();
  },
};
