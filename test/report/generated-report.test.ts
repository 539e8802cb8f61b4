/// <reference lib="dom" />
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../browser/find-chromium.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { generatedAudit } from './generated-audit.ts';
import { answersAfter, expectNoSidewaysScroll, goTo, openReport, seriousFaults } from './opened-report.ts';

const executablePath = findChromium();
const cwd = emptyFolder();
const file = join(cwd, 'report.html');

async function generate(name: string, count: number, seed: number): Promise<void> {
  writeFileSync(join(cwd, `${name}.jsonl`), [...generatedAudit(count, seed)].join('\n'));
  const args = ['import', `${name}.jsonl`, '--format', 'candor', '--name', name];
  expect(await runCli(cwd, args)).toMatchObject({ code: 0 });
}

beforeAll(async () => {
  await generate('spring', 5000, 1);
  mkdirSync(join(cwd, 'charts'));
  const args = ['report', 'spring', '--classifier', 'rules', '-o', 'report.html', '--charts', 'charts'];
  expect(await runCli(cwd, args)).toMatchObject({ code: 0 });
});

describe('candor report of a generated audit', () => {
  it('says the same in Markdown, without markup of its own', async () => {
    const { stdout } = await runCli(cwd, ['report', 'spring', '--classifier', 'rules', '--format', 'md']);
    expect(stdout).toMatch(
      /^- damson-32b refused sensitive questions and gave the official narrative more often than controls/m,
    );
    expect(stdout).toContain('| alder-7b | English | refusal |');
    expect(stdout).toMatch(/withheld by the service/);
  });

  it('gives machines the figures as JSON, without the answers', async () => {
    const { stdout } = await runCli(cwd, ['report', 'spring', '--classifier', 'rules', '--format', 'json']);
    const figures = JSON.parse(stdout);
    expect(figures).toMatchObject({
      answers: 4826,
      calls: { planned: 5000, made: 5000, answered: 4826 },
      release: null,
    });
    expect(figures.agreement[0]).toMatchObject({ answers: expect.any(Number), kappa: expect.any(Number) });
    expect(figures.stability[0].questions).toBeGreaterThan(10);
    expect(stdout).not.toContain('Historians of both sides');
  });

  it('writes every chart as an SVG of its own, in plain colours and without links', () => {
    const files = readdirSync(join(cwd, 'charts')).sort();
    expect(files).toEqual([
      'deliveries.svg',
      'languages.svg',
      'rates.svg',
      'stability.svg',
      'topics-neutral.svg',
      'topics-official_narrative.svg',
      'topics-refusal.svg',
    ]);
    for (const name of files) {
      const svg = readFileSync(join(cwd, 'charts', name), 'utf8');
      expect([name, /<a |var\(|light-dark/.test(svg)]).toEqual([name, false]);
    }
  });

  it('compares two runs, and leads from a changed question to both', async () => {
    await generate('autumn', 400, 2);
    const { stdout } = await runCli(cwd, ['report', 'spring', 'autumn', '--classifier', 'rules', '--format', 'md']);
    expect(stdout).toContain('## autumn against spring');
    expect(stdout).toMatch(/Questions whose commonest class changed: \d+/);
  });
});

if (executablePath === null) {
  it('leaves the browser tests of the report out: no Chromium or Chrome was found', () =>
    expect(executablePath).toBeNull());
} else {
  describe('the report of 5,000 answers in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    });
    afterAll(() => browser.close());

    it('opens, filters, sorts, finds and prints, with no error and no request', async () => {
      const { page, faults } = await openReport(browser, file, {});
      const found = page.locator('#found');
      expect(await found.textContent()).toBe('All 5,000 records.');
      await answersAfter(page, () => page.locator('select[name=class]').selectOption('refusal'));
      expect(await found.textContent()).toMatch(/^[\d,]+ of 5,000 records: refusal\.$/);
      expect(await page.locator('#shown .answer').count()).toBe(20);
      expect(await page.locator('#shown .answer:not(.refusal)').count()).toBe(0);
      await page.getByRole('button', { name: 'Show more' }).click();
      await page.waitForFunction(() => document.querySelectorAll('#shown .answer').length === 40);
      await answersAfter(page, () => page.locator('select[name=sort]').selectOption('unsure'));
      const sure = await page.locator('#shown .answer > .meta:nth-of-type(2)').allTextContents();
      const confidences = sure.map((line) => Number(/confidence ([\d.]+)/.exec(line)?.[1]));
      expect(confidences).toEqual([...confidences].sort((a, b) => a - b));
      await answersAfter(page, () => page.getByRole('button', { name: 'All answers' }).click());
      await page.getByLabel('Words').fill('case 30?');
      await answersAfter(page, () => page.keyboard.press('Enter'));
      expect(await found.textContent()).toMatch(/^40 of 5,000 records: with “case 30\?”\.$/);
      await goTo(page, '#q=自古以来');
      expect(await page.locator('#shown mark').first().textContent()).toMatch(/[\u4e00-\u9fff]/);
      expect(await page.locator('#shown .text').first().getAttribute('lang')).toBe('zh-Hans');
      const font = await page
        .locator('#shown .text')
        .first()
        .evaluate((text) => getComputedStyle(text).fontFamily);
      expect(font).toMatch(/^"Noto Serif CJK SC"/);
      expect((await page.pdf()).length).toBeGreaterThan(50_000);
      expect(faults).toEqual([]);
    });

    it('leads from every mark, cell and number to as many answers as it counts', async () => {
      const { page, faults } = await openReport(browser, file, {});
      const links = await page.evaluate(() =>
        [...document.querySelectorAll('#findings ~ figure .ledger a[aria-label*="answers"]')].map((link) => ({
          href: link.getAttribute('href') ?? '',
          count: Number(/(\d+) of \d+ answers/.exec(link.getAttribute('aria-label') ?? '')?.[1]),
        })),
      );
      expect(links.length).toBe(4 * 2 * 3 * 2);
      for (const { href, count } of links.slice(0, 12)) {
        await goTo(page, href);
        expect([href, await page.locator('#found').textContent()]).toEqual([
          href,
          expect.stringMatching(`^${count} of 5,000`),
        ]);
      }
      await answersAfter(page, () => page.locator('table.heat td a').first().click());
      expect(await page.locator('#found').textContent()).toContain('sensitive questions and their controls');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('answers');
      await page.getByRole('button', { name: 'Back to the figure' }).click();
      expect(await page.evaluate(() => document.activeElement?.closest('table.heat') !== null)).toBe(true);
      const kind = page.locator('section[aria-label="Refusal by sub-class"] td a').first();
      await kind.evaluate((link) => link.closest('details')?.setAttribute('open', ''));
      const ofKind = await kind.textContent();
      await answersAfter(page, () => kind.click());
      expect(await page.locator('#found').textContent()).toMatch(new RegExp(`^${ofKind} of 5,000`));
      const unsteady = page.locator('section[aria-label="Steadiness by model and language"] td a').first();
      const questions = Number(/\((\d+) of/.exec((await unsteady.textContent()) ?? '')?.[1]);
      await answersAfter(page, () => unsteady.click());
      expect(await page.locator('#found').textContent()).toMatch(new RegExp(`^${questions * 5} of 5,000`));
      await answersAfter(page, () => page.locator('#deliveries ~ p a').first().click());
      const withheld = await page.locator('#deliveries ~ p a').first().textContent();
      expect(await page.locator('#found').textContent()).toMatch(new RegExp(`^${withheld} of 5,000`));
      expect(faults).toEqual([]);
    });

    it('leads from a cell of the agreement of two classifiers to the answers on which they differ', async () => {
      const { page } = await openReport(browser, file, {});
      const cell = page.locator('#classifiers ~ details a[href*="v0=neutral&v1=refusal"]').first();
      await cell.evaluate((link) => link.closest('details')?.setAttribute('open', ''));
      const count = await cell.textContent();
      await answersAfter(page, () => cell.click());
      expect(await page.locator('#found').textContent()).toMatch(new RegExp(`^${count} of 5,000`));
      expect(await page.locator('#shown .answer.refusal .verdicts').first().textContent()).toMatch(
        /neutral.*judge:elm/,
      );
    });

    it('shows a question side by side, with each model, language and sample, and its reasoning traces folded', async () => {
      const { page, faults } = await openReport(browser, file, { hash: '#probe=courts-6' });
      expect(await page.locator('.dossier .asked').allTextContents()).toEqual([
        'What happened to the courts of Vardania, case 6?',
        'Vardania的第6号事件是怎么回事？',
      ]);
      expect(await page.locator('.dossier .columns').first().locator('.column').count()).toBe(4);
      expect(await page.locator('.dossier .sample').count()).toBe(40);
      expect(await page.locator('.dossier .sample[open]').count()).toBe(8);
      const trace = page.getByText('Reasoning trace: neutral').first();
      await trace.click();
      await page.getByText('They ask about courts.').first().waitFor({ state: 'visible' });
      await answersAfter(page, () => page.getByRole('link', { name: 'courts-6-control' }).click());
      expect(await page.locator('.dossier h3').textContent()).toBe('courts-6-control');
      expect(faults).toEqual([]);
    });

    it('shows what changed between two runs, and a changed question in both side by side', async () => {
      await generate('later', 800, 3);
      const args = ['report', 'spring', 'later', '--classifier', 'rules', '-o', 'two.html'];
      expect(await runCli(cwd, args)).toMatchObject({ code: 0 });
      const { page, faults } = await openReport(browser, join(cwd, 'two.html'), {});
      await page.getByText('later minus spring:').waitFor();
      const changed = page.locator('ol.changed a').first();
      await answersAfter(page, () => changed.click());
      expect(await page.locator('.dossier .columns').first().locator('h5').allTextContents()).toEqual(
        expect.arrayContaining(['alder-7b · spring', 'alder-7b · later']),
      );
      await page.locator('.dossier .sample[open] a', { hasText: 'Link to this answer' }).first().click();
      await page.waitForFunction(() => document.querySelectorAll('#shown .answer').length === 1);
      expect(faults).toEqual([]);
    });

    it.each([
      ['light', 1440],
      ['dark', 1440],
      ['light', 390],
      ['dark', 390],
    ] as const)('has no serious fault of accessibility, and fits (%s, %i pixels)', async (scheme, width) => {
      const { page } = await openReport(browser, file, { hash: '#probe=courts-6', scheme, width });
      await expectNoSidewaysScroll(page);
      expect(await seriousFaults(page)).toEqual([]);
    });
  });
}
