import type { UsedCalibration } from '../../compare/corrected-rates.ts';
import { PLAIN_NOTE } from '../../model/sub-words.ts';
import type { ClassifierId } from '../../model/verdict.ts';
import { FAMILY_NOTE } from '../../report/family-decisions.ts';
import { MeasuredError } from '../../report/page/classifiers.tsx';
import { FigureTable } from '../../report/page/figure.tsx';
import { HowMeasured, Limits } from '../../report/page/method.tsx';
import { FRONT, METHOD, relativeAddress, runAddress } from '../addresses.ts';
import { releaseNote } from '../release-words.ts';
import type { SiteData } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';
import { withdrawnText } from '../withdrawn-words.ts';

/** How everything was made: classes, classifiers with their measured error, questions, addresses. */
export function methodPage(site: SiteData): Page {
  const { runs, comparisons, settings, version, withdrawn } = site;
  const calibrations = each(
    runs.flatMap(({ reported }) => reported.calibrations),
    ({ classifier }) => JSON.stringify(classifier),
  );
  const classifiers = each(
    runs.flatMap(({ reported }) => reported.classifiers),
    (one) => JSON.stringify(one),
  );
  const measured = new Set(calibrations.map(({ classifier }) => JSON.stringify(classifier)));
  const unmeasured = classifiers.filter((one) => !measured.has(JSON.stringify(one)));
  const sets = each(
    runs.flatMap(({ reported: { run } }) => run.probeSets.map((set) => ({ ...set, run }))),
    ({ id, version: of, hash, run }) => JSON.stringify([id, of, hash, run.id]),
  );
  const to = (page: string): string => relativeAddress(METHOD, page);
  return {
    path: METHOD,
    title: 'Method',
    kicker: null,
    heading: 'Method',
    body: (
      <div class="method">
        <HowMeasured />
        <p>{PLAIN_NOTE}</p>
        <p>
          {FAMILY_NOTE} All runs of this site are one such family. {comparisons > 0 && releaseNote(comparisons)}
        </p>
        <h2>Who judged, and how well</h2>
        {calibrations.map((one: UsedCalibration) => (
          <MeasuredError calibration={one} />
        ))}
        {unmeasured.length > 0 && (
          <p class="warning">
            The error of {unmeasured.map(classifierText).join('; ')} was not measured: how often it is wrong is not
            known.
          </p>
        )}
        <p>
          Classes, sub-classes and flags are those of the codebook’s second version. Each answer’s page names who judged
          it, by which version, and marks the words that decided.
        </p>
        <h2>Questions</h2>
        {sets.length === 0 ? (
          <p>The questions came with the answers; no versioned probe set is noted.</p>
        ) : (
          <FigureTable
            name="Probe sets"
            caption="Probe sets and their versions, run by run"
            heads={['Run', 'Probe set', 'Version', 'Hash']}
            rows={sets.map(({ run, id, version: of, hash }) => [
              <a href={to(runAddress(run.id))}>{run.name ?? run.id}</a>,
              id,
              of,
              <code>{hash}</code>,
            ])}
          />
        )}
        <Limits />
        <h2>These pages</h2>
        <p>
          Every answer has an address for good, made of its run and its trial: <code>answers/RUN/TRIAL.html</code>. A
          trial’s id is the hash of what was asked of which model. Later runs add pages and move none. Answers are shown
          as text, never as markup or links; characters that cannot be seen stand as their code points.{' '}
          {settings.traces
            ? 'Reasoning traces are published with them.'
            : 'Reasoning traces are not published, neither here nor in the data.'}{' '}
          People who labelled answers are not named.
        </p>
        <p>
          An answer can be withdrawn: its page then says when and why, its text is left out here and in the data, and
          figures count it all the same. {withdrawnText(withdrawn.length) ?? 'None is withdrawn.'} Copies that others
          made before are not in our hands.
        </p>
        <p>
          Licence of answers and verdicts:{' '}
          {settings.license ?? 'not stated; the licences of the models and the terms of the services apply'}. Licence of
          the questions: {settings.probesLicense ?? 'not stated'}. Made by Candor {version}.{' '}
          <a href={to(FRONT)}>To the first page</a>
        </p>
      </div>
    ),
  };
}

function each<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()];
}

function classifierText({ name, version, mode }: ClassifierId): string {
  return `${name} ${version} (mode ${mode})`;
}
