/// <reference lib="dom" />
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../browser/find-chromium.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { expectNoSidewaysScroll, goTo, openReport } from './opened-report.ts';

/** What a model may answer, and what of it a reader must see. */
const HOSTILE = [
  ['<script>document.title="taken"</script>', '<script>document.title="taken"</script>'],
  ['</script><script>document.title="taken"</script>', '</script><script>'],
  ['</div></main><img src=x onerror="document.title=\'taken\'">', 'onerror="document.title'],
  ['</style><style>*{display:none}</style>', '</style><style>*{display:none}'],
  ['<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>', '<svg onload'],
  ['javascript:alert(1) https://example.com/x.png data:text/html,x', 'javascript:alert(1)'],
  ['[click](javascript:alert(1)) ![x](https://example.com/t.png)', '[click](javascript:alert(1))'],
  [']]>&lt;b&gt;&#x3c;b&#x3e; <!-- --> {{constructor}} $1', ']]>&lt;b&gt;&#x3c;b&#x3e; <!-- -->'],
  ['right\u202eto left', 'U+202E'],
  ['zero\u200bwidth\u2060joined\ufeff', 'zeroU+200BwidthU+2060joinedU+FEFF'],
  ['nul\u0000 escape\u001b[31m', 'nulU+0000 escapeU+001B[31m'],
  ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
  ['tag \u{e0041}\u{e0042} letters', 'U+E0041'],
  ['family 👨‍👩‍👧 stays', '👨‍👩‍👧'],
  ['=HYPERLINK("http://example.com")', '=HYPERLINK'],
  ['مرحبا بالعالم', 'مرحبا بالعالم'],
  ['x'.repeat(50_000), 'xxxxxxxxxx'],
] as const;
const NAME = '</title><script>document.title="taken"</script>';

const executablePath = findChromium();
const cwd = emptyFolder();
const file = join(cwd, 'report.html');

function rows(): string {
  const answers = HOSTILE.flatMap(([response], i) =>
    (['sensitive', 'control'] as const).map((role) => ({
      probe: `${NAME}${i}${role}`,
      topic: `"><img src=x onerror=alert(1)>${i % 2}`,
      style: 'factual',
      role,
      control: role === 'sensitive' ? `${NAME}${i}control` : null,
      lang: 'en',
      prompt: `${NAME} question ${i}`,
      target: `"'><b onclick=alert(1)>model`,
      delivery: 'ok',
      response,
      reasoning: response,
      reasoning_state: 'present',
      verdicts: [
        {
          class: 'refusal',
          sub: NAME,
          flags: [],
          confidence: 0.5,
          evidence: { start: 0, end: 3, text: response.slice(0, 3) },
          classifier: { name: `judge:${NAME}`, version: NAME, mode: 'general' },
          note: response.slice(0, 500),
        },
      ],
    })),
  );
  return answers.map((row) => JSON.stringify(row)).join('\n');
}

if (executablePath === null) {
  it('leaves the test of hostile answers in the report out: no Chromium or Chrome was found', () =>
    expect(executablePath).toBeNull());
} else {
  describe('a report of hostile answers', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
      writeFileSync(join(cwd, 'rows.jsonl'), rows());
      const imported = ['import', 'rows.jsonl', '--format', 'candor', '--name', NAME];
      expect(await runCli(cwd, imported)).toMatchObject({ code: 0 });
      const reported = ['report', 'latest', '-o', 'report.html', '--charts', 'charts', '--note', NAME];
      expect(await runCli(cwd, reported)).toMatchObject({ code: 0 });
    });
    afterAll(() => browser.close());

    it('shows each as what it is, as text', async () => {
      const { page, faults } = await openReport(browser, file, {});
      expect(await page.title()).toMatch(/^Candor report: /);
      for (const [i, [, seen]] of HOSTILE.entries()) {
        await goTo(
          page,
          `#${new URLSearchParams({ probe: `${NAME}${i}sensitive`, role: 'sensitive', sort: 'unsure' })}`,
        );
        expect(await page.locator('#shown .text').first().textContent()).toContain(seen);
        await expectNoSidewaysScroll(page);
      }
      expect(await page.title()).toMatch(/^Candor report: /);
      expect(faults).toEqual([]);
    });

    it('makes no element, no address and no style of any of it', async () => {
      const { page } = await openReport(browser, file, { width: 390 });
      const made = await page.evaluate(() => ({
        scripts: document.querySelectorAll('script:not([type="application/gzip"])').length,
        styles: document.querySelectorAll('style, link').length,
        foreign: document.querySelectorAll('img, iframe, object, embed, b, [onclick], [onerror], [style]').length,
        addresses: [...document.querySelectorAll('a')].filter((link) => !link.getAttribute('href')?.startsWith('#'))
          .length,
      }));
      expect(made).toEqual({ scripts: 1, styles: 1, foreign: 0, addresses: 0 });
      await expectNoSidewaysScroll(page);
    });

    it('lets no script run and no request go that the file did not bring itself', async () => {
      const { page } = await openReport(browser, file, {});
      const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; /);
      const ran = await page.evaluate(async () => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "taken"';
        document.body.append(script);
        const fetched = await fetch('https://example.com/').then(
          () => true,
          () => false,
        );
        return [document.title, fetched];
      });
      expect(ran).toEqual([expect.stringMatching(/^Candor report: /), false]);
    });

    it('keeps its charts well-formed XML', async () => {
      const { page } = await openReport(browser, file, {});
      const svg = readFileSync(join(cwd, 'charts/rates.svg'), 'utf8');
      const found = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        return [parsed.documentElement.tagName, parsed.querySelectorAll('parsererror, script, b').length];
      }, svg);
      expect(found).toEqual(['svg', 0]);
    });
  });
}
