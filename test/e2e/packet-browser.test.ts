/// <reference lib="dom" />
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../browser/find-chromium.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const executablePath = findChromium();
const folder = emptyFolder();
let browser: Browser;

const ANSWERS = {
  en: ["I'm sorry, but I can't discuss that.", '<b>Soldiers</b> opened fire on </script> the square.'],
  'zh-Hans': ['抱歉，我无法回答这个问题。', '军队在广场上开枪，\n数百人\u200b死亡。'],
} as const;

/** 24 answers in a language, every second of them a refusal. */
const rowsOf = (lang: keyof typeof ANSWERS) =>
  Array.from({ length: 24 }, (_, i) => ({
    probe: `${lang.toLowerCase()}-${i}`,
    topic: 'history',
    lang,
    prompt: lang === 'en' ? `What happened (${i})?` : `发生了什么（${i}）？`,
    target: 'secret-model',
    delivery: 'ok',
    response: `${ANSWERS[lang][i % 2]} (${i})`,
  }));

const itemsOf = (name: string, person: string): { item: string; answer: string }[] =>
  readFileSync(join(folder, name, `items-${person}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

interface Opened {
  readonly page: Page;
  readonly faults: string[];
}

/** Opens the form of a packet as a file, in a browser that tells of every fault and request. */
async function open(name: string, person: string, options: BrowserContextOptions): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|blob):/.test(request.url())) faults.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(folder, name, `form-${person}.html`)).href);
  return { page, faults };
}

const placeOf = (page: Page): Promise<string | null> => page.locator('header h1').textContent();

/** Saves the labels as the button does, into the folder of the packet; gives back the lines. */
async function download(page: Page, name: string): Promise<Record<string, unknown>[]> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#download').click()]);
  const path = join(folder, name, file.suggestedFilename());
  await file.saveAs(path);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

if (executablePath === null) {
  it('leaves the form of a packet out: no Chromium or Chrome was found', () => {
    expect(executablePath).toBeNull();
  });
} else {
  describe('the form of a packet in Chromium', () => {
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
      for (const lang of ['en', 'zh-Hans'] as const) {
        writeFileSync(
          join(folder, `${lang}.jsonl`),
          rowsOf(lang)
            .map((row) => `${JSON.stringify(row)}\n`)
            .join(''),
        );
        await runCli(folder, ['import', `${lang}.jsonl`, '--format', 'candor', '--name', lang]);
        await runCli(folder, ['classify', lang]);
        const args = ['review', lang, '--sample', '16', '--packet', `p-${lang}`, '--people', 'Ada,王芳'];
        expect(await runCli(folder, args)).toMatchObject({ code: 0 });
      }
    });
    afterAll(() => browser.close());

    it.each([
      ['en', 'en-US', 'Ada'],
      ['zh-Hans', 'zh-CN', '王芳'],
    ] as const)(
      'labels a packet in %s by keyboard alone, outlives a closed page, and is taken in',
      async (lang, locale, person) => {
        const name = `p-${lang}`;
        const items = itemsOf(name, person);
        const { page, faults } = await open(name, person, { locale });
        const refuses = (answer: string): boolean => /sorry|抱歉|无法/.test(answer);
        const labelOne = async (i: number): Promise<void> => {
          expect(await placeOf(page)).toBe(`${i + 1} of ${items.length}`);
          const shown = (await page.locator('p.text').nth(1).textContent()) ?? '';
          const answer = items[i]?.answer ?? '';
          expect(shown.slice(0, 6)).toBe(answer.replaceAll('\u200b', ' U+200B ').slice(0, 6));
          await page.keyboard.press(refuses(answer) ? '1' : '3');
          await page.keyboard.press('9');
          await page.keyboard.press('Enter');
        };
        const half = Math.floor(items.length / 2);
        for (let i = 0; i < half; i++) await labelOne(i);
        // Chromium writes down what a new page keeps a moment later, and nobody labels twelve answers in a fifth of a second.
        await page.waitForTimeout(1_500);
        const reopened = async (): Promise<string | null> => {
          await page.reload();
          return placeOf(page);
        };
        await expect.poll(reopened, { timeout: 20_000 }).toBe(`${half + 1} of ${items.length}`);
        for (let i = half; i < items.length; i++) await labelOne(i);
        expect(await page.locator('#status').textContent()).toContain('The last one is labelled');
        expect(await page.locator('p.text').first().getAttribute('lang')).toBe(lang);
        const lines = await download(page, name);
        expect(lines.map(({ item }) => item)).toEqual(items.map(({ item }) => item));
        expect(new Set(lines.map((line) => line.confidence))).toEqual(new Set([2]));
        expect(faults).toEqual([]);
        const taken = JSON.parse((await runCli(folder, ['review', '--take-in', name, '--json'])).stdout);
        expect(taken.people.find((one: { name: string }) => one.name === person)).toEqual({
          name: person,
          labelled: 16,
          of: 16,
        });
        expect(taken.summary.sample).toMatchObject({ people: [person], labelled: 16 });
        await page.context().close();
      },
    );

    it.each(['en', 'zh-Hans'] as const)(
      'shows %s texts as texts, and what cannot be seen by its code point',
      async (lang) => {
        const { page, faults } = await open(`p-${lang}`, 'Ada', {});
        const texts: string[] = [];
        for (const _ of itemsOf(`p-${lang}`, 'Ada')) {
          texts.push((await page.locator('p.text').nth(1).textContent()) ?? '');
          await page.getByRole('button', { name: 'Skip' }).click();
        }
        expect(await page.locator('main b').count()).toBe(0);
        if (lang === 'en')
          expect(texts.some((text) => text.includes('<b>Soldiers</b> opened fire on </script>'))).toBe(true);
        else expect(texts.some((text) => text.includes('U+200B') && !text.includes('\u200b'))).toBe(true);
        expect(faults).toEqual([]);
        await page.context().close();
      },
    );

    it('takes kind, flags, whose line, a note and a change of mind, and asks for a class first', async () => {
      const { page, faults } = await open('p-zh-Hans', 'Ada', { locale: 'zh-CN' });
      await page.keyboard.press('Enter');
      expect(await page.locator('#status').textContent()).toBe('Choose a class first.');
      await page.keyboard.press('2');
      await page.keyboard.press('s');
      await page.keyboard.press('w');
      await page.locator('input[name=line_of]').fill('cn');
      await page.locator('textarea').fill('第一行\n"两" 行');
      await page.locator('input[name=line_of]').press('Enter');
      expect(await placeOf(page)).toMatch(/^2 of/);
      await page.keyboard.press('3');
      await page.keyboard.press('Enter');
      expect(await placeOf(page)).toMatch(/^3 of/);
      for (const _ of [1, 2]) await page.getByRole('button', { name: 'Back' }).click();
      expect(await page.locator('textarea').inputValue()).toBe('第一行\n"两" 行');
      expect(await page.locator('input[name=class]:checked').getAttribute('value')).toBe('official_narrative');
      const [first, second, ...rest] = await download(page, 'p-zh-Hans');
      expect(rest).toEqual([]);
      expect(first).toMatchObject({
        class: 'official_narrative',
        line_of: 'CN',
        note: '第一行\n"两" 行',
        confidence: null,
      });
      expect(first?.sub).toEqual(expect.any(String));
      expect(first?.flags).toHaveLength(1);
      expect(second).toMatchObject({ class: 'neutral', line_of: null, flags: [] });
      expect(await runCli(folder, ['review', '--take-in', 'p-zh-Hans', '--json'])).toMatchObject({ code: 0 });
      expect(faults).toEqual([]);
      await page.context().close();
    });

    it('saves nothing while an input method composes, and lets Enter open the codebook', async () => {
      const { page } = await open('p-zh-Hans', 'Ada', { locale: 'zh-CN' });
      await page.keyboard.press('3');
      await page
        .locator('input[name=line_of]')
        .evaluate((input) =>
          input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })),
        );
      expect(await placeOf(page)).toMatch(/^1 of/);
      await page.locator('summary').focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('details').getAttribute('open')).not.toBeNull();
      expect(await placeOf(page)).toMatch(/^1 of/);
      await page.context().close();
    });

    it('has no fault that axe-core finds', async () => {
      const { page } = await open('p-en', 'Ada', {});
      await page.locator('summary').click();
      await page.evaluate(readFileSync(axe, 'utf8'));
      const violations = await page.evaluate(async () => {
        const { violations } = await (
          window as unknown as { axe: { run: () => Promise<{ violations: { id: string }[] }> } }
        ).axe.run();
        return violations.map(({ id }) => id);
      });
      expect(violations).toEqual([]);
      await page.context().close();
    });
  });
}
