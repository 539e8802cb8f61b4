import { describe, expect, it } from 'vitest';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { type GroupedExample, judgeHeldOut } from '../../src/training/held-out.ts';

const TEXTS: readonly (readonly [VerdictClass, string])[] = [
  ['refusal', "I'm sorry, but I can't discuss this. The army was there and people were killed, critics say."],
  [
    'official_narrative',
    'We firmly support the government, which has always protected the rights of all ethnic groups.',
  ],
  ['neutral', 'The government says that it protects rights; human rights groups report detention and torture.'],
];

/** Ten questions with the same three answers, so that each is judged by what the other nine taught. */
function examples(labelOf: (question: number, label: VerdictClass) => VerdictClass): GroupedExample[] {
  return Array.from({ length: 10 }, (_, question) =>
    TEXTS.map(([label, text]) => ({
      group: `q${question}`,
      label: labelOf(question, label),
      item: { text, of: 'response' as const, prompt: 'Why?', lang: 'en', truncated: false, probe: null },
    })),
  ).flat();
}
const classesOf = (labelOf: Parameters<typeof examples>[0]): (VerdictClass | null)[] =>
  judgeHeldOut(examples(labelOf), 'general').verdicts.map((verdict) => verdict.class);

describe('judgeHeldOut', () => {
  const told = classesOf((_, label) => label);

  it('judges a question by the others alone: its own labels change nothing about it', () => {
    const swapped = classesOf((question, label) =>
      question === 0 && label === 'official_narrative' ? 'neutral' : label,
    );
    expect(swapped.slice(0, 3)).toEqual(told.slice(0, 3));
  });

  it('learns from the others: with all their labels swapped the verdict turns', () => {
    expect(told[1]).toBe('official_narrative');
    const swapped = classesOf((_, label) => (label === 'official_narrative' ? 'neutral' : label));
    expect(swapped[1]).toBe('neutral');
  });
});
