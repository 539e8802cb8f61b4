import { describe, expect, it } from 'vitest';
import { comparisonText } from '../../src/cli/comparison-text.ts';
import { compare } from '../../src/compare/compare.ts';
import { seen } from '../compare/seen.ts';

const labels = { base: 'a', candidate: 'b' };
const base = Array.from({ length: 24 }, (_, i) => seen({ probe: `p${i}`, topic: i < 18 ? 'taiwan' : 'tibet' }));
const worse = base.map((one, i) => ({ ...one, class: i % 2 === 0 ? ('refusal' as const) : one.class }));
const words = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('comparisonText', () => {
  it('shows the family’s interval beside its p, says how both were corrected and what they speak of', () => {
    const found = compare(base, worse, labels);
    const text = comparisonText(found);
    const [total] = found.cells;
    expect(text).toMatch(/en +refusal +24 +0 % +50 % +\+50 \[\+\d+, \+\d+\] +<?[.\d]+/);
    expect(total?.family?.lo).toBeLessThanOrEqual(total?.lo ?? 0);
    expect(text).toContain(
      `[+${Math.round((total?.family?.lo ?? 0) * 100)}, +${Math.round((total?.family?.hi ?? 0) * 100)}]`,
    );
    expect(words(text)).toContain('Intervals hold 95 % for all totals together, and for all topics');
    expect(words(text)).toContain('Of questions like these on these topics.');
    expect(words(text)).toContain('McN.: mid-p of McNemar’s test');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(words(comparisonText(compare(base, worse, labels, { correction: 'holm' })))).toContain('Holm');
    expect(words(comparisonText(compare(base, worse, labels, { correction: 'bh' })))).toContain(
      'Benjamini and Hochberg',
    );
  });

  it('has neither interval nor p where questions are few, and says why', () => {
    const text = comparisonText(compare(base.slice(0, 4), worse.slice(0, 4), labels));
    expect(text).toMatch(/en +refusal +4 +0 % +50 % +\+50 +–/);
    expect(words(text)).toContain('No interval and no p where there are too few: 4 independent questions');
    expect(text).not.toContain('maxT');
  });

  it('names Fisher’s test where the sides share no questions', () => {
    const others = worse.map((one) => ({ ...one, probe: `q${one.probe}`, variant: `q${one.variant}` }));
    expect(words(comparisonText(compare(base, others, labels, { pairBy: 'nothing' })))).toContain('Fisher’s test');
  });
});
