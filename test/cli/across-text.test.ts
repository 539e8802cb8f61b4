import { describe, expect, it } from 'vitest';
import { acrossText } from '../../src/cli/across-text.ts';
import { comparisonCsv } from '../../src/cli/comparison-csv.ts';
import { comparisonText } from '../../src/cli/comparison-text.ts';
import { compare, compareAcross } from '../../src/compare/compare.ts';
import { seen } from '../compare/seen.ts';

/** Twelve models of which two refuse much, on 24 questions in two topics. */
const all = Array.from({ length: 12 }, (_, model) =>
  Array.from({ length: 24 }, (_, i) =>
    seen({
      target: `maker_model-with-a-long-name-${model}`,
      probe: `p${i}`,
      topic: i % 2 === 0 ? 'taiwan' : 'tibet',
      class: model < 2 ? (i % 8 === 7 ? 'neutral' : 'refusal') : i % 12 === model ? 'refusal' : 'neutral',
    }),
  ),
).flat();
const comparisons = compareAcross(all, 'targets');

describe('acrossText', () => {
  const text = acrossText(comparisons);

  it('fits a screen, largest findings of the totals first, the topics after, and says who stands out', () => {
    const lines = text.split('\n');
    expect(lines.length).toBeLessThan(60);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const cells = comparisons.flatMap((one) => one.cells);
    const found = cells.filter((cell) => cell.topic === null && (cell.p_adjusted ?? 1) <= 0.05).length;
    expect(found).toBeGreaterThan(20);
    expect(text).toContain(`66 pairs of 12 sides, ${cells.length} differences`);
    expect(text).toContain(`Totals: ${found} of ${66 * 3} found at 5 %`);
    expect(text.indexOf('Totals:')).toBeLessThan(text.indexOf('Topics:'));
    expect(text).toMatch(/stands out.*\n.*name-0.* refusal +10 of 11 +0 of 11/);
  });

  it('says which pair a warning is about, and keeps to a few of them', () => {
    const asked = (target: string, withheld: number) =>
      Array.from({ length: 40 }, (_, i) =>
        seen({ target, probe: `p${i}`, ...(i < withheld ? { delivery: 'provider_filter', class: null } : {}) }),
      );
    const three = acrossText(
      compareAcross(
        ['a', 'b', 'c'].flatMap((name, i) => asked(name, i < 2 ? 0 : 30)),
        'targets',
      ),
    );
    const said = three.replaceAll('\n', ' ');
    expect(said).toContain('warning: a → c and 1 more pair: 0 of 40 answers were withheld');
    const few = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name, i) => asked(name, i * 8));
    const many = acrossText(compareAcross(few, 'targets'));
    expect(many.match(/warning: /g)?.length).toBe(6);
    expect(many).toMatch(/and \d+ more warnings, which --all prints with their pairs/);
    const alone = acrossText(
      compareAcross(
        ['a', 'b'].flatMap((name, i) => asked(name, i * 30)),
        'targets',
      ),
    );
    expect(alone).toContain('warning: 0 of 40 answers');
  });

  it('leaves every figure to CSV, one cell a line, safe for spreadsheets', () => {
    const lines = comparisonCsv(comparisons).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + comparisons.flatMap((one) => one.cells).length);
    const [head = '', first = ''] = lines;
    expect(head.startsWith('base,candidate,lang,topic,class,estimand,pairs,clusters')).toBe(true);
    expect(first.split(',')).toHaveLength(head.split(',').length);
    const [risky] = compareAcross([seen({ target: '=a"b' }), seen({ target: '=a"c' })], 'targets');
    expect(comparisonCsv(risky === undefined ? [] : [risky]).split('\n')[1]).toMatch(/^"'=a""b","'=a""c"/);
  });
});

describe('comparisonText', () => {
  it('says how many verdicts are unsure on each side, and nothing where none is', () => {
    const side = (unsure: number) =>
      Array.from({ length: 20 }, (_, i) => seen({ probe: `p${i}`, ...(i < unsure ? { unsure: true } : {}) }));
    const labels = { base: 'a', candidate: 'b' };
    const said = (text: string) => text.replaceAll('\n', ' ');
    expect(compare(side(3), side(12), labels).unsure).toEqual({ base: 3, candidate: 12 });
    expect(said(comparisonText(compare(side(3), side(12), labels)))).toContain(
      'Unsure, counted by their likeliest class: 3 verdicts of the base and 12 of the candidate, of 20 on each side.',
    );
    expect(comparisonText(compare(side(0), side(0), labels))).not.toContain('Unsure');
    const apart = side(2).map((one) => ({ ...one, probe: `q${one.probe}`, variant: `q${one.variant}` }));
    expect(said(comparisonText(compare(side(1), apart, labels, { pairBy: 'nothing' })))).toContain(
      '1 verdict of the base and 2 of the candidate, of 40 on both sides.',
    );
  });

  it('says how answers moved between refusing and reciting, and what is equivalent', () => {
    const base = Array.from({ length: 80 }, (_, i) => seen({ probe: `p${i}`, class: i < 20 ? 'refusal' : 'neutral' }));
    const moved = base.map((one, i) => ({ ...one, class: i < 12 ? ('official_narrative' as const) : one.class }));
    const text = comparisonText(compare(base, moved, { base: 'a', candidate: 'b' }, { equivalent: 0.05 }));
    expect(text).toContain('en: 12 of 20 refusals became official narrative, 0 went back');
    expect(text.replaceAll('\n', ' ')).toContain(
      'Equivalent within ±5 points (two one-sided tests at 5 %, each by itself), 1 of 3: en neutral.',
    );
  });
});
