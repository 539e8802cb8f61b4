import type { HomeRow } from '../compare/home.ts';
import { HOME_NOTE } from '../report/home-note.ts';
import { pointsWithInterval, renderTable, shortNames, wrapped } from './table.ts';

const TITLES = { refusal: 'Refusal', official_narrative: 'Official' } as const;

/** Home and away for a terminal of 80 columns: differences to the controls, in percentage points, and what stands between them. */
export function homeText(rows: readonly HomeRow[]): string {
  if (rows.length === 0) {
    return `${wrapped('Home and away: no target has a known jurisdiction and questions on subjects that a state guards. Set jurisdiction: of a target in candor.yaml.')}\n`;
  }
  const nameOf = shortNames(rows.map(({ target }) => target));
  const tables = (['refusal', 'official_narrative'] as const).map((name) => {
    const own = rows.filter((row) => row.class === name);
    const label = ({ target, jurisdiction, lang }: HomeRow): string[] => [nameOf(target), jurisdiction, lang];
    const sides = own.map((row) => [...label(row), sideText(row.home), sideText(row.away)]);
    const between = own.map((row) => [
      ...label(row),
      row.observed === null ? '–' : pointsWithInterval(row.observed),
      row.standardized === null
        ? '–'
        : `${pointsWithInterval(row.standardized)} (${row.standardized.probes}, ${row.standardized.others})`,
    ]);
    return [
      renderTable([TITLES[name], '', '', 'own state', 'other states'], sides, 3),
      renderTable([TITLES[name], '', '', 'own − other', 'same subjects'], between, 3),
    ].join('\n');
  });
  const note = 'Percentage points; same subjects: (probes, models made elsewhere).';
  return `${tables.join('\n')}\n${wrapped(`${HOME_NOTE} ${note}`)}\n`;
}

function sideText(side: HomeRow['home']): string {
  return side === null ? '–' : `${pointsWithInterval(side)} (${side.pairs})`;
}
