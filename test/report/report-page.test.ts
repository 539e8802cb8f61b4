/// <reference lib="dom" />
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../browser/find-chromium.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';

const HOSTILE = [
  '</script><script>document.title="taken"</script>',
  '<img src=x onerror="document.title=\'taken\'">',
  'javascript:alert(1) https://example.com/x.png',
  'right\u202eto left, zero\u200bwidth, nul\u0000, escape\u001b[31m, lone \ud800',
  '=HYPERLINK("http://example.com")',
  'x'.repeat(5000),
];

/** A generated audit: `count` answers of two models in two languages, the first ones hostile. */
function generated(count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const zh = i % 2 === 1;
    const role = i % 3 === 2 ? 'control' : 'sensitive';
    const plain =
      i % 5 === 0
        ? "I'm sorry, but I can't discuss that."
        : zh
          ? `答案 ${i}：一九八九年。`
          : `Answer ${i}: in 1989 it was.`;
    const row = {
      probe: `probe-${Math.floor(i / 12)}-${role}`,
      topic: ['taiwan', 'tibet', 'history'][Math.floor(i / 12) % 3],
      style: 'factual',
      role,
      control: role === 'sensitive' ? `probe-${Math.floor(i / 12)}-control` : null,
      state: role === 'sensitive' ? 'CN' : null,
      lang: zh ? 'zh-Hans' : 'en',
      prompt: `Question ${Math.floor(i / 12)} ${role} ${zh ? '问题' : ''}`,
      target: i % 4 < 2 ? 'model-a' : 'model-b',
      sample: i,
      delivery: i % 50 === 49 ? 'provider_filter' : 'ok',
      response: HOSTILE[i] ?? plain,
    };
    return JSON.stringify(row);
  }).join('\n');
}

const executablePath = findChromium();
const cwd = emptyFolder();
let browser: Browser;

async function open(
  file: string,
  hash = '',
  scheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 1280, height: 900 } });
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

if (executablePath === null) {
  it('leaves the browser tests of the report out: no Chromium or Chrome was found', () =>
    expect(executablePath).toBeNull());
} else {
  describe('the report in Chromium', () => {
    const file = join(cwd, 'report.html');

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      writeFileSync(join(cwd, 'rows.jsonl'), generated(5000));
      const imported = await runCli(cwd, ['import', 'rows.jsonl', '--format', 'candor', '--name', 'made']);
      expect(imported).toMatchObject({ code: 0 });
      expect(await runCli(cwd, ['report', 'made', '-o', 'report.html'])).toMatchObject({ code: 0 });
    });
    afterAll(() => browser.close());

    it('opens with 5,000 answers, filters, finds, and leads from a cell to its answers, with no error and no request', async () => {
      const { page, faults } = await open(file);
      expect(await page.locator('#count').textContent()).toContain('5000 of 5000');
      await page.locator('#topics ~ .scroll td a').first().click();
      await page.waitForFunction(() => !document.getElementById('count')?.textContent?.includes('5000 of 5000'));
      expect(await page.locator('select[name=role]').inputValue()).toBe('sensitive');
      await page.goto(`${pathToFileURL(file).href}#q=answer 4999`);
      await page.waitForFunction(() => document.getElementById('count')?.textContent?.startsWith('0 of'));
      await page.goto(`${pathToFileURL(file).href}#q=答案 4997`);
      await page.waitForFunction(() => document.getElementById('count')?.textContent?.startsWith('1 of'));
      expect(await page.locator('.answer .text').getAttribute('lang')).toBe('zh-Hans');
      expect((await page.pdf()).length).toBeGreaterThan(10_000);
      expect(faults).toEqual([]);
    });

    it('shows hostile answers as text, hidden characters by their code points', async () => {
      const { page, faults } = await open(file, '#probe=probe-0-sensitive');
      expect(await page.title()).toContain('Candor report');
      const text = (await page.locator('#answers').textContent()) + (await answersOf(page, '#probe=probe-0-control'));
      for (const sign of ['</script><script>', 'onerror', 'javascript:alert', 'U+202E', 'U+200B', 'U+0000', 'U+001B']) {
        expect(text).toContain(sign);
      }
      expect(await page.locator('#answers img, #answers script').count()).toBe(0);
      expect(await page.locator('#answers a:not([href^="#"])').count()).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(faults).toEqual([]);
    });

    it.each(['light', 'dark'] as const)('has no serious fault of accessibility (%s)', async (scheme) => {
      const { page } = await open(file, '#probe=probe-3-sensitive', scheme);
      const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Page.setBypassCSP', { enabled: true });
      await page.reload();
      await page.waitForSelector('body[data-ready]');
      await page.addScriptTag({ path: axe });
      const found = await page.evaluate(async () => {
        const { axe: check } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await check.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      expect(found).toEqual([]);
    });
  });
}

async function answersOf(page: Page, hash: string): Promise<string> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForTimeout(50);
  return (await page.locator('#answers').textContent()) ?? '';
}
