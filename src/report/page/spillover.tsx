import { languageName, share } from '../figures.ts';
import { linesText, reportedSpillover, SPILLOVER_NOTE } from '../spillover-rows.ts';
import type { ReportData } from '../view-model.ts';
import { FigureTable, Folded } from './figure.tsx';

/** How often models put forward the line of another state than the one asked about; nothing where none did. */
export function SpilloverTable({ data }: { readonly data: ReportData }) {
  const rows = reportedSpillover(data);
  if (rows.length === 0) return null;
  return (
    <Folded title="Lines of other states than the one asked about">
      <FigureTable
        name="Lines of other states"
        caption={`Share of judged answers with 95 % interval. ${SPILLOVER_NOTE}`}
        heads={['Model', 'Language', 'Questions', 'Answers', 'Share', 'Whose line']}
        rows={rows.map(({ label, lang, role, spillover, spillover_rate, spillover_of }) => [
          label,
          languageName(lang),
          role,
          String(spillover),
          share(spillover_rate),
          linesText(spillover_of),
        ])}
      />
    </Folded>
  );
}
