/// <reference lib="dom" />
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** How a report is opened. */
export interface Opening {
  readonly hash?: string;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
}

/** Opens a report from disk; `faults` are messages of its console, errors, and requests for anything but the file itself. */
export async function openReport(
  browser: Browser,
  file: string,
  { hash = '', scheme = 'light', width = 1440 }: Opening,
) {
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height: width < 500 ? 844 : 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== pathToFileURL(file).href) faults.push(request.url());
  });
  await page.goto(pathToFileURL(file).href + hash);
  await page.waitForSelector('body[data-ready]');
  return { page, faults };
}

/** Does something and waits until the answers that it asks for are shown. */
export async function answersAfter(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await page.evaluate(() => document.body.dataset.shown);
  await act();
  await page.waitForFunction((old) => document.body.dataset.shown !== old, before);
}

/** Goes to an address within the page, such as `#probe=…`. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await answersAfter(page, () =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash),
  );
}

/** What axe-core calls serious or critical, with the first element of each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
  await page.waitForSelector('body[data-ready]');
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  });
  await page.addScriptTag({ path: axe });
  return await page.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    const { violations } = await tool.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

/** The page is no wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}
