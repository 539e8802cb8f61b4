/// <reference lib="dom" />
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../browser/find-chromium.ts';
import { BUILT_CLI } from '../built-program.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const executablePath = findChromium();
const folder = emptyFolder();
let browser: Browser;
const children: ChildProcess[] = [];

/** Starts `candor review` as a process of its own; resolves with the link that it prints. */
async function startReview(...args: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [BUILT_CLI, 'review', 'latest', ...args], {
    cwd: folder,
  });
  children.push(child);
  let said = '';
  child.stderr?.on('data', (part) => {
    said += part;
  });
  const url = await new Promise<string>((found, fail) => {
    child.stdout?.on('data', (part) => {
      const [link] = /http:\S+/.exec(String(part)) ?? [];
      if (link !== undefined) found(link);
    });
    child.once('exit', (code) => fail(new Error(`candor review ended with ${code}: ${said}`)));
  });
  return { child, url };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return String(typeof address === 'object' ? address?.port : 0);
}

/** A page that notes every message of its console, every error, and every request that leaves this machine. */
async function watched(context: BrowserContext): Promise<{ page: Page; faults: string[] }> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1:')) faults.push(`request: ${request.url()}`);
  });
  return { page, faults };
}

/** Presses keys, then goes on and waits for the next page. */
async function label(page: Page, keys: string): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await listening(page);
}

/** Waits until the page has this address and listens to the keyboard. */
async function arrived(page: Page, place: string): Promise<void> {
  await page.waitForURL(place);
  await listening(page);
}

/** Waits for the keyboard, and for the load event, so that the next one awaited is the next page's. */
async function listening(page: Page): Promise<void> {
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await page.waitForLoadState('load');
}

async function labelsOf(by: string): Promise<{ id: string; label: string; sub: string | null; span: string | null }[]> {
  const { stdout } = await runCli(folder, ['review', 'latest', '--export', '-']);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line)).filter(({ annotator }) => annotator === by);
}

if (executablePath === null) {
  it('leaves the browser tests of the review page out: no Chromium or Chrome was found', () => {
    expect(executablePath).toBeNull();
  });
} else {
  describe('the review page in Chromium', () => {
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
      expect((await runCli(folder, ['run', '--demo'])).code).toBe(0);
    });
    afterEach(async () => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
      for (const context of browser.contexts()) await context.close();
    });
    afterAll(() => browser.close());

    it('labels 20 answers by keyboard, outlives kills without losing one, and gives gold that calibrates', async () => {
      const args = ['--sample', '20', '--stratify', 'class,lang', '--by', 'Ada', '--port', await freePort()];
      let { child, url } = await startReview(...args);
      const { page, faults } = await watched(await browser.newContext());
      await page.goto(url);
      await arrived(page, '**/item/1');
      const keys = ['1s0', '2dw9', '3a', '4d8', '1aq'];
      for (let done = 0; done < 12; done++) await label(page, keys[done % keys.length] ?? '');
      expect(page.url()).toMatch(/\/item\/13$/);
      expect(faults).toEqual([]);
      await kill(child);
      await page.keyboard.press('3');
      await page.keyboard.press('f');
      await page.keyboard.press('Enter');
      await page.getByText('will be sent when the server is back').waitFor();
      expect(await labelsOf('Ada')).toHaveLength(12);
      ({ child, url } = await startReview(...args));
      await page.getByText('Open the link').waitFor();
      await page.goto(url);
      await arrived(page, '**/item/14');
      expect(await labelsOf('Ada')).toHaveLength(13);
      for (let done = 13; done < 20; done++) await label(page, '3a');
      expect(page.url()).toMatch(/\/done$/);
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGINT');
      expect(await ended).toBe(130);
      const labels = await labelsOf('Ada');
      expect(new Set(labels.map(({ id }) => id)).size).toBe(20);
      const count = (name: string) => labels.filter((one) => one.label === name).length;
      expect(['refusal', 'official_narrative', 'neutral', 'other'].map(count)).toEqual([5, 3, 10, 2]);
      expect(labels.filter(({ sub }) => sub === 'settled')).toHaveLength(3);
      expect((await runCli(folder, ['review', 'latest', '--export', 'gold.jsonl'])).code).toBe(0);
      const calibrated = await runCli(folder, ['calibrate', 'gold.jsonl', '--json', '--save']);
      expect(JSON.parse(calibrated.stdout)).toMatchObject({ n: 20, classifier: { name: 'rules' } });
    });

    it('goes back to the last label by u, adds another, and keeps notes and marked spans', async () => {
      const { url } = await startReview('--sample', '5', '--by', 'Bo');
      const { page, faults } = await watched(await browser.newContext());
      await page.goto(url);
      await arrived(page, '**/item/1');
      await page.keyboard.press('Enter');
      await page.getByText('Choose a class first').waitFor();
      await label(page, '1');
      await page.keyboard.press('u');
      await arrived(page, '**/item/1');
      expect(await page.locator('input[value=refusal]').isChecked()).toBe(true);
      await page.locator('#answer').dblclick({ position: { x: 20, y: 12 } });
      await page.locator('#span-line').waitFor({ state: 'visible' });
      const marked = await page.locator('#span-text').textContent();
      await page.keyboard.press('3');
      await page.keyboard.press('m');
      await page.keyboard.type('n1 u c');
      await page.keyboard.press('Escape');
      expect(page.url()).toMatch(/item\/1$/);
      await label(page, '');
      const [given] = await labelsOf('Bo');
      expect(given).toMatchObject({ label: 'neutral', span: marked });
      expect(marked?.length).toBeGreaterThan(0);
      await page.keyboard.press('u');
      await arrived(page, '**/item/1');
      expect(await page.locator('textarea').inputValue()).toBe('n1 u c');
      expect(await page.locator('#answer mark').textContent()).toBe(marked);
      await page.keyboard.press('Escape');
      expect(await page.locator('#answer mark').count()).toBe(0);
      await page.reload();
      expect(await page.locator('input[name=start]').inputValue()).toBe('');
      expect(faults).toEqual([]);
    });

    it('opens the codebook and the keys by one key, and shows what was hidden once it is labelled', async () => {
      const { url } = await startReview('--sample', '5', '--by', 'Cai');
      const { page, faults } = await watched(await browser.newContext());
      await page.goto(url);
      await arrived(page, '**/item/1');
      expect(await page.content()).not.toContain('qwen2.5-coder');
      for (const [key, name] of [
        ['c', 'Attribution is not endorsement'],
        ['?', 'back to what you labelled last'],
      ] as const) {
        await page.keyboard.press(key);
        await page.getByText(name).waitFor({ state: 'visible' });
        await page.keyboard.press('1');
        await page.keyboard.press('Escape');
        await page.getByText(name).waitFor({ state: 'hidden' });
      }
      expect(await page.locator('input[name=class]:checked').count()).toBe(0);
      await page.getByRole('button', { name: 'Show model and machine after each label' }).click();
      await page.getByText('are shown after each label').waitFor();
      await listening(page);
      await label(page, '3');
      expect(page.url()).toMatch(/item\/1$/);
      await page.getByText('Answered by').waitFor({ state: 'visible' });
      await page.keyboard.press('h');
      await page.getByText('Answered by').waitFor({ state: 'hidden' });
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('n')]);
      expect(page.url()).toMatch(/item\/2$/);
      expect(faults).toEqual([]);
    });

    it('measures how far two people agree, and lets their differences be decided', async () => {
      const another = await runCli(folder, ['run', '--demo', '--lang', 'en', '--samples', '1']);
      expect(another.code).toBe(0);
      const { url } = await startReview('--sample', '6', '--seed', '9');
      const { page, faults } = await watched(await browser.newContext());
      for (const [name, keys] of [
        ['Dora', ['1', '1', '3', '3', '3', '1']],
        ['李明', ['1', '3', '3', '3', '3', '1']],
      ] as const) {
        await page.goto(url);
        await page.waitForURL((to) => to.search === '');
        await page.goto(new URL('/who', url).href);
        await page.getByLabel('Your name').fill(name);
        await page.keyboard.press('Enter');
        await arrived(page, '**/item/1');
        for (const key of keys) await label(page, key);
      }
      await page.goto(new URL('/agreement', url).href);
      await page.getByText('6 answers labelled by both, 5 with the same class; κ 0.67').waitFor();
      await page.getByRole('link', { name: 'Decide' }).click();
      await arrived(page, '**/adjudicate/*');
      await label(page, '3');
      await page.getByText('0 of them are not decided').waitFor();
      expect((await labelsOf('adjudicated:李明')).map((one) => one.label)).toEqual(['neutral']);
      expect(faults).toEqual([]);
    });

    it.each(['light', 'dark'] as const)(
      'has no serious fault of accessibility in %s, and fits 390 pixels',
      async (colorScheme) => {
        const { url } = await startReview('--sample', '6', '--by', `Eve ${colorScheme}`);
        const { page } = await watched(
          await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } }),
        );
        await page.goto(url);
        await arrived(page, '**/item/1');
        const check = async (place: string) => {
          await page.evaluate(readFileSync(axe, 'utf8'));
          const found = await page.evaluate(async () => {
            const { axe: tool } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
            return (await tool.run()).violations.map(({ id, impact, nodes }) => ({ id, impact, html: nodes[0]?.html }));
          });
          const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          expect([place, serious]).toEqual([place, []]);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          expect([place, wide]).toEqual([place, 390]);
        };
        await page.keyboard.press('2');
        await check('an answer');
        await page.keyboard.press('c');
        await check('the codebook');
        await page.keyboard.press('c');
        await label(page, '');
        await page.goto(new URL('/item/1', url).href);
        await page.locator('#reveal').evaluate((reveal: HTMLDetailsElement) => {
          reveal.open = true;
        });
        await check('a labelled answer');
        for (const path of ['/agreement', '/who', '/keys', '/codebook', '/done']) {
          await page.goto(new URL(path, url).href);
          await check(path);
        }
      },
    );

    it('tells a span in code units of the answer as given, unseen characters and line ends included', async () => {
      const text = 'one\u202e two\u200b three\r\nfour 😀 五 six';
      const row = { probe: 'p', lang: 'en', prompt: 'Q?', target: 'm', delivery: 'ok', response: text };
      writeFileSync(join(folder, 'odd.jsonl'), `${JSON.stringify(row)}\n`);
      expect((await runCli(folder, ['import', 'odd.jsonl', '--format', 'candor', '--name', 'odd'])).code).toBe(0);
      const { url } = await startReview('--by', 'Fay');
      const { page } = await watched(await browser.newContext());
      await page.goto(url);
      await arrived(page, '**/item/1');
      for (const [from, to, expected] of [
        ['two', 'three', 'two\u200b three'],
        ['three', '五', 'three\r\nfour 😀 五'],
        ['one', 'six', text],
      ] as const) {
        await page.evaluate(
          ([first, last]) => {
            const walker = document.createTreeWalker(
              document.querySelector('#answer') ?? document,
              NodeFilter.SHOW_TEXT,
            );
            const nodes: Text[] = [];
            while (walker.nextNode()) nodes.push(walker.currentNode as Text);
            const holder = (word: string) => nodes.find((node) => node.data.includes(word)) as Text;
            const range = document.createRange();
            range.setStart(holder(first), holder(first).data.indexOf(first));
            range.setEnd(holder(last), holder(last).data.indexOf(last) + last.length);
            document.getSelection()?.removeAllRanges();
            document.getSelection()?.addRange(range);
            document.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
          },
          [from, to] as const,
        );
        await page.waitForFunction(
          (start) => document.querySelector<HTMLInputElement>('input[name=start]')?.value === start,
          String(text.indexOf(from)),
        );
        const end = Number(await page.locator('input[name=end]').inputValue());
        expect(text.slice(text.indexOf(from), end)).toBe(expected);
      }
    });
  });
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}
