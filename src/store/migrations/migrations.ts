import type { Migration, MigrationProvider } from 'kysely';
import { asked } from './asked-and-served.ts';
import { byQuestion } from './by-question.ts';
import { first } from './first.ts';
import { judgeReplies } from './judge-replies.ts';
import { judgedFacts } from './judged-facts.ts';

/** Every layout the database has had, oldest first; names sort in the order they are applied. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first': first,
  '002-judge-replies': judgeReplies,
  '003-asked-and-served': asked,
  '004-judged-facts': judgedFacts,
  '005-by-question': byQuestion,
};

/** The layouts as Kysely's migrator takes them. */
export const migrations: MigrationProvider = { getMigrations: async () => ({ ...MIGRATIONS }) };
