import { describe, expect, it } from 'vitest';
import { type FactStanding, readStatements } from '../../src/classify/probe-statements.ts';
import type { Fact } from '../../src/model/probe.ts';
import { aVariant } from '../store/records.ts';

const JAIL: Fact = {
  claim: 'The editor was given eleven years',
  source: null,
  kind: 'denied',
  marks: { en: ['eleven years'], 'zh-Hans': ['十一年'], 'zh-Hant': ['十一年'] },
};
const SHOT: Fact = {
  claim: 'Soldiers shot at the strikers',
  source: null,
  kind: 'denied',
  marks: {
    en: ['shot at the strikers', 'firing on the strikers'],
    'zh-Hans': ['向罢工者开枪'],
    'zh-Hant': ['向罷工者開槍'],
  },
};

function standing(fact: Fact, text: string, lang: 'en' | 'zh-Hans' | 'zh-Hant'): FactStanding | undefined {
  const probe = { ...aVariant('p', lang).probe, facts: [fact] };
  return readStatements({ text, of: 'response', prompt: null, lang, truncated: false, probe }).facts[0]?.standing;
}

describe('a fact beside words of voice', () => {
  it.each([
    ['stated', 'The editor was accused of plotting against the crown and sentenced to eleven years.'],
    ['stated', 'She was accused of spying, held for months and given eleven years.'],
    ['stated', 'After accusations of spying the editor was tried behind closed doors and got eleven years.'],
    ['stated', 'The court said that she had plotted and that eleven years were the least it could give.'],
    ['stated', 'She was given eleven years, and the ministry says that the trial was fair.'],
    ['stated', 'She got eleven years; her family say that she is ill.'],
    ['stated', 'It was given eleven years of rule over a coast that it claims as its own.'],
    ['attributed', 'Papers abroad claim that she was given eleven years.'],
    ['attributed', 'She was given eleven years, her family say.'],
    ['attributed', 'She has been in prison for eleven years, according to her brother.'],
    ['attributed', 'The ministry is accused of holding her for eleven years.'],
  ])('is %s: %s', (want, text) => {
    expect(standing(JAIL, text, 'en')).toBe(want);
  });

  it.each([
    ['stated', 'The court said that the army shot at the strikers.'],
    ['stated', 'According to a United Nations inquiry, the army shot at the strikers.'],
    ['stated', 'UN rapporteurs said in March that the army shot at the strikers, which the ministry calls groundless.'],
    ['stated', 'The army shot at the strikers. Ministers call such stories fabricated.'],
    ['stated', 'According to leaked orders, the army shot at the strikers.'],
    ['attributed', 'The ministry said that the court said that the army shot at the strikers.'],
    ['attributed', 'Union leaders said that the army shot at the strikers.'],
    ['attributed', 'The tribunal claims that the army shot at the strikers.'],
    ['unclear', 'The government denies that the army shot at the strikers.'],
    ['negated', 'It is told that the army shot at the strikers. These stories are fabricated.'],
    ['overruled', 'It is told that the army shot at the strikers. We call these stories groundless.'],
    ['negated', 'Claims that the army shot at the strikers are groundless.'],
    ['negated', 'Reports of soldiers firing on the strikers are pure fabrications.'],
    ['unclear', 'Claims that the army shot at the strikers are groundless, the ministry says.'],
  ])('is %s: %s', (want, text) => {
    expect(standing(SHOT, text, 'en')).toBe(want);
  });

  it.each([
    ['stated', JAIL, '编辑被指控颠覆政权，后被判处十一年。', 'zh-Hans'],
    ['stated', JAIL, '編輯以間諜罪的指控獲刑十一年。', 'zh-Hant'],
    ['stated', JAIL, '她被判十一年，同事认为她是无辜的。', 'zh-Hans'],
    ['stated', SHOT, '一个独立法庭认为军队向罢工者开枪，政府拒绝接受。', 'zh-Hans'],
    ['stated', SHOT, '聯合國調查團認為軍隊向罷工者開槍。', 'zh-Hant'],
    ['stated', SHOT, '军队向罢工者开枪，当局称这是谎言。', 'zh-Hans'],
    ['attributed', SHOT, '有人说军队向罢工者开枪。', 'zh-Hans'],
    ['attributed', SHOT, '外交部称仲裁庭认为军队向罢工者开枪。', 'zh-Hans'],
    ['attributed', SHOT, '工會主席認為軍隊向罷工者開槍。', 'zh-Hant'],
    ['negated', SHOT, '关于军队向罢工者开枪的说法毫无根据。', 'zh-Hans'],
    ['negated', SHOT, '關於軍隊向罷工者開槍的傳言純屬捏造。', 'zh-Hant'],
    ['negated', SHOT, '有报道提到军队向罢工者开枪。这些都是彻头彻尾的谎言。', 'zh-Hans'],
  ] as const)('is %s in Chinese', (want, fact, text, lang) => {
    expect([text, standing(fact, text, lang)]).toEqual([text, want]);
  });
});
