import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { SiteSettings } from '../site-data.ts';

const STYLE =
  'body{max-width:40rem;margin:4rem auto;padding:0 1.25rem;font:1.0625rem/1.55 Georgia,serif;color-scheme:light dark;background:light-dark(#fcfbf8,#151617);color:light-dark(#1a1a19,#e9e7e1)}a{color:light-dark(#0b4f8a,#8cc2f2)}';

/** What a server shows for an address that is not there. It is shown at any depth, so it leans on no other file. */
export function missingPage({ title, baseURL }: SiteSettings): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>Not found · {title}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <main>
          <h1>There is no such page</h1>
          <p>
            Addresses of answers (<code>answers/RUN/TRIAL.html</code>) stay for good as long as their run is part of
            this site. A withdrawn answer has its page, which says so; a run that was taken out has none.
          </p>
          {baseURL !== null && (
            <p>
              <a href={baseURL}>{title}</a>
            </p>
          )}
        </main>
      </body>
    </html>
  );
  return `<!doctype html>\n${page}\n`;
}
