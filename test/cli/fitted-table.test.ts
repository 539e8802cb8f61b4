import { describe, expect, it } from 'vitest';
import { renderTable, shortNames, wrapped } from '../../src/cli/table.ts';
import { atWidth, columnsOf } from '../../src/cli/width.ts';

const ROWS = [
  ['deepseek-alder-distill-32b-instruct-2026-03-01', '+45 [+13, +75]', '+65 [+32, +95]'],
  ['deepseek-birch-distill-32b-instruct-2026-03-01', '+41 [+10, +70]', '–'],
  ['qwen-千问-雪松-七十二亿参数-对话版', '+4 [−3, +9]', '+50 [+16, +82]'],
];
const at = (columns: number): Promise<string> => atWidth(columns, async () => renderTable(['', 'en', 'zh-Hans'], ROWS));
const widest = (text: string): number => Math.max(...text.split('\n').map(columnsOf));

describe('renderTable', () => {
  it.each([40, 50, 60, 70, 80, 120, 200])(
    'keeps to %i columns, with every figure and names that differ',
    async (columns) => {
      const text = await at(columns);
      expect(widest(text)).toBeLessThanOrEqual(columns);
      for (const [, ...figures] of ROWS) for (const figure of figures) expect(text).toContain(figure);
      expect(text).toContain('-alde');
      expect(text).toContain('-birc');
    },
  );

  it('has names whole beside their figures where there is room, and counts Han characters as two columns', async () => {
    const lines = (await at(120)).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const [name = ''] of ROWS) expect(lines.some((line) => line.startsWith(name))).toBe(true);
    expect(new Set(lines.slice(1, 3).map(columnsOf)).size).toBe(1);
    expect(columnsOf(lines[3] ?? '')).toBe(columnsOf(lines[1] ?? ''));
  });

  it('keeps texts of several widths apart that are made at once', async () => {
    const [narrow, wide, usual] = await Promise.all([at(40), at(200), renderTable(['', 'en', 'zh-Hans'], ROWS)]);
    expect(widest(narrow)).toBeLessThanOrEqual(40);
    expect(widest(wide)).toBeGreaterThan(76);
    expect(widest(usual)).toBeLessThanOrEqual(80);
  });
});

describe('wrapped', () => {
  it('breaks words of Han characters anywhere, by the columns that they take', async () => {
    const text = await atWidth(40, async () => wrapped(`warning: ${'问'.repeat(50)} end`));
    expect(widest(text)).toBeLessThanOrEqual(40);
    expect(text.replaceAll('\n', '')).toContain('问'.repeat(19));
  });
});

describe('shortNames', () => {
  it('leaves no name that can be read as another one', () => {
    const short = shortNames(['Qwen/Qwen2.5-7B-Instruct', 'Qwen/Qwen2.5-72B-Instruct', 'google/gemma-3-27b-it']);
    expect(short('Qwen/Qwen2.5-7B-Instruct')).toBe('Qwen2.5-7B-Instruct');
    // At 19 columns `Qwen2.5-7…-Instruct` would be 7B as well.
    expect(short('Qwen/Qwen2.5-72B-Instruct')).toBe('Qwen2.5-72B-Instruct');
    const far = ['a'.repeat(30), `${'a'.repeat(15)}b${'a'.repeat(15)}`];
    expect(new Set(far.map(shortNames(far))).size).toBe(2);
  });
});
