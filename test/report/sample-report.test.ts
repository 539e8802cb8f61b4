/// <reference lib="dom" />
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../browser/find-chromium.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { answersAfter, expectNoSidewaysScroll, goTo, openReport, seriousFaults } from './opened-report.ts';

const executablePath = findChromium();
const cwd = emptyFolder();
const file = join(cwd, 'sample.html');

if (executablePath === null) {
  it('leaves the browser tests of the shipped recording’s report out: no Chromium or Chrome was found', () =>
    expect(executablePath).toBeNull());
} else {
  describe('the report of the shipped recording in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
      const recording = resolve(import.meta.dirname, '../../runs/sample.jsonl');
      expect(await runCli(cwd, ['import', recording, '--format', 'candor', '--name', 'sample'])).toMatchObject({
        code: 0,
      });
      expect(await runCli(cwd, ['report', 'sample', '-o', 'sample.html'])).toMatchObject({ code: 0 });
    });
    afterAll(() => browser.close());

    it('says what was asked of whom and when, and finds, jumps, quotes and prints without an error or a request', async () => {
      const { page, faults } = await openReport(browser, file, {});
      expect(await page.locator('.lead').textContent()).toMatch(
        /12.sensitive questions and 11.controls .* 24 November 2026/,
      );
      expect(await page.locator('.sentences li').count()).toBe(2);
      await answersAfter(page, () => page.locator('table.heat td a').first().click());
      expect(await page.locator('#shown .answer').count()).toBeGreaterThan(0);
      await goTo(page, '#q=香港');
      const quote = page.getByRole('button', { name: 'Copy as quotation' }).first();
      await quote.click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      const answer = await page.locator('#shown .text').first().textContent();
      expect(copied).toMatch(
        /^“[\s\S]+”\n— qwen2\.5-coder-0\.5b.* \(digest 1d9614638d18, Q4_K_M\), asked in .* on 2026-11-24: “/,
      );
      expect(copied).toContain(answer);
      const link = /sample\.html(#trial=\w+)$/.exec(copied)?.[1] ?? '';
      await goTo(page, link);
      expect(await page.locator('#shown .answer').count()).toBe(1);
      expect(await page.locator('#shown .text').textContent()).toBe(answer);
      await page.getByText('How it was delivered').click();
      await page.getByText('"latencyMs"').waitFor({ state: 'visible' });
      expect((await page.pdf()).length).toBeGreaterThan(50_000);
      expect(faults).toEqual([]);
    });

    it('opens by a permalink at the answers', async () => {
      const { page, faults } = await openReport(browser, file, { hash: '#probe=demo-taiwan-country' });
      expect(await page.locator('.dossier h3').textContent()).toBe('demo-taiwan-country');
      const top = await page.locator('#answers').evaluate((heading) => heading.getBoundingClientRect().top);
      expect(Math.abs(top)).toBeLessThan(60);
      expect(faults).toEqual([]);
    });

    it('works by keyboard alone: from a mark of the chart to its answers and back', async () => {
      const { page } = await openReport(browser, file, {});
      await page.locator('.ledger svg a').first().focus();
      await answersAfter(page, () => page.keyboard.press('Enter'));
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('answers');
      await page.getByRole('button', { name: 'Back to the figure' }).press('Enter');
      expect(await page.evaluate(() => document.activeElement?.closest('svg') !== null)).toBe(true);
    });

    it('stands alone as an appendix: targets, hashes, classifier, what was left out, how to repeat it', async () => {
      const { page } = await openReport(browser, file, {});
      const method = (await page.locator('section.method').textContent()) ?? '';
      for (const said of [
        'demo 1.0.0 23d424cd710be533ff461efe1ab377c5',
        '1d9614638d18024d',
        'Q4_K_M',
        'temperature 0.7',
        'Wilson',
        'Holm',
        'What was left out',
        'candor import sample.jsonl --format candor --name sample',
      ]) {
        expect(method).toContain(said);
      }
    });

    it.each([
      ['light', 1440],
      ['dark', 390],
    ] as const)('has no serious fault of accessibility, and fits (%s, %i pixels)', async (scheme, width) => {
      const { page } = await openReport(browser, file, { hash: '#probe=demo-hong-kong-2019', scheme, width });
      await expectNoSidewaysScroll(page);
      expect(await seriousFaults(page)).toEqual([]);
    });
  });
}
