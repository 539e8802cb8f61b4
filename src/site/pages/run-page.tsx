import { findingRows, targetLabel } from '../../report/finding-rows.ts';
import { modelGroups } from '../../report/model-groups.ts';
import { Classifiers } from '../../report/page/classifiers.tsx';
import { Languages } from '../../report/page/comparisons.tsx';
import { Deliveries } from '../../report/page/deliveries.tsx';
import { Findings } from '../../report/page/findings.tsx';
import { Home } from '../../report/page/home.tsx';
import { LeftOutOf, RunMethod } from '../../report/page/method.tsx';
import { Steadiness } from '../../report/page/steadiness.tsx';
import { Topics } from '../../report/page/topics.tsx';
import { apartText, askedText, headingText, modelsText } from '../../report/what-was-asked.ts';
import { dataAddress, METHOD, relativeAddress, runAddress } from '../addresses.ts';
import type { SiteData, SiteRun } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';
import { withdrawnText } from '../withdrawn-words.ts';

/** A run: the report's sections, whose figures lead to the answers of the site. */
export function runPage(run: SiteRun, site: SiteData): Page {
  const { data, reported } = run;
  const { id, name } = reported.run;
  const path = runAddress(id);
  const rows = findingRows(data);
  const groups = modelGroups(data, rows);
  const targets = reported.targets.map((target) => targetLabel(data, id, target.id));
  const models = modelsText(targets, 30);
  const withdrawn = withdrawnText(site.withdrawn.filter((one) => one.run === id).length);
  const to = (page: string): string => relativeAddress(path, page);
  return {
    path,
    title: `Run ${name ?? id}`,
    kicker: `Run ${name ?? id}`,
    heading: headingText(data, models),
    charts: true,
    body: (
      <>
        <p class="lead">
          {askedText(data, targets)}
          {apartText(data)}
        </p>
        {withdrawn !== null && <p class="warning">{withdrawn}</p>}
        <Findings data={data} rows={rows} groups={groups} />
        <Topics data={data} groups={groups} />
        <Languages data={data} groups={groups} />
        <Home data={data} groups={groups} />
        <Deliveries data={data} groups={groups} />
        <Steadiness data={data} />
        <Classifiers data={data} rows={rows} />
        <section aria-labelledby="method" class="method">
          <h2 id="method">How this run was made</h2>
          <p>
            How answers are classified and figures made stands on the <a href={to(METHOD)}>page on method</a>; the rows
            of this run to download: <a href={to(dataAddress(id, 'data.jsonl'))}>JSON lines</a>,{' '}
            <a href={to(dataAddress(id, 'data.csv'))}>CSV</a>, <a href={to(dataAddress(id, 'README.md'))}>data card</a>.
          </p>
          <RunMethod reported={reported} data={data} />
          <LeftOutOf data={data} />
        </section>
      </>
    ),
  };
}
