import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { STRIP_SHAPES } from '../report/charts/strip.ts';
import { DATA, FEED, FRONT, METHOD, relativeAddress, STYLE } from './addresses.ts';
import type { SiteSettings } from './site-data.ts';

/** A page before its frame is put round it. */
export interface Page {
  /** From the site's folder. */
  readonly path: string;
  readonly title: string;
  readonly heading: Child;
  /** What stands above the heading; null: nothing. */
  readonly kicker: Child;
  readonly body: Child;
  /** True where charts stand on it, which share their shapes. */
  readonly charts?: boolean;
}

/** Nothing from elsewhere, nothing that runs, nothing that is sent. */
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'";

/** A whole page of the site as HTML. */
export function framed({ path, title, heading, kicker, body, charts = false }: Page, settings: SiteSettings): string {
  const to = (page: string): string => relativeAddress(path, page);
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        {settings.noindex && <meta name="robots" content="noindex" />}
        <title>{path === FRONT ? title : `${title} · ${settings.title}`}</title>
        <link rel="stylesheet" href={to(STYLE)} />
        <link rel="alternate" type="application/atom+xml" title={settings.title} href={to(FEED)} />
        {settings.baseURL !== null && <link rel="canonical" href={new URL(path, settings.baseURL).href} />}
      </head>
      <body>
        {charts && raw(STRIP_SHAPES)}
        <a class="skip" href="#content">
          To the content
        </a>
        <header>
          <nav class="site" aria-label="Site">
            <a href={to(FRONT)}>{settings.title}</a>
            <a href={to(`${FRONT}#models`)}>Models</a>
            <a href={to(`${FRONT}#topics`)}>Topics</a>
            <a href={to(METHOD)}>Method</a>
            <a href={to(DATA)}>Data</a>
          </nav>
          {kicker !== null && <p class="kicker">{kicker}</p>}
          <h1>{heading}</h1>
        </header>
        <main id="content">{body}</main>
        <footer>
          Made with Candor. These pages run no script and ask nothing of any other server.{' '}
          <a href={to(FEED)}>Feed of the runs (Atom)</a>
        </footer>
      </body>
    </html>
  );
  return `<!doctype html>\n${page}\n`;
}
