import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { spilloverOf } from '../../src/audit/read/observations.ts';
import { aVerdict } from '../store/records.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const candor = (...args: string[]) => runCli(folder, args);

/** 20 controls on another state's subject; the first 5 answers put forward Beijing's line on it, the sixth Moscow's. */
const rows = Array.from({ length: 20 }, (_, i) => {
  const line = i < 5 ? 'CN' : i === 5 ? 'RU' : null;
  const verdict = {
    class: 'neutral',
    sub: 'factual',
    flags: line === null ? [] : ['advocacy_other'],
    line_of: line,
    confidence: 0.9,
    evidence: null,
    classifier: { name: 'rules', version: 'v', mode: 'probe' },
    codebook: 2,
    at: '2026-01-01T00:00:00.000Z',
  };
  return {
    ...{ probe: `kosovo-${i}`, role: 'control', state: 'RS', topic: 'borders', lang: 'en', prompt: `Question ${i}?` },
    ...{ target: 'east', family: 'qwen', delivery: 'ok', response: 'It is a part of Serbia.', verdicts: [verdict] },
  };
});

async function taken(name: string, given: readonly object[]): Promise<void> {
  writeFileSync(join(folder, `${name}.jsonl`), given.map((row) => `${JSON.stringify(row)}\n`).join(''));
  expect((await candor('import', `${name}.jsonl`, '--format', 'candor', '--name', name)).code).toBe(0);
}

beforeAll(() => taken('taken', rows));

describe('spillover', () => {
  it('is a count and a rate of its own, with whose lines, and in no class', async () => {
    const [row] = JSON.parse((await candor('summary', 'taken', '--json')).stdout).rows;
    expect(row).toMatchObject({
      spillover: 6,
      spillover_of: { CN: 5, RU: 1 },
      official_narrative: { k: 0 },
      neutral: { k: 20 },
    });
    expect(row.spillover_rate).toMatchObject({ k: 6, n: 20, rate: 0.3, why: null });
    expect(row.spillover_rate.lo).toBeGreaterThan(0.1);
    expect(row.spillover_rate.hi).toBeLessThan(0.6);
  });

  it('stands in the terminal, the report and its Markdown, in 80 columns', async () => {
    const { stdout } = await candor('summary', 'taken');
    expect(stdout).toMatch(/^east +en +control +30 % \[\d+–\d+\] +CN 5, RU 1$/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const markdown = (await candor('report', 'taken', '--format', 'md')).stdout.replaceAll('\u00a0', ' ');
    expect(markdown).toMatch(/^\| east \| English \| control \| 30 % \[\d+–\d+\] \| CN 5, RU 1 \|$/m);
    await candor('report', 'taken', '-o', 'report.html');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(
      'Lines of other states than the one asked about',
    );
  });

  it('is said nothing of where there is none', async () => {
    await taken('without', rows.slice(6));
    expect((await candor('summary', 'without')).stdout).not.toContain('Lines of other states');
    const [row] = JSON.parse((await candor('summary', 'without', '--json')).stdout).rows;
    expect(row).toMatchObject({ spillover: 0, spillover_of: {}, spillover_rate: { k: 0, n: 14, rate: 0 } });
  });

  it('has no rate where verdicts are of before lines were looked for', async () => {
    const before = rows
      .slice(6)
      .map(({ verdicts: [one], ...row }) => ({ ...row, verdicts: [{ ...one, codebook: 1 }] }));
    await taken('before', before);
    const [row] = JSON.parse((await candor('summary', 'before', '--json')).stdout).rows;
    expect(row.spillover_rate).toMatchObject({ rate: null, why: expect.stringContaining('did not look') });
  });
});

describe('spilloverOf', () => {
  const verdict = (changes: object) => ({
    ...aVerdict(),
    class: 'neutral' as const,
    flags: [],
    codebook: 2,
    ...changes,
  });

  it('is another state’s line than the probe’s, not the state’s own', () => {
    expect(spilloverOf(verdict({ line_of: 'CN' }), 'RS')).toEqual({ spillover: { of: 'CN' } });
    expect(spilloverOf(verdict({ class: 'official_narrative', line_of: 'CN' }), 'CN')).toEqual({ spillover: null });
  });

  it('is by the flag where nobody guards the subject, and names nobody where the verdict does not', () => {
    expect(spilloverOf(verdict({ class: 'official_narrative', line_of: 'CN' }), null)).toEqual({ spillover: null });
    expect(spilloverOf(verdict({ flags: ['advocacy_other'], line_of: 'CN' }), null)).toEqual({
      spillover: { of: 'CN' },
    });
    expect(spilloverOf(verdict({ flags: ['advocacy_other'], line_of: 'RS' }), 'RS')).toEqual({
      spillover: { of: null },
    });
  });

  it('tells nothing without a class', () => {
    expect(spilloverOf(verdict({ class: null, unjudged: true }), 'CN')).toEqual({});
    expect(spilloverOf(null, 'CN')).toEqual({});
  });
});
