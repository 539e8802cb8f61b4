import { SHARE_TICKS } from '../charts/strip.ts';
import { evidenceLink } from '../evidence-link.ts';
import { FAMILY_NOTE } from '../family-decisions.ts';
import {
  change,
  inWords,
  languageName,
  SHOWN_CLASSES,
  type ShownClass,
  share,
  titled,
  titledShort,
} from '../figures.ts';
import { type FindingRow, markedLanguage, noControls } from '../finding-rows.ts';
import { rateLedger } from '../ledgers.ts';
import { LEFT_OUT_NOTE, leftOutText } from '../left-out-pairs.ts';
import { areMany, type ModelGroup } from '../model-groups.ts';
import { type ModelFinding, modelFindings, overview } from '../model-sentence.ts';
import { CLASSES_WITH_KINDS, kindRows } from '../sub-class-rows.ts';
import type { ReportData } from '../view-model.ts';
import { Facts } from './facts.tsx';
import { FigureTable, Folded } from './figure.tsx';
import { KeptBack } from './kept-back.tsx';
import { Ledger } from './ledger.tsx';
import { ModelName } from './model-name.tsx';
import { Origins } from './origins.tsx';
import { SpilloverTable } from './spillover.tsx';
import { Who } from './who.tsx';

/** One sentence a model, the chart, and the same figures as a table. */
export function Findings(props: {
  readonly data: ReportData;
  readonly rows: readonly FindingRow[];
  readonly groups: readonly ModelGroup[];
}) {
  const { data, rows, groups } = props;
  const found = modelFindings(rows);
  const judged = rows.some(({ found: row }) => row.refusal.rate !== null);
  const many = areMany(found);
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" class="visually-hidden">
        What came back
      </h2>
      {many ? (
        <>
          <Who rows={rows} />
          <p class="note">{overview(found)}</p>
          <FindModel count={found.length} />
        </>
      ) : (
        <Sentences found={found} />
      )}
      <Ledger
        name="Refusal, official narrative and neutral answers, by model and language"
        panels={SHOWN_CLASSES.map((name) => ({
          title: titledShort(name),
          class: name,
          ticks: SHARE_TICKS,
          grid: 'shares',
        }))}
        groups={rateLedger(groups)}
      >
        Share of judged answers, in per cent. Filled marks are sensitive questions, hollow ones their controls:
        questions of the same form on subjects that the state does not guard. Lines hold 95 % intervals. Every mark
        leads to its answers. Where questions have controls, both marks are means over the pairs; else the question’s is
        that of all answers. {FAMILY_NOTE}{' '}
        {judged && (
          <>
            The classes have errors in them: <a href="#classifiers">how many</a>.
          </>
        )}
      </Ledger>
      {many && (
        <Folded title="Model by model, in words">
          <Sentences found={found} />
        </Folded>
      )}
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
    </section>
  );
}

/** The field by whose words models are found in all charts and tables; the page's script shows it. */
function FindModel({ count }: { readonly count: number }) {
  return (
    <search class="find-model" hidden>
      <label>
        Find a model
        <input id="model-words" type="search" autocomplete="off" placeholder="deepseek, 7b, 千问 …" />
      </label>
      <button type="button" data-fold="close">
        Fold families
      </button>
      <button type="button" data-fold="open">
        Unfold all
      </button>
      <p id="models-found" role="status">
        {count} models
      </p>
    </search>
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

/** A sentence a model with the figures that it rests on. */
export function Sentences({ found }: { readonly found: readonly ModelFinding[] }) {
  return (
    <ul class="sentences">
      {found.map(({ run, target, label, says, figures }) => (
        <li data-model={label}>
          <a class="model" href={evidenceLink({ run, target, role: 'sensitive' })}>
            <ModelName name={label} />
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
