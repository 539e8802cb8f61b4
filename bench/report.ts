import { createWriteStream, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../test/browser/find-chromium.ts';
import { runCli } from '../test/e2e/run-cli.ts';
import { generatedAudit } from '../test/report/generated-audit.ts';

const folder = mkdtempSync(join(tmpdir(), 'candor-report-'));
const executablePath = findChromium();
if (executablePath === null) throw new Error('expected Chromium or Chrome, found none');
const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, '--enable-precise-memory-info'] });

for (const count of [5_000, 50_000]) {
  const rows = join(folder, `rows-${count}.jsonl`);
  await pipeline(Readable.from(withBreaks(generatedAudit(count))), createWriteStream(rows));
  await succeed('import', rows, '--format', 'candor', '--name', `n${count}`);
  const started = performance.now();
  await succeed('report', `n${count}`, '-o', `${count}.html`);
  const seconds = (performance.now() - started) / 1000;
  const file = join(folder, `${count}.html`);
  console.log(`${count} answers: written in ${seconds.toFixed(1)} s, ${(statSync(file).size / 1e6).toFixed(2)} MB`);
  console.log(`  ${JSON.stringify(await measured(browser, file, count))}`);
}
await browser.close();

/** Milliseconds to open, filter, sort and search in Chromium, and the memory of the page's script in MB. */
async function measured(from: Browser, file: string, count: number): Promise<Record<string, number>> {
  const page = await from.newPage();
  const clock = async (act: () => Promise<unknown>): Promise<number> => {
    const started = performance.now();
    await act();
    return Math.round(performance.now() - started);
  };
  const shows = (hash: string) => async () => {
    const before = await page.evaluate(() => document.body.dataset.shown);
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.waitForFunction((old) => document.body.dataset.shown !== old, before);
  };
  const open = await clock(async () => {
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('body[data-ready]');
  });
  const found = {
    open,
    filter: await clock(shows('#class=refusal&lang=zh-Hans&role=sensitive')),
    sort: await clock(shows('#class=refusal&sort=unsure')),
    sideBySide: await clock(shows('#probe=courts-6')),
    search: await clock(shows('#q=1962')),
    searchRare: await clock(shows(`#q=case ${Math.floor(count / 90)}?`)),
  };
  const memory = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  );
  await page.close();
  return { ...found, heapMB: Math.round(memory / 1e6) };
}

async function succeed(...args: string[]): Promise<void> {
  const { code, stderr } = await runCli(folder, args);
  if (code !== 0) throw new Error(`candor ${args.join(' ')} ended with ${code}: ${stderr}`);
}

function* withBreaks(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}
