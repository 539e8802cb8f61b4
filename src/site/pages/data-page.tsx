import { counted } from '../../report/figures.ts';
import { FigureTable } from '../../report/page/figure.tsx';
import { canaryDataAddress, DATA, dataAddress, relativeAddress, runAddress } from '../addresses.ts';
import { releaseName } from '../release-words.ts';
import type { SiteData } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';
import { withdrawnText } from '../withdrawn-words.ts';

/** The files that a run's data are published as, in the order of the page. */
export const DATA_FILES = [
  ['data.jsonl', 'JSON lines'],
  ['data.csv', 'CSV'],
  ['data.jsonl.meta.json', 'meta data'],
  ['README.md', 'data card'],
] as const;

/** What can be downloaded, run by run. */
export function dataPage({ runs, settings, withdrawn, canaries }: SiteData): Page {
  const to = (page: string): string => relativeAddress(DATA, page);
  return {
    path: DATA,
    title: 'Data',
    kicker: null,
    heading: 'Data to download',
    body: (
      <>
        <p>
          A row a trial: the question, the answer, what became of the call and every verdict. JSON lines are taken in
          again with <code>candor import data.jsonl --format candor</code>; in CSV, what a spreadsheet would run as a
          formula has an apostrophe before it. Licence of answers and verdicts:{' '}
          {settings.license ?? 'not stated; the licences of the models and the terms of the services apply'}.{' '}
          {settings.traces
            ? ''
            : 'Reasoning traces are left out, and so are texts that may hold one (delivery flag text_held). '}
          {withdrawnText(withdrawn.length) ?? ''}
        </p>
        <FigureTable
          name="Data by run"
          caption="Rows, meta data and data card of each run"
          heads={['Run', ...DATA_FILES.map(([, title]) => title)]}
          rows={[...runs].reverse().map((run) => {
            const { id } = run.reported.run;
            return [
              <a href={to(runAddress(id))}>{releaseName(run)}</a>,
              ...DATA_FILES.map(([file]) => <a href={to(dataAddress(id, file))}>{file}</a>),
            ];
          })}
        />
        {canaries.length > 0 && (
          <FigureTable
            name="Days of watched targets"
            caption="The days of targets that are asked the same questions every day"
            heads={['Target', 'Days']}
            rows={canaries.map(({ target, name, days }) => [
              name,
              <a href={to(canaryDataAddress(target))}>{counted(days.length, 'day')} as JSON</a>,
            ])}
          />
        )}
      </>
    ),
  };
}
