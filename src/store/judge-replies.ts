import type { Kysely } from 'kysely';
import type { JudgeReplyRecord } from '../model/calibration.ts';
import type { ClassifierIds } from './classifier-ids.ts';
import type { Database } from './schema.ts';
import { classifierOfRow } from './verdict-row.ts';

/** Keeps a judge's reply to a call that has none. */
export async function insertJudgeReply(
  db: Kysely<Database>,
  classifiers: ClassifierIds,
  call: string,
  { classifier, text, at }: JudgeReplyRecord,
): Promise<void> {
  const classifierId = await classifiers.idOf(classifier);
  await db
    .insertInto('judge_replies')
    .values({ call, classifier_id: classifierId, reply: text, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The reply that is kept for a call; null: none. */
export async function readJudgeReply(db: Kysely<Database>, call: string): Promise<JudgeReplyRecord | null> {
  const row = await db
    .selectFrom('judge_replies as j')
    .innerJoin('classifiers as c', 'c.id', 'j.classifier_id')
    .select(['j.reply', 'j.at', 'c.name', 'c.version', 'c.mode'])
    .where('j.call', '=', call)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { classifier: classifierOfRow(row), text: row.reply, at: row.at };
}
