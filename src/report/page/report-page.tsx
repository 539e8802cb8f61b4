import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import { findings, type ReportData } from '../view-model.ts';
import { Changes } from './changes.tsx';
import { EvidenceBrowser } from './evidence.tsx';
import { Findings } from './findings.tsx';
import { Method } from './method.tsx';
import { Topics } from './topics.tsx';

/** What a page is made of beside its data: style and script as text, and the packed answers. */
export interface PageParts {
  readonly style: string;
  readonly script: string;
  /** Answers as JSON, gzip in base64, a page each. */
  readonly pages: readonly string[];
}

/** The whole report as one HTML document that asks nothing of anybody. */
export function reportPage(data: ReportData, { style, script, pages }: PageParts): string {
  const policy = `default-src 'none'; style-src '${sha256(style)}'; script-src '${sha256(script)}'; base-uri 'none'; form-action 'none'`;
  const targets = [...new Set(data.runs.flatMap((one) => one.targets.map(({ id }) => id)))];
  const questions = new Set(data.evidence.map(({ probe }) => probe)).size;
  const first = data.runs[0]?.run;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>Candor report: {targets.join(', ')}</title>
        <style>{raw(style)}</style>
      </head>
      <body>
        <header>
          <h1>What models say when states would rather they did not</h1>
          <p class="lead">
            {data.evidence.length} answers of {targets.join(', ')} to {questions} questions,{' '}
            {first?.origin === 'import' ? 'imported' : 'asked'} {first?.startedAt.slice(0, 10)}.
          </p>
          {data.runs.some(({ targets: all }) => all.some(({ id }) => id === 'wired')) && (
            <p class="warning">
              This is the embedded audit: a very small model made for code, recorded, and a model wired by hand. It
              shows how Candor works and is no finding about any vendor.
            </p>
          )}
          <p class="note">
            Two questions are kept apart: did it answer, and whose framing did it give? Brackets hold 95 % intervals.
          </p>
        </header>
        <main>
          <Findings rows={findings(data)} />
          <Topics data={data} />
          <Changes data={data} />
          <EvidenceBrowser data={data} pages={pages} />
          <Method data={data} />
        </main>
        <footer>Made by Candor {data.version}. One file; it asks nothing of any server.</footer>
        <script>{raw(script)}</script>
      </body>
    </html>
  );
  return `<!doctype html>\n${page}\n`;
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
