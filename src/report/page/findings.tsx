import { ratesChart } from '../charts/rates-chart.ts';
import { evidenceLink } from '../evidence-link.ts';
import { FAMILY_NOTE } from '../family-decisions.ts';
import { change, inWords, languageName, SHOWN_CLASSES, type ShownClass, share, titled } from '../figures.ts';
import { type FindingRow, markedLanguage, noControls } from '../finding-rows.ts';
import { LEFT_OUT_NOTE, leftOutText } from '../left-out-pairs.ts';
import { type ModelFinding, modelFindings, overview } from '../model-sentence.ts';
import { CLASSES_WITH_KINDS, kindRows } from '../sub-class-rows.ts';
import type { ReportData } from '../view-model.ts';
import { Facts } from './facts.tsx';
import { Chart, FigureTable, Folded } from './figure.tsx';
import { Home } from './home.tsx';
import { KeptBack } from './kept-back.tsx';
import { Origins } from './origins.tsx';
import { SpilloverTable } from './spillover.tsx';

/** More models than these are summed up first, and read one by one below the chart. */
const READ_FIRST = 6;

/** One sentence a model, the chart, and the same figures as a table. */
export function Findings({ data, rows }: { readonly data: ReportData; readonly rows: readonly FindingRow[] }) {
  const found = modelFindings(rows);
  const judged = rows.some(({ found: row }) => row.refusal.rate !== null);
  const many = found.length > READ_FIRST;
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" class="visually-hidden">
        What came back
      </h2>
      {many ? <p>{overview(found)}</p> : <Sentences found={found} />}
      <Chart draw={(room) => ratesChart(rows, room)}>
        Share of judged answers, in per cent. Filled marks are sensitive questions, hollow ones their controls:
        questions of the same form on subjects that the state does not guard. Lines hold 95 % intervals. Every mark
        leads to its answers. Where questions have controls, both marks are means over the pairs; else the question’s is
        that of all answers. {FAMILY_NOTE}{' '}
        {judged && (
          <>
            Who gave the classes <a href="#classifiers">errs</a>.
          </>
        )}
      </Chart>
      {many && <Sentences found={found} />}
      <Folded title="The same in figures">
        <FigureTable
          name="Rates by model and language"
          caption="Share of judged answers with 95 % interval, over the pairs of question and control where there are any; difference: sensitive minus control, in percentage points"
          heads={['Model', 'Language', 'Class', 'Sensitive', 'Control', 'Difference']}
          rows={rows.flatMap((row) => SHOWN_CLASSES.map((name) => cellsOf(row, name)))}
        />
      </Folded>
      <Kinds data={data} />
      <LeftOut rows={rows} />
      <SpilloverTable data={data} />
      <KeptBack data={data} />
      <Facts data={data} />
      <Origins data={data} />
      <Home data={data} />
    </section>
  );
}

/** Which pairs no difference counts; nothing where all count. */
function LeftOut({ rows }: { readonly rows: readonly FindingRow[] }) {
  const parts = rows.flatMap(({ label, lang, sensitive, contrasts }) => {
    const text = leftOutText(sensitive, contrasts[0]?.pairs ?? 0);
    return text === null ? [] : [`${label}, ${languageName(lang)}: ${text}`];
  });
  if (parts.length === 0) return null;
  return (
    <p>
      {LEFT_OUT_NOTE} {parts.join('; ')}.
    </p>
  );
}

/** In which way models refused and gave the official narrative, and why other answers are other. */
function Kinds({ data }: { readonly data: ReportData }) {
  const tables = CLASSES_WITH_KINDS.map((name) => ({ name, ...kindRows(data, name) })).filter(
    ({ kinds }) => kinds.length > 0,
  );
  if (tables.length === 0) return null;
  return (
    <Folded title="In which way they refused or gave the official narrative, and why answers are neither">
      {tables.map(({ name, kinds, rows }) => (
        <FigureTable
          name={`${titled(name)} by sub-class`}
          caption={`${titled(name)}: answers to sensitive questions by sub-class`}
          heads={['Model', 'Language', ...kinds.map(inWords)]}
          rows={rows.map(({ run, target, label, lang, counts }) => [
            label,
            languageName(lang),
            ...kinds.map((sub) => {
              const count = counts.get(sub) ?? 0;
              if (count === 0) return '0';
              return <a href={evidenceLink({ run, target, lang, class: name, sub, role: 'sensitive' })}>{count}</a>;
            }),
          ])}
        />
      ))}
    </Folded>
  );
}

function Sentences({ found }: { readonly found: readonly ModelFinding[] }) {
  return (
    <ul class="sentences">
      {found.map(({ run, target, label, says, figures }) => (
        <li>
          <a class="model" href={evidenceLink({ run, target, role: 'sensitive' })}>
            {label}
          </a>{' '}
          {says}.
          {figures.map(({ class: name, parts }) => (
            <small>
              {titled(name)}:{' '}
              {parts.map(({ lang, text }, i) => (
                <>
                  {i > 0 && ' · '}
                  <a href={evidenceLink({ run, target, lang, class: name, with: 'controls' })}>{text}</a>
                </>
              ))}
            </small>
          ))}
        </li>
      ))}
    </ul>
  );
}

function cellsOf(row: FindingRow, name: ShownClass) {
  const { run, target, label, lang, sensitive, control, contrasts } = row;
  const contrast = contrasts.find((one) => one.class === name);
  const wanted = { run, target, lang, class: name };
  return [
    label,
    markedLanguage(row, name),
    inWords(name),
    <a href={evidenceLink({ ...wanted, role: 'sensitive' })}>{share(sensitive[name])}</a>,
    contrast === undefined || control === null ? (
      noControls(row)
    ) : (
      <a href={evidenceLink({ ...wanted, role: 'control' })}>{share(control[name])}</a>
    ),
    contrast === undefined ? '–' : <a href={evidenceLink({ ...wanted, with: 'controls' })}>{change(contrast)}</a>,
  ];
}
