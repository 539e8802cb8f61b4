import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import { visible } from '../../lib/visible.ts';
import { STRIP_SHAPES } from '../charts/strip.ts';
import { languageRows } from '../difference-rows.ts';
import type { PackedEvidence } from '../evidence-pack.ts';
import { findingRows, modelNames } from '../finding-rows.ts';
import { areMany, modelGroups } from '../model-groups.ts';
import type { ReportData } from '../view-model.ts';
import { apartText, askedText, headingText, modelsText, titleText } from '../what-was-asked.ts';
import { Answers } from './answers.tsx';
import { Classifiers } from './classifiers.tsx';
import { Languages, Release } from './comparisons.tsx';
import { Deliveries } from './deliveries.tsx';
import { Findings } from './findings.tsx';
import { Home } from './home.tsx';
import { Method } from './method.tsx';
import { Steadiness } from './steadiness.tsx';
import { Topics } from './topics.tsx';

/** What a page is made of beside its data. */
export interface PageParts {
  readonly style: string;
  readonly script: string;
  readonly packed: PackedEvidence;
}

const CONTENTS = [
  ['topics', 'By topic'],
  ['languages', 'Languages'],
  ['home', 'Home and away'],
  ['release', 'Releases'],
  ['deliveries', 'Calls'],
  ['steadiness', 'Steadiness'],
  ['classifiers', 'Classifier'],
  ['answers', 'Answers'],
  ['method', 'Method'],
] as const;

/**
 * The whole report as one HTML document that asks nothing of anybody. What others named stands in it with what cannot be seen or turns the
 * direction of writing shown as what it is; the packed answers are as they came, and the page's script shows them so.
 */
export function reportPage(data: ReportData, { style, script, packed }: PageParts): string {
  const policy = `default-src 'none'; style-src '${sha256(style)}'; script-src '${sha256(script)}'; base-uri 'none'; form-action 'none'`;
  const targets = [...new Set(data.runs.flatMap((one) => one.targets.map(({ id }) => id)))].map(modelNames(data));
  const models = modelsText(targets, 30);
  const absent = new Set([
    ...(languageRows(data).length > 0 ? [] : ['languages']),
    ...(data.release === null && data.releaseNote === null ? ['release'] : []),
    ...(data.runs.some(({ home = [] }) => home.length > 0) ? [] : ['home']),
    ...(data.runs.some(({ summary }) => summary.contrasts.some(({ topic }) => topic !== null)) ? [] : ['topics']),
  ]);
  const rows = findingRows(data);
  const groups = modelGroups(data, rows);
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>{titleText(data, models)}</title>
        <style>{raw(style)}</style>
      </head>
      <body class={areMany(targets) ? 'many' : ''}>
        {raw(STRIP_SHAPES)}
        <a class="skip" href="#answers">
          To the answers
        </a>
        <header>
          <p class="kicker">Candor report · {data.runs.map(({ run }) => run.name ?? run.id).join(' and ')}</p>
          <h1>{headingText(data, models)}</h1>
          <p class="lead">
            {askedText(data, targets)}
            {apartText(data)}
          </p>
          {data.note !== null && <p class="warning">{data.note}</p>}
        </header>
        <main>
          <Findings data={data} rows={rows} groups={groups} />
          <nav aria-label="Contents">
            {CONTENTS.filter(([id]) => !absent.has(id)).map(([id, title]) => (
              <a href={`#${id}`}>{title}</a>
            ))}
          </nav>
          <Topics data={data} groups={groups} />
          <Languages data={data} groups={groups} />
          <Home data={data} groups={groups} />
          <Release data={data} />
          <Deliveries data={data} groups={groups} />
          <Steadiness data={data} />
          <Classifiers data={data} rows={rows} />
          <Answers data={data} packed={packed} />
          <Method data={data} />
        </main>
        <footer>Made by Candor {data.version}. One file; it asks nothing of any server.</footer>
        <script>{raw(script)}</script>
      </body>
    </html>
  );
  return `<!doctype html>\n${visible(page.toString())}\n`;
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
