import { FACT_MEASURES, type FactContrast, type FactMeasure, type FactRow } from '../compare/facts.ts';
import { change, share } from './figures.ts';
import { targetLabel } from './finding-rows.ts';
import type { ReportData } from './view-model.ts';

/** A line of the report's table of facts: one measure of one model in one language. */
export interface FactLine {
  readonly label: string;
  readonly lang: string;
  readonly measure: FactMeasure;
  readonly among: FactRow['among'];
  /** `0.4 of 3.0: 13 % [5–24]`. */
  readonly sensitive: string;
  readonly control: string;
  readonly difference: string;
}

/** Lines of all models and languages of a report, and by what the facts were read; none where no answer can be held against facts. */
export function factLines({ runs }: Pick<ReportData, 'runs'>): {
  readonly lines: readonly FactLine[];
  readonly by: string;
} {
  const lines = runs.flatMap(({ run, facts }) =>
    (facts?.rows ?? []).flatMap((row) => {
      const { target, lang, among, role } = row;
      if (role !== 'sensitive' || lang === null) return [];
      const isHere = (one: FactRow | FactContrast) => one.target === target && one.lang === lang && one.among === among;
      const control = facts?.rows.find((one) => one.role === 'control' && isHere(one));
      return FACT_MEASURES.map((measure): FactLine => {
        const found = facts?.contrasts.find((one) => one.measure === measure && isHere(one));
        return {
          label: targetLabel({ runs }, run.id, target),
          ...{ lang, measure, among },
          sensitive: figureText(row, measure),
          control: control === undefined ? 'no facts' : figureText(control, measure),
          difference: found === undefined ? '–' : change(found),
        };
      });
    }),
  );
  return { lines, by: runs.find(({ facts }) => facts !== undefined)?.facts?.by ?? 'marks' };
}

function figureText(row: FactRow, measure: FactMeasure): string {
  const { mean, share: rate, lo, hi } = row[measure];
  return `${mean.toFixed(1)} of ${row.listed.toFixed(1)}: ${share({ rate, lo, hi })}`;
}
