import { goldProfiles } from '../../src/audit/calibrate/gold-profile.ts';
import { calibrate } from '../../src/classify/calibrate.ts';
import { contentHash } from '../../src/lib/digest.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import type { CalibrationRecord } from '../../src/model/calibration.ts';
import type { ClassifierId } from '../../src/model/verdict.ts';
import { LEFT_OUT } from './left-out.ts';
import { type LeftOutVerdict, measuredRow } from './left-out-table.ts';

/** What of a measurement does not follow from the verdicts. */
export interface MeasuredFrom {
  readonly classifier: ClassifierId;
  /** ISO 8601. */
  readonly at: string;
  /** What the labels are called, and where they come from. */
  readonly name: string;
  readonly statement: string;
  /** Who gave the labels; machines by their kind. */
  readonly annotators: readonly string[];
  /** Further fields of `gold`. */
  readonly extra?: object;
}

/** The measured error that ships: counts by language, and on what answers they were measured, without a text of them. */
export function measuredRecord(
  judged: readonly LeftOutVerdict[],
  { classifier, at, name, annotators, statement, extra = {} }: MeasuredFrom,
): CalibrationRecord {
  const measured = judged.map(measuredRow);
  const { by } = calibrate(measured);
  const langs = [...new Set(measured.map(({ lang }) => lang))];
  const kappa = Object.fromEntries(Object.entries(by.lang).map(([lang, one]) => [lang, one.kappa]));
  const profile = goldProfiles(
    measured.map((one, i) => ({
      ...one,
      model: judged[i]?.row.model ?? null,
      response: judged[i]?.row.response ?? '',
    })),
  );
  const { name: named, version, mode } = classifier;
  return {
    classifier: { name: named, version, mode },
    at,
    gold: {
      name,
      annotators,
      rows: measured.length,
      hash: contentHash(measured.map(({ id, label }) => [id, label])),
      folds: LEFT_OUT.length,
      kappa,
      profile,
      statement,
      ...extra,
    } as JsonObject,
    byLang: Object.fromEntries(langs.map((lang) => [lang, by.lang[lang]?.confusion ?? []])),
  };
}
