import { type Interval, LEVEL, zOf } from './interval.ts';

/** How often a classifier finds a class where people do (`sensitivity`), and leaves it where they do not (`specificity`), each with the labels it was measured on. */
export interface TwoClassError {
  readonly sensitivity: number;
  readonly positives: number;
  readonly specificity: number;
  readonly negatives: number;
}

/** Below this sensitivity + specificity − 1 a classifier knows too little for its rates to be corrected. */
export const YOUDEN_FLOOR = 0.5;

/**
 * The rate that people would find, from a classifier's rate in `n` independent answers and its measured error (Rogan and Gladen
 * 1978), with the interval of Lang and Reiczigel (2014, Preventive Veterinary Medicine 113:13), which has the uncertainty of both
 * in it. null where the classifier is too weak to correct for: Youden's index under 0.5.
 */
export function roganGladen(
  rate: number,
  n: number,
  { sensitivity, positives, specificity, negatives }: TwoClassError,
  level = LEVEL,
): (Interval & { readonly rate: number }) | null {
  if (sensitivity + specificity - 1 < YOUDEN_FLOOR || n <= 0) return null;
  const z = zOf(level);
  const se = (positives * sensitivity + 1) / (positives + 2);
  const sp = (negatives * specificity + 1) / (negatives + 2);
  const apparent = (n * rate + z ** 2 / 2) / (n + z ** 2);
  const youden = se + sp - 1;
  const middle = (apparent + sp - 1) / youden;
  const ofSe = (se * (1 - se)) / (positives + 2);
  const ofSp = (sp * (1 - sp)) / (negatives + 2);
  const shift = 2 * z ** 2 * (middle * ofSe - (1 - middle) * ofSp);
  const variance = (apparent * (1 - apparent)) / (n + z ** 2) + middle ** 2 * ofSe + (1 - middle) ** 2 * ofSp;
  const half = (z * Math.sqrt(variance)) / youden;
  const inside = (value: number): number => Math.min(1, Math.max(0, value));
  return {
    rate: inside((rate + specificity - 1) / (sensitivity + specificity - 1)),
    lo: inside(middle + shift - half),
    hi: inside(middle + shift + half),
  };
}
