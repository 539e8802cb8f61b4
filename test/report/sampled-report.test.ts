import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { generatedAudit } from './generated-audit.ts';

const cwd = emptyFolder();

/** What stands packed in the elements of a report. */
function unpacked(html: string, which: string): unknown[] {
  const elements = html.matchAll(new RegExp(`<script type="application/gzip" ${which}>([^<]*)</script>`, 'g'));
  return [...elements].map(([, packed = '']) => JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()));
}

interface Index {
  readonly all: number;
  readonly trials: string[];
  readonly columns: Record<'probe' | 'lang' | 'target' | 'class', { readonly values: string[]; readonly at: number[] }>;
}

describe('a report of more answers than it is to hold', () => {
  let [whole, sampled] = ['', ''];
  beforeAll(async () => {
    writeFileSync(join(cwd, 'rows.jsonl'), [...generatedAudit(600)].join('\n'));
    expect((await runCli(cwd, ['import', 'rows.jsonl', '--format', 'candor', '--name', 'n'])).code).toBe(0);
    const report = ['report', 'n', '--classifier', 'rules', '-o'];
    expect((await runCli(cwd, [...report, 'whole.html'])).code).toBe(0);
    expect((await runCli(cwd, [...report, 'sampled.html', '--answers', '250'])).code).toBe(0);
    [whole, sampled] = ['whole.html', 'sampled.html'].map((name) => readFileSync(join(cwd, name), 'utf8')) as [
      string,
      string,
    ];
  });

  it('holds the same number of answers to each question, says by which rule, and how many there are', () => {
    const [index] = unpacked(sampled, 'id="index"') as [Index];
    const { probe, lang, target } = index.columns;
    const cells = new Map<string, number>();
    for (const i of index.trials.keys()) {
      const cell = [probe.at[i], lang.at[i], target.at[i]].join();
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
    expect(new Set(cells.values())).toEqual(new Set([2]));
    expect(index.all).toBe(600);
    expect(sampled).toContain(
      `This page holds ${index.trials.length} of 600\u00a0answers; the figures count all of them`,
    );
    expect(sampled).toContain('of each question in each language to each model 2: first those that people labelled');
    expect(unpacked(sampled, 'class="page"').flat()).toHaveLength(index.trials.length);
  });

  it('has the figures of one that holds all of them', () => {
    const figures = (html: string) =>
      html
        .slice(0, html.indexOf('<script type="application/gzip"'))
        .replace(/<p class="warning">This page holds.*?<\/p>/s, '')
        .replace(/The [\d,]+ answers are packed/, '');
    expect(figures(sampled)).toBe(figures(whole));
    expect(whole).not.toContain('This page holds');
    expect((unpacked(whole, 'id="index"') as [Index])[0].trials).toHaveLength(600);
  });
});
