import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UsedCalibration } from '../../compare/corrected-rates.ts';
import { PACKAGE_ROOT } from '../../lib/package-root.ts';
import type { CalibrationRecord } from '../../model/calibration.ts';
import type { ClassifierId } from '../../model/verdict.ts';
import type { Store } from '../../store/store.ts';

/** Where the measured error of the shipped classifiers stands. */
export const SHIPPED_ERROR_FILE = 'src/classify/measured-error.json';

/** The measured error of the classifiers that ship, from labels that do not. */
export function shippedCalibrations(): CalibrationRecord[] {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, SHIPPED_ERROR_FILE), 'utf8'));
}

/**
 * The measured error of the very classifier, version and mode that judged: the store's own, else the shipped one. null where none
 * was measured, or where several classifiers judged.
 */
export async function measuredError(
  store: Store,
  classifiers: readonly ClassifierId[],
): Promise<UsedCalibration | null> {
  const [classifier] = classifiers;
  if (classifier === undefined || classifiers.length > 1) return null;
  const own = await store.findCalibration(classifier);
  if (own !== null) return { ...own, shipped: false };
  const shipped = shippedCalibrations().findLast(
    ({ classifier: { name, version, mode } }) =>
      name === classifier.name && version === classifier.version && mode === classifier.mode,
  );
  return shipped === undefined ? null : { ...shipped, shipped: true };
}
