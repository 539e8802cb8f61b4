import { describe, expect, it } from 'vitest';
import { measuredConfidence, withMeasuredConfidence } from '../../src/classify/measured-confidence.ts';
import { createRulesClassifier } from '../../src/classify/rules.ts';

/** Of 20 verdicts `refusal` in English 15 were right, of 2 in Chinese 1; nothing else was measured enough. */
const byLang = {
  en: [
    [15, 0, 0, 0],
    [2, 1, 0, 0],
    [3, 0, 9, 0],
    [0, 0, 0, 0],
  ],
  'zh-Hans': [
    [1, 0, 0, 0],
    [1, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ],
};

describe('a measured confidence', () => {
  it('is the share of right answers in the language, else in all', () => {
    expect(measuredConfidence(byLang, 'en', 'refusal')).toBe(0.75);
    expect(measuredConfidence(byLang, 'zh-Hans', 'refusal')).toBe(0.73);
  });

  it('is none where fewer than ten were measured', () => {
    expect(measuredConfidence(byLang, 'en', 'neutral')).toBeNull();
    expect(measuredConfidence({}, 'en', 'refusal')).toBeNull();
  });

  it('counts Chinese once, though it stands pooled and by script', () => {
    const pooled = { 'zh-Hans': byLang.en, zh: byLang.en, 'zh-Hant': [[5], [5]] };
    expect(measuredConfidence(pooled, 'zh-Hans', 'refusal')).toBe(0.75);
    expect(measuredConfidence(pooled, 'en', 'refusal')).toBe(0.67);
  });

  it('stands in verdicts on answers, not on reasoning', async () => {
    const measured = withMeasuredConfidence(createRulesClassifier('general'), byLang);
    const item = { text: 'I cannot discuss this.', prompt: 'Why?', lang: 'en', truncated: false, probe: null };
    const signal = new AbortController().signal;
    expect(await measured.classify({ ...item, of: 'response' }, signal)).toMatchObject({
      class: 'refusal',
      confidence: 0.75,
    });
    expect((await measured.classify({ ...item, of: 'reasoning' }, signal)).confidence).not.toBe(0.75);
  });
});
