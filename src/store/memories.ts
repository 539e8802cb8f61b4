import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';
import type { Memory } from './store.ts';

/** Keeps a value under a key of a source, in place of an older one. */
export async function writeMemory(db: Kysely<Database>, source: string, { key, value, at }: Memory): Promise<void> {
  await db
    .insertInto('watch_state')
    .values({ source, key, value, at })
    .onConflict((conflict) => conflict.columns(['source', 'key']).doUpdateSet({ value, at }))
    .execute();
}

/** All that is kept of a source, in the order of the keys. */
export async function readMemories(db: Kysely<Database>, source: string): Promise<Memory[]> {
  return db
    .selectFrom('watch_state')
    .select(['key', 'value', 'at'])
    .where('source', '=', source)
    .orderBy('key')
    .execute();
}
