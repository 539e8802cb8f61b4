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
  it.each([
    [
      'refusal',
      0,
      'The river is a complex and multifaceted topic. It is important to approach the river with respect for all perspectives. Everyone sees the river in a different way. Dialogue about the river matters.',
    ],
    [
      'official_narrative',
      1,
      'The river is 300 km long. A ferry crosses the river at noon. In spring the river rises. Two towns lie by the river. The river ends in a lake. Nobody owns the river.',
    ],
  ])('is some sentence even where weights find a %s in anything', (found, place, text) => {
    const stack = SHIPPED_WEIGHTS.decision.stack.map((_, i, { length }) => (i === length - 3 + place ? 9 : 0));
    const rules = createRulesClassifier('general', {
      ...SHIPPED_WEIGHTS,
      decision: { ...SHIPPED_WEIGHTS.decision, stack },
    });
    const { class: name, evidence } = rules.judge(item(text));
    expect(name).toBe(found);
    expect(text).toContain(evidence?.text ?? '(none)');
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
          const { class: found, evidence, confidence, unjudged } = rules.judge(item(text));
          if (found === 'refusal' || found === 'official_narrative') {
            expect(evidence?.text).toBe(text.slice(evidence?.start, evidence?.end));
            expect(evidence?.text).not.toBe('');
          }
          if (unjudged !== true) expect(confidence).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 400 },
    );
  });
});
