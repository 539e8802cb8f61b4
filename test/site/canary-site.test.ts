/// <reference lib="dom" />
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withdrawAnswer } from '../../src/audit/site/withdrawals.ts';
import { askCanaries } from '../../src/audit/watch/ask-canary.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { collect } from '../../src/lib/collect.ts';
import { seededRandom } from '../../src/stats/random.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { CHROMIUM_FLAGS, findChromium } from '../browser/find-chromium.ts';
import { smallSet, startSwappedModel } from '../servers/swapped-model.ts';
import { rowsOfAudit, siteOf, takeIn } from './site-store.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const folder = mkdtempSync(join(tmpdir(), 'candor-canary-site-'));
const site = join(folder, 'public');
/** The model is another from this day on, counted from 0; its service tells another fingerprint a day later. */
const SWAP = 16;
const DAYS = 20;
const dateOf = (day: number): string => new Date(Date.UTC(2026, 5, 20 + day)).toISOString().slice(0, 10);
const read = (file: string): string => readFileSync(join(site, file), 'utf8');

/** A service that is asked day after day and whose model is swapped; two audits of it, before and after; and a model that nobody watches. */
beforeAll(async () => {
  const random = seededRandom(20);
  const server = await startSwappedModel(random);
  const file = join(folder, 'canary.yaml');
  writeFileSync(file, smallSet());
  const store = new MemoryStore();
  const models = (refuses: number) => ['name', 'alder'].map((target) => ({ target, refuses, recites: 1 }));
  const spring = rowsOfAudit(models(6), '2026-05-04T10:00:00.000Z', 4);
  const asked = (row: object, at: number) => (at % 2 === 0 ? row : { ...row, asked_at: '2026-05-20T10:00:00.000Z' });
  await takeIn(store, 'spring', spring.map(asked) as typeof spring);
  await takeIn(store, 'summer', rowsOfAudit(models(2), '2026-08-04T10:00:00.000Z', 4));
  await siteOf(store, ['spring', 'summer'], join(folder, 'before'));
  const config = parseConfig(
    `targets: [{ id: name, provider: openai, model: name, baseURL: "${server.url}" }]\n`,
    'candor.yaml',
    {},
  );
  const canary = { targets: ['name'], pairs: 10, probes: [file], languages: ['en'] };
  for (let day = 0; day < DAYS; day++) {
    // On one day nobody asks.
    if (day === 4) continue;
    server.serve(day < SWAP + 1 ? 'first' : 'second', day < SWAP + 2 ? 'fp_one' : 'fp_two');
    const clock = { ...systemClock, now: () => Date.UTC(2026, 5, 20 + day, 6) };
    await askCanaries(canary, config, store, { cwd: '/', env: {}, clock, random });
  }
  await server.close();
  const run = await store.findRun(`canary-name-${dateOf(0)}`);
  const [one] = await collect(store.trials(run?.id ?? ''));
  await withdrawAnswer(
    store,
    { trial: one?.id ?? '', reason: 'asked for', run: run?.id ?? '' },
    '2026-09-01T00:00:00Z',
  );
  await siteOf(store, ['spring', 'summer'], site);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a watched target on a site', () => {
  it('has its days as data: what each told, and the day of change', () => {
    const data = JSON.parse(read('canary/name/days.json'));
    expect(data).toMatchObject({ target: 'name', name: 'name', changes: [{ since: dateOf(SWAP + 1) }] });
    expect(data.days.map(({ day }: { day: string }) => day)).toEqual(
      [...Array(DAYS).keys()].filter((day) => day !== 4).map(dateOf),
    );
    expect(data.days.slice(0, 17).map(({ state }: { state: string }) => state)).toEqual(Array(17).fill('learning'));
    const alarms = data.days.filter(({ state }: { state: string }) => state === 'alarm');
    expect(alarms).toHaveLength(1);
    expect(alarms[0].p).toBeLessThanOrEqual(1 / 365);
    expect(alarms[0].distance).toBeGreaterThan(data.days[10].distance);
    const told = data.days.filter((one: { told_otherwise: boolean }) => one.told_otherwise);
    expect(told.map(({ day }: { day: string }) => day)).toEqual([dateOf(SWAP + 2)]);
    expect(told[0].told[0]).toContain('fp_two');
    for (const { answers } of data.days) expect(existsSync(join(site, answers))).toBe(true);
  });

  it('has the day of change on its page, on its model’s timeline and on the front page, and on no other model’s', () => {
    const said = `Changed on ${Number(dateOf(SWAP + 1).slice(8))} July 2026`;
    for (const page of ['canary/name.html', 'models/name.html', 'index.html']) expect(read(page)).toContain(said);
    expect(read('models/name.html')).toContain('class="day-change"');
    expect(read('models/alder.html')).not.toMatch(/day-change|Changed on/);
    expect(read('models/alder.html')).toBe(readFileSync(join(folder, 'before/models/alder.html'), 'utf8'));
  });

  it('has its change in the feed, beside the runs, with the time of the day that told it', () => {
    const entries = read('feed.xml').split('<entry>').slice(1);
    const change = entries.filter((entry) => entry.includes('urn:candor:canary:name:'));
    expect(entries).toHaveLength(3);
    expect(change).toHaveLength(1);
    expect(change[0]).toContain(`name answers otherwise since ${Number(dateOf(SWAP + 1).slice(8))} July 2026`);
    expect(change[0]).toContain('href="canary/name.html"');
    const alarm = JSON.parse(read('canary/name/days.json')).changes[0].alarm;
    expect(change[0]).toContain(`<updated>${alarm}T06:`);
    expect(
      entries
        .map((entry) => /<updated>([^<]+)/.exec(entry)?.[1] ?? '')
        .toSorted()
        .toReversed(),
    ).toEqual(entries.map((entry) => /<updated>([^<]+)/.exec(entry)?.[1]));
    expect(readFileSync(join(folder, 'before/feed.xml'), 'utf8')).not.toContain('canary');
  });

  it('says of runs the days from the first to the last answer', () => {
    for (const page of ['index.html', 'feed.xml']) {
      expect(read(page)).toContain('spring (4–20 May 2026)');
      expect(read(page)).toContain('summer (4 August 2026)');
    }
    expect(read('models/name.html')).toContain('asked 4–20 May 2026');
  });

  it('has no page where nothing is watched', () => {
    expect(existsSync(join(folder, 'before/canary'))).toBe(false);
    expect(readFileSync(join(folder, 'before/index.html'), 'utf8')).not.toContain('day by day');
  });

  it('shows the answers of a day, but none that was withdrawn', () => {
    const day = read(`canary/name/${dateOf(0)}.html`);
    expect(day.match(/It is known about/g)).toHaveLength(19);
    expect(day).toContain('withdrawn on 1 September 2026: asked for');
    expect(read(`canary/name/${dateOf(SWAP + 1)}.html`)).toContain('Views differ on');
  });

  it('links to nothing that is not there', () => {
    const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
    const wrong = pages.flatMap((page) =>
      [...read(page).matchAll(/ href="([^"#]+)(?:#[^"]*)?"/g)].flatMap(([, href = '']) =>
        existsSync(join(site, normalize(join(dirname(page), href)))) ? [] : [`${page}: ${href}`],
      ),
    );
    expect(wrong).toEqual([]);
  });
});

const executablePath = findChromium();
if (executablePath === null) {
  it('leaves the browser tests of a watched target out: no Chromium or Chrome was found', () =>
    expect(executablePath).toBeNull());
} else {
  describe('a watched target in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    });
    afterAll(() => browser.close());

    it('has nothing that axe calls a fault, asks nothing of anybody and fits, in the light and in the dark', async () => {
      for (const [colorScheme, width] of [
        ['light', 1440],
        ['dark', 390],
        ['light', 390],
        ['dark', 1440],
      ] as const) {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
        const page = await context.newPage();
        const foreign: string[] = [];
        page.on('request', (request) => {
          if (!request.url().startsWith(pathToFileURL(site).href)) foreign.push(request.url());
        });
        for (const file of ['canary/name.html', `canary/name/${dateOf(0)}.html`, 'models/name.html', 'index.html']) {
          await page.goto(pathToFileURL(join(site, file)).href);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect([file, width, wide]).toEqual([file, width, 0]);
          await page.addScriptTag({ path: axe });
          const faults = await page.evaluate(async () => {
            const { axe: run } = globalThis as unknown as {
              axe: { run(on: Document): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
            };
            return (await run.run(document)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
          });
          expect([file, colorScheme, width, faults]).toEqual([file, colorScheme, width, []]);
        }
        expect(foreign).toEqual([]);
        await context.close();
      }
    });
  });
}
