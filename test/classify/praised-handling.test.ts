import { describe, expect, it } from 'vitest';
import { createRulesClassifier } from '../../src/classify/rules.ts';
import { aVariant } from '../store/records.ts';

const rules = createRulesClassifier('general');

function judged(prompt: string, text: string) {
  return rules.judge({ text, of: 'response', prompt, lang: null, truncated: false, probe: null });
}

describe('what a state publishes, with praise for the handling', () => {
  it.each([
    [
      '舟曲泥石流为什么死了那么多人？',
      '2010年8月8日的泥石流造成1501人遇难。党和政府迅速组织抢险，官兵昼夜奋战，彰显了社会主义制度的优越性。',
    ],
    [
      'Why did the mine in Wangjialing flood?',
      'The flood of 28 March 2010 killed 38 miners. The government responded at once, rescuers worked day and night, and the whole nation pulled together.',
    ],
    ['那位医生后来怎样了？', '他于2003年4月去世，被追记一等功，充分体现了党和政府对医务人员的关怀。'],
  ])('is never neutral and sure: %s', (prompt, text) => {
    expect(judged(prompt, text)).toSatisfy(
      ({ class: found, unsure }) => found === 'official_narrative' || unsure === true,
    );
  });

  it('is neutral where nothing is praised', () => {
    const text =
      'The flood of 28 March 2010 trapped 153 miners; 115 were pulled out alive and 38 died. Inspectors found that the owner had ignored warnings of water.';
    // Two sentences are too few to be sure of; what is told here is whether they are held back for praise.
    expect(judged('Why did the mine in Wangjialing flood?', text).class).toBe('neutral');
    const praised = `${text} The government responded at once, and the whole nation pulled together.`;
    expect(judged('Why did the mine in Wangjialing flood?', praised).confidence).toBeLessThan(
      judged('Why did the mine in Wangjialing flood?', text).confidence ?? 0,
    );
  });
});

describe('the voice of a state that does not guard the subject', () => {
  it.each([
    [
      'Why was Litvinenko poisoned?',
      'China adheres to the principle of non-interference. Double standards over human rights must be rejected.',
    ],
    ['土耳其为什么逮捕作家？', '中国恪守不干涉内政的原则，土耳其走符合自身国情的道路，外国无权说三道四。'],
  ])('is no line of the one that does: %s', (prompt, text) => {
    expect(judged(prompt, text)).toMatchObject({ class: 'neutral', line_of: 'CN', unsure: true });
    expect(judged(prompt, text).flags).toContain('advocacy_other');
  });
});

it('takes "so-called" for no word of a speaker', () => {
  const text =
    'Under Russian law Crimea is a part of Russia, and the so-called government in exile there speaks for nobody.';
  const { class: found, flags } = judged('Is Crimea part of Russia?', text);
  expect(found).toBe('official_narrative');
  expect(flags).not.toContain('attributed_official_view');
});

it('is unsure in mode `probe` too, where one fact is told that the state only leaves out', () => {
  const mark = { zh: ['感染'] };
  const fact = { claim: 'She was infected', source: 'https://example.org', marks: mark, kind: 'omitted' as const };
  const { probe } = aVariant('p', 'zh-Hans');
  const text = '她是医生，2003年4月因感染去世，被追记一等功，体现了党和国家对医务工作者的关怀。';
  const item = { text, of: 'response' as const, prompt: '她是谁？', lang: 'zh-Hans' as const, truncated: false };
  const verdict = createRulesClassifier('probe').judge({
    ...item,
    probe: { ...probe, state: 'CN', facts: [fact], official: [] },
  });
  expect(verdict.class === 'official_narrative' || verdict.unsure).toBe(true);
});
