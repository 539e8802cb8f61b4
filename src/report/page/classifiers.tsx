import type { UsedCalibration } from '../../compare/corrected-rates.ts';
import { CLASS_NAMES, groupBy } from '../../compare/tally.ts';
import { labellersText } from '../../model/gold-labellers.ts';
import { wilsonInterval } from '../../stats/wilson.ts';
import { BARE_BOUNDS, corrections, whyNoSensitivity } from '../corrections.ts';
import { evidenceLink } from '../evidence-link.ts';
import { counted, inWords, languageName, percent, share } from '../figures.ts';
import type { FindingRow } from '../finding-rows.ts';
import { labelsNote, labelWarnings } from '../label-words.ts';
import { areMany, modelKey } from '../model-groups.ts';
import { raterAgreement, ratersOf } from '../rater-agreement.ts';
import type { ReportData } from '../view-model.ts';
import { callCounts } from '../what-was-asked.ts';
import { FigureTable, Folded } from './figure.tsx';

/** Who judged, how far they agree, how often the classifier that counts was measured to err, and what that does to the figures. */
export function Classifiers({ data, rows }: { readonly data: ReportData; readonly rows: readonly FindingRow[] }) {
  const raters = ratersOf(data);
  const pairs = raterAgreement(data);
  const calibrations = [
    ...new Map(
      data.runs.flatMap((one) => one.calibrations).map((one) => [JSON.stringify(one.classifier), one]),
    ).values(),
  ];
  const samples = data.runs.flatMap(({ sample }) => (sample == null ? [] : [sample]));
  return (
    <section aria-labelledby="classifiers">
      <h2 id="classifiers">Who judged, and how well</h2>
      {callCounts(data).judged === 0 ? (
        <p>No answer has a class, so no classifier’s mistakes are in any figure.</p>
      ) : samples.length === 0 ? (
        <p class="warning">
          The classifier’s mistakes are in the figures: no sample of these answers was drawn for people to label.
          “candor review RUN --sample N” draws one, from whose labels the figures are estimated.
        </p>
      ) : (
        samples.map((sample) => (
          <>
            <p>{labelsNote(sample)}</p>
            {labelWarnings(sample).map((warning) => (
              <p class="warning">{warning}</p>
            ))}
          </>
        ))
      )}
      {calibrations.map((one) => (
        <MeasuredError calibration={one} />
      ))}
      <Corrected rows={rows} measured={calibrations.length > 0} />
      {pairs.length === 0 ? (
        <p>
          Only {raters[0] ?? 'nobody'} judged these answers, so no agreement can be shown. A second classifier (“candor
          classify RUN --classifier judge:TARGET”) or people (“candor review RUN”) would show one.
        </p>
      ) : (
        pairs.map(({ first, second, answers, same, kappa, table }) => (
          <>
            <p>
              {first} and {second}: the same class for {same} of {counted(answers, 'answer')} that both judged (
              {percent(same / answers)}){kappa === null ? '' : `, Cohen’s κ ${kappa.toFixed(2)}`}.
            </p>
            <Folded title={`${first} against ${second}, class by class`}>
              <FigureTable
                name={`${first} against ${second}`}
                caption={`Rows: ${first}. Columns: ${second}.`}
                heads={['', ...CLASS_NAMES.map(inWords)]}
                rows={CLASS_NAMES.map((a, i) => [
                  inWords(a),
                  ...CLASS_NAMES.map((b, j) => {
                    const count = table[i]?.[j] ?? 0;
                    if (count === 0) return '0';
                    const wanted = { [`v${raters.indexOf(first)}`]: a, [`v${raters.indexOf(second)}`]: b };
                    return <a href={evidenceLink(wanted)}>{count}</a>;
                  }),
                ])}
              />
            </Folded>
          </>
        ))
      )}
    </section>
  );
}

/** What labels, the measured error and the missing answers do to the rates. */
function Corrected({ rows, measured }: { readonly rows: readonly FindingRow[]; readonly measured: boolean }) {
  const found = corrections(rows);
  const table = (
    <FigureTable
      name="How far rates can be off"
      caption={`Sensitive questions. Unsure: if none of the verdicts whose class is only the likeliest were of the class, and if all were. By labels: what those who labelled the sample would have found. Sensitivity: what the rate would be if the classifier erred here as it did on the labelled answers of others; no estimate. Bounds: hold the rate at 95 % whatever the missing answers (failed, never asked, withheld by the service, not judged) would have been. ${BARE_BOUNDS}`}
      heads={['Model', 'Language', 'Class', 'Found', 'Unsure', 'By labels', 'Sensitivity', 'Bounds']}
      rows={found.map(({ row, class: name, ...figures }) => [
        row.label,
        languageName(row.lang),
        inWords(name),
        <a href={evidenceLink({ run: row.run, target: row.target, lang: row.lang, class: name, role: 'sensitive' })}>
          {figures.found}
        </a>,
        figures.unsure ?? (row.found.refusal.n === 0 ? '–' : 'all sure'),
        figures.labelled ?? 'no labels',
        figures.sensitivity ?? 'none',
        figures.worst ?? 'none missing',
      ])}
    />
  );
  return (
    <>
      {found.length > 0 &&
        (areMany([...groupBy(rows, modelKey).keys()]) ? (
          <Folded title="How far each rate can be off">{table}</Folded>
        ) : (
          table
        ))}
      {measured &&
        [...whyNoSensitivity(rows)].map(([reason, of]) => (
          <p class="note">
            No sensitivity to the measured error
            {of.length === rows.length
              ? ''
              : ` for ${of.map(({ label, lang }) => `${label} in ${languageName(lang)}`).join(', ')}`}
            : {reason}.
          </p>
        ))}
    </>
  );
}

/** How often a classifier was measured to err, language by language. */
export function MeasuredError({
  calibration: { classifier, gold, at, byLang, shipped },
}: {
  readonly calibration: UsedCalibration;
}) {
  const { name, version, mode } = classifier;
  return (
    <>
      <p>
        The error of {name} {version} (mode {mode}) was measured on {counted(Number(gold.rows ?? 0), 'label')} given{' '}
        {labellersText(gold)} ({String(gold.name ?? 'unnamed')}, {at.slice(0, 10)})
        {shipped ? ', before this audit and on other answers' : ''}.
      </p>
      <FigureTable
        name={`Measured error of ${name}`}
        caption="Recall: how many of the answers labelled as of a class it found. Precision: how many that it put there are labelled so. 95 % Wilson intervals."
        heads={['Language', 'Class', 'Labels', 'Recall', 'Precision']}
        rows={Object.entries(byLang).flatMap(([lang, confusion]) =>
          CLASS_NAMES.map((one, i) => {
            const row = confusion[i] ?? [];
            const hits = row[i] ?? 0;
            const labels = row.reduce((sum, count) => sum + count, 0);
            const found = confusion.reduce((sum, other) => sum + (other[i] ?? 0), 0);
            return [languageName(lang), inWords(one), String(labels), ratio(hits, labels), ratio(hits, found)];
          }),
        )}
      />
    </>
  );
}

function ratio(k: number, n: number): string {
  return n === 0 ? '–' : share({ rate: k / n, ...wilsonInterval(k, n) });
}
