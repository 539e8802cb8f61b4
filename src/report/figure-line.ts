import type { Contrast } from '../compare/contrast.ts';
import type { Rate, SummaryRow } from '../compare/summarize.ts';
import type { ClassName } from '../compare/tally.ts';

/** True where the labels of the sample carry the row's rate of a class. */
export function isByLabels({ labelled }: Pick<SummaryRow, 'labelled'>, name: ClassName): boolean {
  return labelled !== null && labelled[name].rate !== null;
}

/** True where the labels of the sample carry the difference. */
export function isContrastByLabels({ labelled }: Pick<Contrast, 'labelled'>): boolean {
  return labelled !== null && labelled.diff !== null;
}

/** A line of a table: a class of sensitive questions, its controls, and their difference. */
export interface FigureLine {
  readonly sensitive: Rate;
  readonly control: Rate | null;
  readonly contrast: Contrast | null;
  /** True where all of it is by the labelled sample; else all of it is what the classifier found. */
  readonly byLabels: boolean;
}

/**
 * The estimates that stand in a line: by the labelled sample where that carries all of it, else what the classifier found; over the pairs
 * of question and control where there are any, as the difference is. So the figures of a line never speak of two things.
 */
export function figureLine(
  row: SummaryRow,
  control: SummaryRow | null,
  contrast: Contrast | null,
  name: ClassName,
): FigureLine {
  const carried =
    isByLabels(row, name) &&
    (control === null || isByLabels(control, name)) &&
    (contrast === null || isContrastByLabels(contrast));
  if (contrast === null) {
    return {
      sensitive: carried ? rateByLabels(row, name) : row[name],
      control: control === null ? null : carried ? rateByLabels(control, name) : control[name],
      contrast,
      byLabels: carried,
    };
  }
  const standing = carried ? contrastByLabels(contrast) : contrast;
  return { ...standing.matched, contrast: standing, byLabels: carried };
}

function rateByLabels(row: SummaryRow, name: ClassName): Rate {
  const { rate, lo, hi } = row.labelled?.[name] ?? row[name];
  return { ...row[name], rate, lo, hi, why: null };
}

function contrastByLabels(contrast: Contrast): Contrast {
  const { first, second, sides, diff, lo, hi, p } = contrast.labelled ?? {};
  if (first == null || second == null || sides == null) return contrast;
  if (diff == null || lo == null || hi == null || p == null) return contrast;
  const matched = {
    sensitive: { ...contrast.matched.sensitive, rate: first, ...sides[0], why: null },
    control: { ...contrast.matched.control, rate: second, ...sides[1], why: null },
  };
  return {
    ...contrast,
    sensitive: first,
    control: second,
    matched,
    diff,
    lo,
    hi,
    p,
    p_adjusted: null,
    family: null,
    why: null,
  };
}
