import { stabilityChart } from '../charts/stability-chart.ts';
import { evidenceLink } from '../evidence-link.ts';
import { inWords, languageName, percent } from '../figures.ts';
import { leastSteady, stability } from '../stability.ts';
import type { ReportData } from '../view-model.ts';
import { Chart, FigureTable, Folded } from './figure.tsx';

/** Whether a question asked again got an answer of the same class. */
export function Steadiness({ data }: { readonly data: ReportData }) {
  const rows = stability(data);
  const least = leastSteady(rows);
  const langs = [...new Set(rows.map(({ lang }) => lang))].sort();
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  return (
    <section aria-labelledby="steadiness">
      <h2 id="steadiness">The same question again</h2>
      {rows.length === 0 ? (
        <p>
          {data.askedAgain ? 'No question has two judged answers of one model' : 'No question was asked more than once'}
          : how steady the answers are cannot be told.
        </p>
      ) : (
        <FigureTable
          name="Steadiness by model and language"
          caption="Sensitive questions that got answers of more than one class when they were asked again"
          heads={['Model', ...langs.map(languageName)]}
          rows={labels.map((label) => [
            label,
            ...langs.map((lang) => {
              const row = rows.find((one) => one.label === label && one.lang === lang);
              if (row === undefined) return '–';
              const { run, target } = row;
              return (
                <a href={evidenceLink({ run, target, lang, role: 'sensitive', steady: 'no' })}>
                  {percent(row.unstable.length / row.questions)} ({row.unstable.length} of {row.questions})
                </a>
              );
            }),
          ])}
        />
      )}
      {least.length > 0 && (
        <>
          <Chart draw={(room) => stabilityChart(least, room)}>
            The least steady questions, a mark for each sample: circle refusal, square official narrative, diamond
            neutral, ring other, dash not judged.
          </Chart>
          <Folded title="All questions with answers of several classes">
            <FigureTable
              name="Questions with answers of several classes"
              caption="Classes in the order of the samples"
              heads={['Question', 'Model', 'Language', 'Classes']}
              rows={rows.flatMap(({ unstable }) =>
                unstable.map(({ run, target, label, lang, probe, classes }) => [
                  <a href={evidenceLink({ run, probe, target, lang })}>{probe}</a>,
                  label,
                  languageName(lang),
                  classes.map((name) => (name === null ? 'not judged' : inWords(name))).join(', '),
                ]),
              )}
            />
          </Folded>
        </>
      )}
    </section>
  );
}
