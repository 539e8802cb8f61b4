import type { HomeSide } from '../../compare/home.ts';
import { change, inWords, languageName } from '../figures.ts';
import { targetLabel } from '../finding-rows.ts';
import { HOME_NOTE } from '../home-note.ts';
import type { ReportData } from '../view-model.ts';
import { FigureTable, Folded } from './figure.tsx';

/** How much more a model refused or recited on subjects of its own state than on those of others; nothing where no jurisdiction is known. */
export function Home({ data }: { readonly data: ReportData }) {
  const rows = data.runs.flatMap(({ run, home = [] }) =>
    home.map((row) => ({ ...row, label: targetLabel(data, run.id, row.target) })),
  );
  if (rows.length === 0) return null;
  return (
    <Folded title="Subjects of the model’s own state, and of other states">
      <FigureTable
        name="Own state and other states"
        caption={`Sensitive minus control in percentage points (pairs), with 95 % intervals, each by itself. ${HOME_NOTE}`}
        heads={['Model', 'Own state', 'Language', 'Class', 'On own', 'On others', 'Own minus others', 'Same subjects']}
        rows={rows.map(({ label, jurisdiction, lang, class: name, home, away, observed, standardized }) => [
          label,
          jurisdiction,
          languageName(lang),
          inWords(name),
          sideText(home),
          sideText(away),
          observed === null ? '–' : change(observed),
          standardized === null
            ? '–'
            : `${change(standardized)} (${standardized.probes} questions, ${standardized.others} models made elsewhere)`,
        ])}
      />
    </Folded>
  );
}

function sideText(side: HomeSide | null): string {
  return side === null ? '–' : `${change(side)} (${side.pairs})`;
}
