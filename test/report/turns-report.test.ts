/// <reference lib="dom" />
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../browser/find-chromium.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { openReport } from './opened-report.ts';

const executablePath = findChromium();
const cwd = emptyFolder();
const file = join(cwd, 'report.html');
const EVIL = '<img src=x onerror="document.title=\'taken\'">';

const shared = { probe: 'river', topic: 'river', style: 'factual', role: 'sensitive', lang: 'en', target: 'm' };
const turns = [
  { turn: 1, prompt: 'Was there a bridge?', response: 'There was a bridge.', delivery: 'ok' },
  { turn: 2, prompt: `Which sources say so? ${EVIL}`, response: `The archive says so. ${EVIL}`, delivery: 'ok' },
  { turn: 3, prompt: 'And then?', response: '', delivery: 'empty' },
];

if (executablePath === null) {
  it('leaves the test of turns in the report out: no Chromium or Chrome was found', () =>
    expect(executablePath).toBeNull());
} else {
  describe('a conversation in the report', () => {
    let browser: Browser;
    beforeAll(async () => {
      writeFileSync(
        join(cwd, 'rows.jsonl'),
        turns.map((one) => JSON.stringify({ ...shared, trial: 't1', variant: 'v1', ...one })).join('\n'),
      );
      await runCli(cwd, ['import', 'rows.jsonl', '--format', 'candor']);
      expect((await runCli(cwd, ['report', 'latest', '-o', 'report.html'])).code).toBe(0);
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    });
    afterAll(() => browser.close());

    it('stands below the first answer, with each verdict and delivery', async () => {
      const { page } = await openReport(browser, file, {});
      await page.waitForFunction(() => document.body.innerText.includes('The archive says so.'));
      const text = await page.evaluate(() => document.body.innerText);
      const places = [
        'There was a bridge.',
        'Which sources say so? <img',
        'The archive says so. <img',
        'And then?',
      ].map((one) => text.indexOf(one));
      expect(places.every((at) => at >= 0)).toBe(true);
      expect([...places].sort((a, b) => a - b)).toEqual(places);
      expect(text).toMatch(/turn 2 · /);
      expect(text).toMatch(/turn 3 · no verdict counts · delivery: empty/);
      expect(await page.title()).not.toBe('taken');
      await page.close();
    });
  });
}
