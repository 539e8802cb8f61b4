import type { Contrast } from './contrast.ts';
import type { Summary, SummaryRow } from './summarize.ts';
import { CLASS_NAMES, type ClassName } from './tally.ts';

/** True where the labels of the sample carry the row's rate of a class. */
export function isByLabels({ labelled }: Pick<SummaryRow, 'labelled'>, name: ClassName): boolean {
  return labelled !== null && labelled[name].rate !== null;
}

/** True where the labels of the sample carry the difference. */
export function isContrastByLabels({ labelled }: Pick<Contrast, 'labelled'>): boolean {
  return labelled !== null && labelled.diff !== null;
}

/**
 * The summary with the estimates that stand: where the labelled sample carries a rate or a difference, it is in the place of what the
 * classifier found. `labelled` still says so, and counts stay those of the classifier.
 */
export function withLabels<S extends Pick<Summary, 'rows' | 'contrasts'>>(summary: S): S {
  return { ...summary, rows: summary.rows.map(rowWithLabels), contrasts: summary.contrasts.map(contrastWithLabels) };
}

function rowWithLabels(row: SummaryRow): SummaryRow {
  const { labelled } = row;
  if (labelled === null) return row;
  const rates = CLASS_NAMES.map((name) => {
    const { rate, lo, hi } = labelled[name];
    return [name, rate === null ? row[name] : { ...row[name], rate, lo, hi, why: null }];
  });
  return { ...row, ...(Object.fromEntries(rates) as Pick<SummaryRow, ClassName>) };
}

function contrastWithLabels(contrast: Contrast): Contrast {
  const { first, second, diff, lo, hi } = contrast.labelled ?? {};
  if (first == null || second == null || diff == null || lo == null || hi == null) return contrast;
  return { ...contrast, sensitive: first, control: second, diff, lo, hi };
}
