/// <reference lib="dom" />
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../browser/find-chromium.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { manyModels, manyRows } from './many-models.ts';
import { answersAfter, expectNoSidewaysScroll, openReport, seriousFaults } from './opened-report.ts';

const executablePath = findChromium();
const cwd = emptyFolder();
const file = join(cwd, 'many.html');
const models = manyModels();

beforeAll(async () => {
  writeFileSync(join(cwd, 'many.jsonl'), [...manyRows(models)].join('\n'));
  expect(await runCli(cwd, ['import', 'many.jsonl', '--format', 'candor', '--name', 'many'])).toMatchObject({
    code: 0,
  });
  expect(await runCli(cwd, ['report', 'many', '-o', 'many.html'])).toMatchObject({ code: 0 });
});

describe('the page of 37 models', () => {
  it('has every name whole, and groups by family', () => {
    const html = readFileSync(file, 'utf8');
    for (const { id } of models) expect([id, html.includes(`data-model="${id}"`)]).toEqual([id, true]);
    expect(html.replaceAll('<wbr/>', '')).toContain('>deepseek-gorse-distill-qwen-32b-instruct-2026-03-01</');
    const [first = ''] = html.split('<figcaption>');
    const families = [...first.matchAll(/<details class="family" open=""><summary>([^<]+?) <small>/g)].map(
      ([, name]) => name,
    );
    expect(families).toEqual(['DeepSeek', 'Qwen', 'Llama', 'OLMo', 'Gemma', 'Mistral', 'Other models']);
    expect(html).not.toContain('…struct');
  });
});

if (executablePath === null) {
  it('leaves the browser tests of many models out: no Chromium or Chrome was found', () =>
    expect(executablePath).toBeNull());
} else {
  describe('the page of 37 models in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    });
    afterAll(() => browser.close());

    it('answers by name on its first screen who refuses and who recites, and leads from a figure to its answers', async () => {
      const { page, faults } = await openReport(browser, file, {});
      const tops = await page
        .locator('.who-does h3')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
      expect(Math.max(...tops)).toBeLessThan(500);
      const found = page.locator('.who-does td.found a').first();
      expect(await found.textContent()).toMatch(/^\+\d+$/);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      expect(height).toBeLessThan(30_000);
      await answersAfter(page, () => found.click());
      expect(await page.locator('#found').textContent()).toContain('sensitive questions and their controls');
      expect(faults).toEqual([]);
    });

    it('finds models by words in every chart, and folds families by keyboard', async () => {
      const { page } = await openReport(browser, file, {});
      await page.getByLabel('Find a model').fill('千问');
      expect(await page.locator('#models-found').textContent()).toBe('1 model');
      const rows = page.locator('.ledger').first().locator('.row:visible');
      expect(await rows.count()).toBe(1);
      expect(await rows.locator('.who').textContent()).toBe('qwen-千问-雪松-七十二亿参数-对话版');
      expect(await page.locator('details.family:visible').first().locator('summary').textContent()).toContain('Qwen');
      await page.getByLabel('Find a model').fill('');
      expect(await page.locator('#models-found').textContent()).toBe('37 models');
      await page.locator('details.family summary').first().press('Enter');
      expect(await page.locator('details.family').first().getAttribute('open')).toBeNull();
      await page.getByRole('button', { name: 'Unfold all' }).press('Enter');
      expect(await page.locator('details.family:not([open])').count()).toBe(0);
    });

    it('shows all models without scripts', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`file://${file}`);
      expect(await page.locator('.ledger').last().locator('.row:visible').count()).toBe(models.length);
      expect(await page.locator('.find-model').isVisible()).toBe(false);
    });

    it.each([
      ['light', 1440],
      ['dark', 390],
    ] as const)('has no serious fault of accessibility, and fits (%s, %i pixels)', async (scheme, width) => {
      const { page } = await openReport(browser, file, { scheme, width });
      await expectNoSidewaysScroll(page);
      expect(await seriousFaults(page)).toEqual([]);
    });
  });
}
