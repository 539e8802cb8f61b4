import type { Kysely } from 'kysely';
import { isPostgresAddress } from './postgres-address.ts';
import type { Database } from './schema.ts';
import type { Store } from './store.ts';

/** Opens the store at a place: a SQLite file, made when missing, or a PostgreSQL database (postgres://…). Throws StoreError. */
export async function openStore(place: string): Promise<Store> {
  if (isPostgresAddress(place)) return (await import('./postgres/postgres.ts')).openPostgresStore(place);
  return (await import('./sqlite.ts')).openSqliteStore(place);
}

/** Opens the tables of the store at a place, for what works on all of it. Throws StoreError. */
export async function openDatabase(place: string): Promise<Kysely<Database>> {
  if (isPostgresAddress(place)) return (await import('./postgres/postgres.ts')).openPostgresDatabase(place);
  return (await import('./sqlite.ts')).openSqliteDatabase(place);
}
