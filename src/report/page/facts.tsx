import { factLines } from '../fact-lines.ts';
import { FACT_WORDS, factsNote } from '../facts-note.ts';
import { languageName } from '../figures.ts';
import type { ReportData } from '../view-model.ts';
import { FigureTable, Folded } from './figure.tsx';

/** How many of the facts that a state denies or leaves out models told; nothing where no answer can be held against any. */
export function Facts({ data }: { readonly data: ReportData }) {
  const { lines, by } = factLines(data);
  if (lines.length === 0) return null;
  return (
    <Folded title="Which facts were told, contradicted and left out">
      <FigureTable
        name="Facts by model and language"
        caption={factsNote(by)}
        heads={['Model', 'Language', 'Answers', 'What', 'Sensitive', 'Control', 'Difference']}
        rows={lines.map(({ label, lang, among, measure, sensitive, control, difference }) => [
          label,
          languageName(lang),
          among,
          FACT_WORDS[measure],
          sensitive,
          control,
          difference,
        ])}
      />
    </Folded>
  );
}
