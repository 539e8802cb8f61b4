import type { Child } from 'hono/jsx';
import type { Progress } from './review.ts';

/** Who looks at which run, for the head of every page. `by` null: nobody said yet. */
export interface PageContext {
  readonly run: { readonly id: string; readonly name: string | null };
  readonly by: string | null;
  readonly progress: Progress | null;
}

/** The frame of every page. */
export function Layout({ title, page, children }: { title: string; page: PageContext; children?: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title} · Candor review</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/page.css" />
        <link rel="stylesheet" href="/assets/panel.css" />
        <link rel="stylesheet" href="/assets/sheets.css" />
        <script src="/assets/review.js" type="module" />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the answer
        </a>
        <Masthead page={page} />
        <main id="main" tabindex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

function Masthead({ page: { run, by, progress } }: { page: PageContext }) {
  return (
    <header class="masthead">
      <p class="brand">
        <a href="/">Candor</a> <span class="run">{run.name ?? run.id}</span>
      </p>
      {progress === null ? null : <ProgressLine progress={progress} />}
      {by === null ? null : (
        <nav aria-label="Review">
          <a href="/agreement">Agreement</a>
          <a href="/codebook" data-open="codebook">
            Codebook <kbd>c</kbd>
          </a>
          <a href="/keys" data-open="keys">
            Keys <kbd>?</kbd>
          </a>
          <a href="/who" class="who">
            {by}
          </a>
        </nav>
      )}
    </header>
  );
}

function ProgressLine({ progress: { done, total, medianSeconds } }: { progress: Progress }) {
  const left =
    medianSeconds === null
      ? ''
      : ` · median ${seconds(medianSeconds)} · about ${roughTime(medianSeconds * (total - done))} left`;
  return (
    <div class="progress">
      <progress max={Math.max(total, 1)} value={done} aria-label="Labelled answers" />
      <span>
        {done} of {total}
        <span class="pace">
          {done < total ? left : medianSeconds === null ? '' : ` · median ${seconds(medianSeconds)}`}
        </span>
      </span>
    </div>
  );
}

/** A time for people: seconds with one digit below ten. */
export function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} s` : `${Math.round(value)} s`;
}

function roughTime(value: number): string {
  if (value < 90) return `${Math.round(value)} s`;
  return value < 5400 ? `${Math.round(value / 60)} min` : `${(value / 3600).toFixed(1)} h`;
}
