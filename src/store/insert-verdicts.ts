import type { Kysely, Transaction } from 'kysely';
import type { StoredVerdict } from '../model/stored-trial.ts';
import type { ClassifierIds } from './classifier-ids.ts';
import { inParts, type Parts } from './in-parts.ts';
import type { Database } from './schema.ts';
import { rowOfVerdict } from './verdict-row.ts';

/** A verdict with the row of its classifier. */
export interface IdentifiedVerdict {
  readonly classifierId: number;
  readonly verdict: StoredVerdict;
}

/** Finds or makes the rows of the classifiers of verdicts; to be done before the transaction that inserts these. */
export async function identifyVerdicts(
  classifiers: ClassifierIds,
  verdicts: readonly StoredVerdict[],
): Promise<IdentifiedVerdict[]> {
  const identified: IdentifiedVerdict[] = [];
  for (const verdict of verdicts) {
    identified.push({ classifierId: await classifiers.idOf(verdict.classifier), verdict });
  }
  return identified;
}

/** Appends verdicts to trials by their row ids. */
export async function insertVerdicts(
  trx: Transaction<Database>,
  verdicts: readonly (IdentifiedVerdict & { readonly trialId: number })[],
  parts: Parts = inParts,
): Promise<void> {
  const rows = verdicts.map(({ trialId, classifierId, verdict }) => rowOfVerdict(trialId, classifierId, verdict));
  for (const part of parts(rows)) await trx.insertInto('verdicts').values(part).execute();
}

/** The row of a verdict that may have been stored; undefined: it was not. */
export async function findVerdict(
  db: Kysely<Database>,
  verdict: (IdentifiedVerdict & { readonly trialId: number }) | undefined,
): Promise<{ readonly id: number } | undefined> {
  if (verdict === undefined) return undefined;
  const { trial_id, classifier_id, judged, turn, at, author } = rowOfVerdict(
    verdict.trialId,
    verdict.classifierId,
    verdict.verdict,
  );
  return db
    .selectFrom('verdicts')
    .select('id')
    .where((is) => is.and({ trial_id, classifier_id, judged, turn, at }))
    .where('author', author === null ? 'is' : '=', author as string)
    .limit(1)
    .executeTakeFirst();
}
