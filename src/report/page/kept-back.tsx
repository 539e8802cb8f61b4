import { pointsText } from '../../model/share-words.ts';
import { languageName } from '../figures.ts';
import { targetLabel } from '../finding-rows.ts';
import { KNOWLEDGE_NOTE, knowledgeWords } from '../knowledge-words.ts';
import type { ReportData } from '../view-model.ts';
import { FigureTable, Folded } from './figure.tsx';

/** How much of a model's refusals and omissions it could have answered; nothing where no check of what it knows was asked. */
export function KeptBack({ data }: { readonly data: ReportData }) {
  const rows = data.runs.flatMap(({ run, knowledge = [] }) =>
    knowledge.map((row) => ({ ...row, target: targetLabel(data, run.id, row.target) })),
  );
  if (rows.length === 0) return null;
  return (
    <Folded title="What they keep back, and what they do not know">
      <ul>
        {rows.flatMap(knowledgeWords).map((words) => (
          <li>{words}</li>
        ))}
      </ul>
      <FigureTable
        name="Kept back and not known"
        caption={KNOWLEDGE_NOTE}
        heads={['Model', 'Language', 'Kept back', 'Difference', 'Known', 'Incapacity', 'Not asked', 'Questions known']}
        rows={rows.map(({ target, lang, kept, diff, suppression, incapacity, unasked, probes }) => [
          target,
          languageName(lang),
          kept,
          ...[diff, suppression, incapacity, unasked].map(pointsText),
          `${probes.known} of ${probes.known + probes.unknown}`,
        ])}
      />
    </Folded>
  );
}
