import type { Kysely } from 'kysely';
import { canonicalJson } from '../lib/digest.ts';
import { type CalibrationRecord, confusionByLangSchema } from '../model/calibration.ts';
import { jsonObjectSchema } from '../model/json-object.ts';
import type { ClassifierId } from '../model/verdict.ts';
import type { ClassifierIds } from './classifier-ids.ts';
import { parseColumn } from './parse-column.ts';
import type { Database } from './schema.ts';

/** Adds a measurement of a classifier; earlier ones stay. */
export async function insertCalibration(
  db: Kysely<Database>,
  classifiers: ClassifierIds,
  { classifier, at, gold, byLang }: CalibrationRecord,
): Promise<void> {
  const classifierId = await classifiers.idOf(classifier);
  await db
    .insertInto('calibrations')
    .values({ classifier_id: classifierId, at, gold: canonicalJson(gold), by_lang: canonicalJson(byLang) })
    .execute();
}

/** The newest measurement of the very same classifier, version and mode; null: none. */
export async function readCalibration(
  db: Kysely<Database>,
  classifier: ClassifierId,
): Promise<CalibrationRecord | null> {
  const row = await db
    .selectFrom('calibrations')
    .innerJoin('classifiers', 'classifiers.id', 'calibrations.classifier_id')
    .select(['calibrations.id', 'at', 'gold', 'by_lang'])
    .where('name', '=', classifier.name)
    .where('version', '=', classifier.version)
    .where('mode', '=', classifier.mode)
    .orderBy('calibrations.id', 'desc')
    .executeTakeFirst();
  if (row === undefined) return null;
  const place = (field: string) => ({ table: 'calibrations', row: row.id, field });
  return {
    classifier,
    at: row.at,
    gold: parseColumn(jsonObjectSchema, row.gold, place('gold')),
    byLang: parseColumn(confusionByLangSchema, row.by_lang, place('by_lang')),
  };
}
