import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import type { ByHand } from '../model/by-hand.ts';
import type { Probe } from '../model/probe.ts';
import type { Asset } from './app.tsx';
import { CollectPage } from './collect-page.tsx';
import { cookieName, type Guard, opensWithToken, refusalOf, securityHeaders } from './guard.ts';
import { EnterPage, ProblemPage } from './plain-pages.tsx';
import { readByHand } from './read-by-hand.ts';

/** What the form needs. `keep` resolves when the answer is stored. */
export interface CollectAppOptions {
  readonly guard: Guard;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly probes: ReadonlyMap<string, Probe>;
  readonly kept: () => readonly ByHand[];
  readonly keep: (answer: ByHand) => Promise<void>;
  /** The time, ISO 8601. */
  readonly now: () => string;
}

/** Bytes of a form with a screenshot. */
const LONGEST_FORM = 20 * 1024 * 1024;
const TOO_LONG = `expected a form of at most ${LONGEST_FORM / 1024 / 1024} MB, screenshot included, got a longer one`;

/** The form for answers that people take from an app, as an HTTP application: let in by link and token alone, as the review page is. */
export function collectApp({ guard, assets, probes, kept, keep, now }: CollectAppOptions): Hono {
  const app = new Hono();
  app.use(securityHeaders());
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.use(async (c, next) => {
    if (opensWithToken(c, guard)) {
      setCookie(c, cookieName(guard.port), guard.token, { path: '/', httpOnly: true, sameSite: 'Strict' });
      return c.html(page(<EnterPage />));
    }
    const refusal = refusalOf(c, guard);
    return refusal === null ? next() : problem(c, 403, 'Not let in', refusal);
  });
  app.get('/assets/:name', (c) => {
    const asset = assets.get(c.req.param('name'));
    return asset === undefined ? c.notFound() : c.body(asset.body, 200, { 'Content-Type': asset.type });
  });
  const shown = (given: ReadonlyMap<string, string>, wrong: string | null) =>
    page(<CollectPage probes={probes} kept={kept()} given={given} wrong={wrong} />);
  app.get('/', (c) => c.html(shown(new Map(), null)));
  app.post('*', bodyLimit({ maxSize: LONGEST_FORM, onError: (c) => problem(c, 400, 'Not stored', TOO_LONG) }));
  app.post('/', async (c) => {
    const form = await c.req.formData().catch(() => null);
    if (form === null)
      return problem(c, 400, 'Not stored', 'expected a form, got something that cannot be read as one');
    const read = await readByHand(form, probes, now());
    if (typeof read === 'string') {
      const given = [...form.entries()].flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      );
      const picture = form.get('screenshot');
      const again = picture instanceof File && picture.size > 0 ? '. Choose the screenshot again: it was not kept' : '';
      return c.html(shown(new Map(given), `${read}${again}`), 400);
    }
    await keep(read);
    return c.redirect('/', 303);
  });
  app.notFound((c) => problem(c, 404, 'Not found', 'There is no such page.'));
  app.onError((error, c) => problem(c, 500, 'Not stored', error.message));
  return app;
}

function page(content: unknown) {
  return html`<!doctype html>${content}`;
}

function problem(c: Context, status: 400 | 403 | 404 | 500, title: string, text: string): Response | Promise<Response> {
  return c.html(page(<ProblemPage title={title} text={text} />), status);
}
