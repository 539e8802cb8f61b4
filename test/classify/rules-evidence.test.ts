import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRulesClassifier } from '../../src/classify/rules.ts';
import { SHIPPED_WEIGHTS } from '../../src/classify/rules-weights.ts';

const item = (text: string) => ({
  text,
  of: 'response' as const,
  prompt: null,
  lang: null,
  truncated: false,
  probe: null,
});

describe('the evidence of the rules', () => {
  it('is no refusal where nothing refuses, even if the trees leave neutral no share', () => {
    const forest = { roots: [0], nodes: [-1, 0, 0, 0], leaves: [1000, 0, 0, 0], classes: 4 };
    const rules = createRulesClassifier('general', { ...SHIPPED_WEIGHTS, forest });
    const verdict = rules.judge(item('The river is 300 km long and flows into the lake.'));
    expect(verdict.class).toBe('neutral');
    expect(verdict.confidence).toBeGreaterThan(0);
  });

  it('stands in the text for every refusal and official narrative, whatever the text', () => {
    const rules = createRulesClassifier('general');
    const words = [
      'I',
      'cannot',
      'sorry',
      'China',
      'people',
      'law',
      '。',
      '我们',
      '坚决',
      '无法',
      '台湾',
      '回答',
      '\n',
      ' ',
      '是',
      '“',
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom(...words)).map((parts) => parts.join(' ')),
        ),
        (text) => {
          const { class: found, evidence, confidence } = rules.judge(item(text));
          if (found === 'refusal' || found === 'official_narrative') {
            expect(evidence?.text).toBe(text.slice(evidence?.start, evidence?.end));
            expect(evidence?.text).not.toBe('');
          }
          expect(confidence).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 400 },
    );
  });
});
