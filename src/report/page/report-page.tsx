import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { PackedEvidence } from '../evidence-pack.ts';
import { counted, dayOf, languageName, listed } from '../figures.ts';
import { findingRows } from '../finding-rows.ts';
import type { ReportData } from '../view-model.ts';
import { Answers } from './answers.tsx';
import { Classifiers } from './classifiers.tsx';
import { Languages, Release } from './comparisons.tsx';
import { Deliveries } from './deliveries.tsx';
import { Findings } from './findings.tsx';
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
  ['release', 'Releases'],
  ['deliveries', 'Calls'],
  ['steadiness', 'Steadiness'],
  ['classifiers', 'Classifier'],
  ['answers', 'Answers'],
  ['method', 'Method'],
] as const;

/** The whole report as one HTML document that asks nothing of anybody. */
export function reportPage(data: ReportData, { style, script, packed }: PageParts): string {
  const policy = `default-src 'none'; style-src '${sha256(style)}'; script-src '${sha256(script)}'; base-uri 'none'; form-action 'none'`;
  const targets = [...new Set(data.runs.flatMap((one) => one.targets.map(({ id }) => id)))];
  const models = listed(targets).length <= 30 ? listed(targets) : `${targets.length} models`;
  const absent = new Set([
    ...(data.runs.some(({ languages }) => languages.length > 0) ? [] : ['languages']),
    ...(data.release === null && data.releaseNote === null ? ['release'] : []),
    ...(data.runs.some(({ summary }) => summary.contrasts.some(({ topic }) => topic !== null)) ? [] : ['topics']),
  ]);
  const rows = findingRows(data);
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>{`Candor report: ${models}`}</title>
        <style>{raw(style)}</style>
      </head>
      <body>
        <a class="skip" href="#answers">
          To the answers
        </a>
        <header>
          <p class="kicker">Candor report · {data.runs.map(({ run }) => run.name ?? run.id).join(' and ')}</p>
          <h1>What {models} refused to say, and whose framing came back</h1>
          <p class="lead">{asked(data, targets)}</p>
          {data.note !== null && <p class="warning">{data.note}</p>}
        </header>
        <main>
          <Findings data={data} rows={rows} />
          <nav aria-label="Contents">
            {CONTENTS.filter(([id]) => !absent.has(id)).map(([id, title]) => (
              <a href={`#${id}`}>{title}</a>
            ))}
          </nav>
          <Topics data={data} />
          <Languages data={data} />
          <Release data={data} />
          <Deliveries data={data} />
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
  return `<!doctype html>\n${page}\n`;
}

/** What was asked of whom and when, in a sentence. */
function asked(data: ReportData, targets: readonly string[]): string {
  const ofRole = (role: string): number => [...data.probes.values()].filter((probe) => probe.role === role).length;
  const langs = [...new Set(data.evidence.map(({ lang }) => languageName(lang)))];
  const days = [
    ...new Set(data.evidence.flatMap(({ askedAt }) => (askedAt === null ? [] : [askedAt.slice(0, 10)]))),
  ].sort();
  const [first, last] = [days[0] ?? data.runs[0]?.run.startedAt ?? '', days.at(-1)];
  const when =
    last === undefined
      ? `taken in ${dayOf(first)}`
      : first === last
        ? dayOf(first)
        : `${dayOf(first)} to ${dayOf(last)}`;
  return `${counted(ofRole('sensitive'), 'sensitive question')} and ${counted(ofRole('control'), 'control')} in ${listed(langs)}, put to ${targets.length <= 4 ? listed(targets) : `${targets.length} models`}: ${counted(data.evidence.length, 'answer')}, ${when}. Two things are kept apart: did it answer, and whose framing did it give?`;
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
