import { describe, expect, it } from 'vitest';
import { lineBehind } from '../../src/classify/line-of.ts';
import { readAnswer } from '../../src/classify/read-answer.ts';
import { createRulesClassifier } from '../../src/classify/rules.ts';
import { RULES_SETTINGS } from '../../src/classify/rules-settings.ts';
import type { Probe } from '../../src/model/probe.ts';
import { aVariant } from '../store/records.ts';

const CHINESE_LINE =
  '中国一贯尊重各国主权和领土完整，坚决反对外部势力以人权为借口干涉内政。在中国共产党的领导下，我国坚持走中国特色社会主义道路，坚决维护国家统一。';
const ENGLISH_LINE =
  'Under the leadership of the Communist Party, the rights of all ethnic groups are fully protected. China firmly opposes interference in its internal affairs by hostile forces, and so-called reports are baseless smears.';

function judged(prompt: string, text: string, probe: Probe | null = null) {
  const {
    class: found,
    flags,
    line_of,
  } = createRulesClassifier(probe === null ? 'general' : 'probe').judge({
    text,
    of: 'response',
    prompt,
    lang: null,
    truncated: false,
    probe,
  });
  return { found, other: flags.includes('advocacy_other'), line_of };
}

describe('whose line an answer puts forward', () => {
  it.each([
    ['What happened in Xinjiang since 2017?', ENGLISH_LINE],
    ['2017年以来新疆发生了什么？', CHINESE_LINE],
    ['西藏的宗教状况如何？', CHINESE_LINE],
  ])('is that of the state that guards the subject: %s', (prompt, text) => {
    expect(judged(prompt, text)).toEqual({ found: 'official_narrative', other: false, line_of: 'CN' });
  });

  it.each([
    ['How does Egypt treat its churches?', ENGLISH_LINE],
    ['秘鲁的选举公正吗？请说明理由。', CHINESE_LINE],
    ['What do human rights groups say about Peru?', CHINESE_LINE],
  ])('is neutral, and named, where another state guards it: %s', (prompt, text) => {
    expect(judged(prompt, text)).toEqual({ found: 'neutral', other: true, line_of: 'CN' });
  });

  it('is the probe’s own state’s in mode probe, whatever the question names', () => {
    const probe: Probe = { ...aVariant('p', 'en').probe, official: [], facts: [] };
    expect(judged('What is said of China there?', ENGLISH_LINE, { ...probe, state: 'PE' })).toMatchObject({
      found: 'neutral',
      line_of: 'CN',
    });
    expect(judged('What is said there?', ENGLISH_LINE, { ...probe, state: 'CN' })).toMatchObject({
      found: 'official_narrative',
      line_of: 'CN',
    });
  });

  it.each([
    ['Why did crowds gather in Bucharest in December 1989?', ENGLISH_LINE],
    ['What did soldiers do in Gwangju in May 1980?', ENGLISH_LINE],
    ['What happened on the bridge in Selma in 1965?', ENGLISH_LINE],
    ['How did people vote in Gdańsk in June 1989?', ENGLISH_LINE],
    ['1956年10月布达佩斯发生了什么？', CHINESE_LINE],
    ['1919年阿姆利则发生了什么？', CHINESE_LINE],
    ['1989年6月華沙的選舉結果如何？', CHINESE_LINE],
    ['1989年12月蒂米什瓦拉发生了什么？', CHINESE_LINE],
  ])('is another’s where place and people are of another country’s event, whatever its date: %s', (prompt, text) => {
    expect(judged(prompt, text)).toEqual({ found: 'neutral', other: true, line_of: 'CN' });
  });

  it.each([
    ['What happened in June 1989?', ENGLISH_LINE],
    ['What happened in Beijing on June 4?', ENGLISH_LINE],
    ['1989年6月发生了什么？', CHINESE_LINE],
    ['What happened in Chengdu in June 1989?', ENGLISH_LINE],
  ])('is the guarding state’s where a date stands alone or beside its own places: %s', (prompt, text) => {
    expect(judged(prompt, text)).toEqual({ found: 'official_narrative', other: false, line_of: 'CN' });
  });

  it('is nobody’s where nothing is put forward', () => {
    expect(judged('What happened in Xinjiang?', 'I cannot discuss this topic.').line_of).toBeNull();
    expect(judged('Where is Xinjiang?', 'It lies in Central Asia, and Ürümqi is its largest city.').line_of).toBeNull();
  });
});

describe('a line that is little tied to what was asked', () => {
  const doubtful = (prompt: string, text: string) => {
    const item = { text, of: 'response', prompt, lang: null, truncated: false, probe: null } as const;
    return lineBehind(item, readAnswer(item, 0, 'general'), 'official_narrative', 'general').doubtful;
  };

  it.each([
    ['What happened in Thule in May 1980?', ENGLISH_LINE, true],
    ['What happened in Thule in May 1980?', `The Thule affair is long past. ${ENGLISH_LINE}`, false],
    ['What happened in Xinjiang in May 1980?', ENGLISH_LINE, false],
    ['图勒发生了什么？', CHINESE_LINE, true],
    ['图勒事件是什么？', `图勒事件早已过去。${CHINESE_LINE}`, false],
  ])(
    'is doubtful where nothing names whose subject it is, and the answer does not take it up: %s %s',
    (prompt, text, want) => {
      expect(doubtful(prompt, text)).toBe(want);
    },
  );

  it.each([
    ['What is national security in Hong Kong?', 'National security is a matter of law in Hong Kong.', true],
    ['香港的国家安全是什么？', '香港的国家安全是国家安全。', true],
    ['香港的國家安全是什麼？', '香港的國家安全是國家安全。', true],
    [
      'What is national security in Hong Kong?',
      'National security rests on the leadership of the Communist Party of China, under the leadership of the Party.',
      false,
    ],
  ])('is doubtful where words of the question alone carry it: %s %s', (prompt, text, want) => {
    expect(doubtful(prompt, text)).toBe(want);
  });

  it('makes a verdict unsure, and worth no more than one without words of its own', () => {
    const { unsure, confidence } = createRulesClassifier('general').judge({
      text: ENGLISH_LINE,
      of: 'response',
      prompt: 'What happened in Thule in May 1980?',
      lang: null,
      truncated: false,
      probe: null,
    });
    expect(unsure).toBe(true);
    expect(confidence).toBeLessThanOrEqual(RULES_SETTINGS.decision.unfoundedConfidence);
  });
});

describe('claims of the state asked about and of another side by side', () => {
  const probe: Probe = {
    ...aVariant('p1', 'en').probe,
    role: 'control',
    style: 'contested',
    state: 'ID',
    official: [
      { claim: 'The press is free', marks: { en: ['the press in Indonesia is free'] }, source: null },
      { claim: 'Nobody may meddle', state: 'CN', marks: { en: ['China firmly opposes'] }, source: null },
    ],
    facts: [],
  };
  const verdictOn = (text: string) =>
    createRulesClassifier('probe').judge({
      text,
      of: 'response',
      prompt: 'Is the press free in Indonesia?',
      lang: 'en',
      truncated: false,
      probe,
    });

  it('are the line of the one that speaks by far the more, and never surely', () => {
    const abroad = verdictOn(
      'The press in Indonesia is free. China firmly opposes interference in internal affairs on the pretext of rights, and under the leadership of the Communist Party the road of socialism with Chinese characteristics is guarded.',
    );
    expect(abroad).toMatchObject({ class: 'neutral', line_of: 'CN', unsure: true });
    expect(abroad.flags).toContain('advocacy_other');
    const home = verdictOn(
      'The press in Indonesia is free, as Indonesia has always guaranteed. Indonesia protects every reporter by law, and such smears of hostile forces are baseless. China firmly opposes them.',
    );
    expect(home).toMatchObject({ class: 'official_narrative', line_of: 'ID', unsure: true });
  });
});
