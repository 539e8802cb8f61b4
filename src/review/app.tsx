import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { html, raw } from 'hono/html';
import { visible } from '../lib/visible.ts';
import { disagreements, groupAgreement, pairwiseAgreement } from './agreement.ts';
import { AdjudicationPage, AgreementPage } from './agreement-page.tsx';
import { cookieName, type Guard, opensWithToken, refusalOf, securityHeaders } from './guard.ts';
import { ADJUDICATED, REPEATED } from './human-labels.ts';
import { ItemPage } from './item-page.tsx';
import type { PageContext } from './layout.tsx';
import { CodebookPage, DonePage, EnterPage, KeysPage, ProblemPage, WhoPage } from './plain-pages.tsx';
import { readLabel } from './read-label.ts';
import type { Revealed } from './reveal.tsx';
import type { Review, ReviewedAnswer } from './review.ts';

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly body: string;
}

/** What the pages need beside the review itself. */
export interface ReviewAppOptions {
  readonly review: Review;
  readonly guard: Guard;
  /** Files under `/assets/`, by name. */
  readonly assets: ReadonlyMap<string, Asset>;
  /** The annotator where the command line named one; null: the page asks. */
  readonly by: string | null;
  /** What to type to get the labels out. */
  readonly exportCommand: string;
  /** The time, ISO 8601. */
  readonly now: () => string;
}

/** Bytes of a form: a note of 4,000 characters, each of up to nine bytes in a form, has room in it many times. */
const LONGEST_FORM = 256 * 1024;
const TOO_LONG = `expected a form of at most ${LONGEST_FORM / 1024} KB, got a longer one`;
const COOKIE = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;

/** The review page as an HTTP application. It answers a posted label after the store has it. */
export function reviewApp(options: ReviewAppOptions): Hono {
  const { review, guard, assets, now } = options;
  const byCookie = `${cookieName(guard.port)}_by`;
  const revealCookie = `${cookieName(guard.port)}_reveal`;
  const app = new Hono();
  app.use(securityHeaders());
  app.get('/favicon.ico', (c) => c.body(null, 204));

  app.use(async (c, next) => {
    if (opensWithToken(c, guard)) {
      setCookie(c, cookieName(guard.port), guard.token, COOKIE);
      if (options.by !== null) deleteCookie(c, byCookie);
      return c.html(page(<EnterPage />));
    }
    const refusal = refusalOf(c, guard);
    if (refusal !== null) return problem(c, 403, 'Not let in', refusal);
    return next();
  });

  const whoIs = (c: Context): string | null => {
    const named = getCookie(c, byCookie);
    return named === undefined ? options.by : decodeName(named);
  };
  const contextOf = (by: string | null): PageContext => ({
    run: review.source.run,
    by,
    progress: by === null ? null : review.progress(by),
  });

  app.post('*', bodyLimit({ maxSize: LONGEST_FORM, onError: (c) => problem(c, 400, 'Not stored', TOO_LONG) }));
  app.post('*', async (c, next) => {
    const isForm = await c.req.formData().then(
      () => true,
      () => false,
    );
    return isForm ? next() : problem(c, 400, 'Not stored', 'expected a form, got something that cannot be read as one');
  });
  app.get('/assets/:name', (c) => {
    const asset = assets.get(c.req.param('name'));
    return asset === undefined ? c.notFound() : c.body(asset.body, 200, { 'Content-Type': asset.type });
  });
  app.get('/who', (c) => c.html(page(<WhoPage page={contextOf(whoIs(c))} people={review.people()} problem={null} />)));
  app.post('/who', async (c) => {
    const name = String((await c.req.formData()).get('by') ?? '').trim();
    const wrong = nameProblem(name);
    if (wrong !== null) {
      return c.html(page(<WhoPage page={contextOf(whoIs(c))} people={review.people()} problem={wrong} />), 400);
    }
    setCookie(c, byCookie, Buffer.from(name).toString('base64url'), COOKIE);
    return c.redirect('/next', 303);
  });
  app.get('/codebook', (c) => c.html(page(<CodebookPage page={contextOf(whoIs(c))} />)));
  app.get('/keys', (c) => c.html(page(<KeysPage page={contextOf(whoIs(c))} />)));

  app.use(async (c, next) => (whoIs(c) === null ? c.redirect('/who', 303) : next()));

  app.get('/', (c) => c.redirect('/next'));
  app.get('/next', (c) => {
    const next = review.progress(whoIs(c) ?? '').next;
    return c.redirect(next === null ? '/done' : `/item/${next}`);
  });
  app.get('/done', (c) => c.html(page(<DonePage page={contextOf(whoIs(c))} exportCommand={options.exportCommand} />)));
  app.post('/reveal', async (c) => {
    const form = await c.req.formData();
    setCookie(c, revealCookie, form.get('on') === '1' ? '1' : '0', COOKIE);
    const back = String(form.get('back') ?? '/');
    return c.redirect(/^\/item\/\d+$/.test(back) ? back : '/', 303);
  });

  app.get('/item/:place', async (c) => {
    const by = whoIs(c) ?? '';
    const place = Number(c.req.param('place'));
    const item = review.at(place);
    const answer = item === null ? null : await review.answer(item.trial);
    if (answer === null)
      return problem(c, 404, 'No such answer', `The queue has ${review.source.queue.length} answers.`);
    const own = review.ownLabel(answer.trial.id, by);
    const view = {
      place,
      answer,
      own,
      revealed: own === null ? null : await reveal(review, answer),
      revealAfter: getCookie(c, revealCookie) === '1',
    };
    return c.html(page(<ItemPage view={view} page={contextOf(by)} />));
  });
  app.post('/item/:place', async (c) => {
    const by = whoIs(c) ?? '';
    const place = Number(c.req.param('place'));
    const form = await c.req.formData();
    const trial = String(form.get('trial') ?? '');
    const saved = await saveForm(review, trial, by, form, now());
    if (saved !== null) return problem(c, 400, 'Not stored', saved);
    const here = review.at(place)?.trial === trial;
    return wentWell(c, getCookie(c, revealCookie) === '1' && here ? `/item/${place}` : '/next');
  });

  app.get('/agreement', async (c) => {
    await review.refresh();
    const people = review.people().map((name) => ({ name, progress: review.progress(name) }));
    const labels = review.labels();
    const found = { pairs: pairwiseAgreement(labels), group: groupAgreement(labels), differing: disagreements(labels) };
    return c.html(page(<AgreementPage page={contextOf(whoIs(c))} people={people} {...found} />));
  });
  app.get('/adjudicate/:trial', async (c) => {
    const trial = c.req.param('trial');
    const difference = disagreements(review.labels()).find((one) => one.trial === trial);
    const answer = difference === undefined ? null : await review.answer(trial);
    if (difference === undefined || answer === null) {
      return problem(c, 404, 'Nothing to decide', 'People do not differ on this answer.');
    }
    return c.html(page(<AdjudicationPage page={contextOf(whoIs(c))} answer={answer} difference={difference} />));
  });
  app.post('/adjudicate/:trial', async (c) => {
    const trial = c.req.param('trial');
    if (!disagreements(review.labels()).some((one) => one.trial === trial)) {
      return problem(c, 404, 'Nothing to decide', 'People do not differ on this answer.');
    }
    const by = `${ADJUDICATED}${whoIs(c)}`;
    const saved = await saveForm(review, trial, by, await c.req.formData(), now());
    if (saved !== null) return problem(c, 400, 'Not stored', saved);
    const open = disagreements(review.labels()).find(({ decided }) => decided === null);
    return wentWell(c, open === undefined ? '/agreement' : `/adjudicate/${open.trial}`);
  });

  app.notFound((c) => problem(c, 404, 'Not found', 'There is no such page.'));
  app.onError((error, c) => problem(c, 500, 'Not stored', error.message));
  return app;
}

/** What is wrong with a name; null: nothing. */
export function nameProblem(name: string): string | null {
  if (name === '' || name.length > 40) return 'A name has 1 to 40 characters.';
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) return 'A name has no control characters.';
  const marked = [ADJUDICATED, REPEATED].find((mark) => name.startsWith(mark));
  return marked === undefined ? null : `A name does not begin with “${marked}”; that marks decisions and repeats.`;
}

async function saveForm(review: Review, trial: string, by: string, form: FormData, at: string): Promise<string | null> {
  const answer = await review.answer(trial);
  if (answer === null) return `expected an answer of this run, got ${JSON.stringify(trial)}`;
  const label = readLabel(form, answer.text);
  if (typeof label === 'string') return label;
  await review.save(trial, by, label, at);
  return null;
}

async function reveal(review: Review, answer: ReviewedAnswer): Promise<Revealed> {
  const machine = answer.trial.verdicts.filter(
    ({ of, classifier }) => of === 'response' && classifier.name !== 'human',
  );
  const others = await review.inOtherLanguages(answer);
  return { answer, name: review.nameOf(answer.trial.target), machine, others };
}

function decodeName(cookie: string): string | null {
  const name = Buffer.from(cookie, 'base64url').toString('utf8');
  return nameProblem(name) === null ? name : null;
}

/** Names of others stand in a page with what cannot be seen in them shown as what it is. */
function page(content: { toString(): string }) {
  return html`<!doctype html>${raw(visible(content.toString()))}`;
}

function wantsJson(c: Context): boolean {
  return c.req.header('accept')?.includes('application/json') === true;
}

function wentWell(c: Context, next: string): Response {
  return wantsJson(c) ? c.json({ next }) : c.redirect(next, 303);
}

function problem(c: Context, status: 400 | 403 | 404 | 500, title: string, text: string): Response | Promise<Response> {
  return wantsJson(c)
    ? c.json({ error: text }, status)
    : c.html(page(<ProblemPage title={title} text={text} />), status);
}
