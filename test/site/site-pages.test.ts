/// <reference lib="dom" />
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withdrawAnswer } from '../../src/audit/site/withdrawals.ts';
import { collect } from '../../src/lib/collect.ts';
import { CHROMIUM_FLAGS, findChromium } from '../browser/find-chromium.ts';
import { rowsOfAudit, siteOf, storeOf } from './site-store.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const NAME = `</title><script>document.title="taken"</script>"'><b onclick=alert(1)> &amp; ../../x`;
/** What a model may answer, and what of it a reader must see. */
const HOSTILE = [
  ['</div></main><img src=x onerror="document.title=\'taken\'">', 'onerror="document.title'],
  ['</style><style>*{display:none}</style>]]><!-- --> href="#a=b"', 'href="#a=b"'],
  ['[click](javascript:alert(1)) right\u202eto left\u0000 lone \ud800', 'rightU+202Eto leftU+0000 lone \ufffd'],
  ['=HYPERLINK("http://example.com") مرحبا', '=HYPERLINK("http://example.com") مرحبا'],
] as const;
const folder = mkdtempSync(join(tmpdir(), 'candor-pages-'));
const site = join(folder, 'public');
let pages: string[] = [];

/** Two runs of a plain model and of one whose names, questions and answers are hostile. */
beforeAll(async () => {
  const models = [{ target: 'alder', refuses: 6, recites: 1 }];
  const plain = rowsOfAudit(models, '2026-05-04T10:00:00.000Z', 4);
  const hostile = HOSTILE.flatMap(([response], i) =>
    ['sensitive', 'control'].map((role) => ({
      ...plain[0],
      probe: `${NAME}${i}${role}`,
      topic: `"><img src=x onerror=alert(1)>${i % 2}`,
      role,
      control: role === 'sensitive' ? `${NAME}${i}control` : null,
      prompt: `${NAME} question ${i}`,
      target: NAME,
      family: NAME,
      response,
      reasoning: response,
      verdicts: [
        {
          class: 'refusal',
          sub: NAME,
          flags: [],
          confidence: 0.5,
          evidence: { start: 0, end: 3, text: response.slice(0, 3) },
          classifier: { name: `judge:${NAME}`, version: NAME, mode: 'general' },
          note: response,
        },
      ],
    })),
  );
  const store = await storeOf({
    first: [...plain, ...hostile],
    second: rowsOfAudit([{ target: 'alder', refuses: 1, recites: 5 }], '2026-08-04T10:00:00.000Z', 4),
  });
  const [one] = await collect(store.trials('second'));
  await withdrawAnswer(store, { trial: one?.id ?? '', reason: NAME, run: 'second' }, '2026-09-01T00:00:00.000Z');
  const settings = { title: NAME, license: NAME, traces: true, baseURL: 'https://audits.example/a/' };
  await siteOf(store, ['first', 'second'], site, settings);
  pages = readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .sort();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(file: string): string {
  return readFileSync(join(site, file), 'utf8');
}

/** One page of each kind, of the hostile model where there is one. */
function samples(): string[] {
  const kinds = new Set(pages.map((page) => page.split('/')[0] ?? ''));
  return [...kinds].map((kind) => pages.findLast((page) => page.split('/')[0] === kind) ?? '');
}

describe('the pages of a site', () => {
  it('link to nothing that is not there', () => {
    const ids = new Map(
      pages.map((page) => [page, new Set([...read(page).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))]),
    );
    const wrong = pages.flatMap((page) =>
      [...read(page).matchAll(/ href="([^"]*)"/g)].flatMap(([, href = '']) => {
        if (href.startsWith('https://audits.example/a/')) return [];
        const [path = '', part] = href.split('#');
        const to = path === '' ? page : normalize(join(dirname(page), path));
        const isThere = existsSync(join(site, to)) && (part === undefined || ids.get(to)?.has(part) === true);
        return isThere ? [] : [`${page}: ${href}`];
      }),
    );
    expect(pages.length).toBeGreaterThan(60);
    expect(wrong).toEqual([]);
  });

  it('hold hostile words as words alone, in names of files too', () => {
    for (const page of pages) {
      expect(page).toMatch(/^(?:[a-z0-9][a-z0-9._-]*\/)*[a-z0-9][a-z0-9._-]*\.html$/);
      expect(read(page)).not.toMatch(/<(?:script|img|b|iframe|object|form)[\s>]/);
    }
    expect(read('data/first/data.csv')).toContain("'=HYPERLINK(");
  });
});

const executablePath = findChromium();
if (executablePath === null) {
  it('leaves the browser tests of a site out: no Chromium or Chrome was found', () =>
    expect(executablePath).toBeNull());
} else {
  describe('the pages of a site in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    });
    afterAll(() => browser.close());

    async function opened(scheme: 'light' | 'dark', width: number, bypassCSP = false) {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, bypassCSP });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('console', (message) => faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(pathToFileURL(site).href)) faults.push(request.url());
      });
      const go = (file: string) => page.goto(pathToFileURL(join(site, file)).href);
      return { page, faults, go };
    }

    it('make no element and no address of hostile words, ask nothing of anybody, and fit a telephone', async () => {
      const { page, faults, go } = await opened('light', 390);
      for (const file of samples()) {
        await go(file);
        const made = await page.evaluate(() => ({
          foreign: document.querySelectorAll('script, img, iframe, object, embed, b, [onclick], [onerror], [style]')
            .length,
          styled: getComputedStyle(document.body).margin,
          wide: document.documentElement.scrollWidth - innerWidth,
          taken: document.title === 'taken',
        }));
        expect([file, made]).toEqual([file, { ...made, foreign: 0, wide: 0, taken: false }]);
        if (file !== '404.html') expect([file, made.styled]).toEqual([file, '0px']);
      }
      expect(faults).toEqual([]);
    });

    it('show each answer as what it is, in its language', async () => {
      const { page, go } = await opened('light', 1440);
      const shown = await Promise.all(
        pages.filter((file) => file.startsWith('answers/first/')).map((file) => [file, read(file)] as const),
      );
      for (const [, seen] of HOSTILE) {
        const sign = seen.slice(0, 12).replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        const [file = ''] =
          shown.find(([, html]) => html.replaceAll(/<\/?(?:mark|span)[^>]*>/g, '').includes(sign)) ?? [];
        await go(file);
        expect(await page.locator('.text').first().textContent()).toContain(seen);
      }
      await go('probes/q0.html');
      const chinese = page.locator('.asked[lang="zh-Hans"]');
      expect(await chinese.textContent()).toBe('第0号事件如何（sensitive）？');
      expect(await chinese.getAttribute('dir')).toBe('auto');
    });

    it('have nothing that axe calls a fault, in the light and in the dark', async () => {
      const light = await opened('light', 1440, true);
      for (const file of samples()) {
        await light.go(file);
        expect([file, await faultsOf(light.page)]).toEqual([file, []]);
      }
      const dark = await opened('dark', 390, true);
      for (const file of ['index.html', 'models/alder.html', 'probes/q0.html']) {
        await dark.go(file);
        expect([file, await faultsOf(dark.page)]).toEqual([file, []]);
      }
    });

    it('have a feed that is well-formed, with an entry a run', async () => {
      const { page, go } = await opened('light', 1440);
      await go('method.html');
      const found = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'application/xml');
        const all = (name: string) => [...parsed.querySelectorAll(name)].map((one) => one.textContent);
        return { faults: parsed.querySelectorAll('parsererror').length, ids: all('entry > id'), times: all('updated') };
      }, read('feed.xml'));
      expect(found.faults).toBe(0);
      expect(found.ids).toEqual(['urn:candor:run:second', 'urn:candor:run:first']);
      for (const time of found.times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(statSync(join(site, 'index.html')).size).toBeLessThan(200_000);
    });
  });
}

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  });
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const found = await (
      globalThis as unknown as { axe: { run(on: Document): Promise<{ violations: Violation[] }> } }
    ).axe.run(document);
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
