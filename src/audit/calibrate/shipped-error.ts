import { type Calibration, scoresOf } from '../../classify/calibrate.ts';
import { createRulesClassifier } from '../../classify/rules.ts';
import type { JsonObject } from '../../lib/json.ts';
import { CLASSES, type ClassifierId } from '../../model/verdict.ts';
import { shippedCalibrations } from './measured-error.ts';

/** The measured error of a classifier that ships, in the shape of a calibration; only counts by language are known. */
export interface ShippedError extends Pick<Calibration, 'classes'> {
  readonly classifier: ClassifierId;
  readonly at: string;
  /** What the labels were, with a statement of where they come from. */
  readonly gold: JsonObject;
  /** False where the classifier has changed since, so that nothing is corrected by it. */
  readonly current: boolean;
  readonly by: { readonly lang: Readonly<Record<string, Calibration['overall']>> };
}

type Kappa = Calibration['overall']['kappa'];

/** What was measured of the classifiers that ship. */
export function shippedErrors(): ShippedError[] {
  return shippedCalibrations().map(({ classifier, at, gold, byLang }) => {
    const kappas = (gold.kappa ?? {}) as unknown as Record<string, Kappa>;
    const langs = Object.entries(byLang).map(([lang, confusion]) => {
      const n = confusion.flat().reduce((sum, count) => sum + count, 0);
      const kappa = kappas[lang] ?? { value: null, lo: null, hi: null };
      return [lang, { n, unjudged: 0, kappa, confusion, ...scoresOf(confusion) }] as const;
    });
    const { version, mode } = classifier;
    const current = classifier.name === 'rules' && createRulesClassifier(mode).version === version;
    return { classifier, at, gold, current, classes: CLASSES, by: { lang: Object.fromEntries(langs) } };
  });
}
