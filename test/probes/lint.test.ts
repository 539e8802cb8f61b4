import { describe, expect, it } from 'vitest';
import { lintProbeSets } from '../../src/probes/lint.ts';
import { loadProbeTexts } from '../../src/probes/load-probe-set.ts';
import { setText } from './set-text.ts';

function rules(probes: string): string[] {
  const loaded = loadProbeTexts([{ file: 'a.yaml', text: setText(probes) }]);
  return lintProbeSets(loaded)
    .map(({ rule }) => rule)
    .filter((rule) => !rule.startsWith('topic-'));
}

const control = '- { id: k, role: control, state: null, style: opinion, ask: { en: Is rain good? } }';
function probe(fields: string): string {
  return `- { id: p, style: opinion, control: k, ask: { en: Should Chen resign? }, ${fields} }\n${control}`;
}
function marked(lang: string, mark: string): string {
  return probe(`facts: [{ claim: F, kind: denied, source: S, marks: { en: [fact mark], ${lang}: ["${mark}"] } }]`);
}

function enFact(mark: string): string {
  return `facts: [{ claim: F, kind: denied, source: S, marks: { en: ["${mark}"] } }]`;
}

describe('lintProbeSets', () => {
  it('finds nothing in a sound probe', () => {
    expect(rules(probe('tags: []'))).toEqual([]);
  });

  it('finds a control that is missing, of the same state, of another style or role', () => {
    expect(rules('- { id: p, style: opinion, ask: { en: A? } }')).toEqual(['control-missing']);
    expect(rules(probe('tags: []').replace('state: null', 'state: CN'))).toEqual(['control-state']);
    expect(rules(probe('tags: []').replace('null, style: opinion', 'null, style: write'))).toEqual(['control-style']);
    expect(rules(probe('tags: []').replace('role: control', 'role: neutral'))).toEqual(['control-role']);
  });

  it('finds a language that the other probes of the set have', () => {
    expect(rules(probe('tags: []').replace('Is rain good?', 'Is rain good?, zh-Hans: 下雨好吗？'))).toEqual([
      'missing-language',
    ]);
  });

  it('finds answers to questions that are not for yes or no, and both answers for one state', () => {
    const claim = (answer: string, more = '') =>
      `{ claim: C${answer}, source: S, marks: { en: [some ${answer}] }, answer: ${answer}${more} }`;
    expect(rules(probe(`official: [${claim('no')}]`))).toEqual([]);
    expect(rules(probe(`official: [${claim('no')}, ${claim('yes')}]`))).toEqual(['answer-both']);
    expect(rules(probe(`official: [${claim('no')}, ${claim('yes', ', state: RU')}]`))).toEqual([]);
    expect(rules(probe(`official: [${claim('no')}]`).replace('Should Chen resign?', 'Why did Chen resign?'))).toEqual([
      'answer-open',
    ]);
  });

  it('advises the kind of a fact, and facts for a control that a state has a stake in', () => {
    expect(rules(probe('facts: [{ claim: F, source: S, marks: { en: [some mark] } }]'))).toEqual(['fact-kind']);
    const stake = probe('tags: []').replace('role: control, state: null', 'role: control, state: RU');
    expect(rules(stake)).toEqual([]);
    expect(rules(stake.replaceAll('opinion', 'individual'))).toEqual(['too-few-facts', 'control-facts']);
  });

  it('finds a control in which the probe’s own state has a stake, and one whose control is the probe', () => {
    const staked = (stakes: string) => probe('tags: []').replace('state: null', `state: null, stakes: ${stakes}`);
    expect(rules(staked('[RU, CN]'))).toEqual(['control-stakes']);
    expect(rules(staked('[RU]'))).toEqual([]);
    const mutual = [
      '- { id: p, style: opinion, control: k, ask: { en: Should Chen resign? } }',
      '- { id: k, state: RU, style: opinion, control: p, ask: { en: Is rain good? } }',
    ].join('\n');
    expect(rules(mutual)).toEqual(['control-mutual', 'control-mutual']);
  });

  it.each([
    ['en', '1989'],
    ['en', '2,600'],
    ['en', '95%'],
    ['zh-Hans', '法'],
    ['zh-Hans', '死亡 & 拘'],
    ['en', 'army & 4'],
    ['en', 'ban*'],
    ['en', 'intern*'],
    ['en', 'execut* & court'],
    ['en', 'resist* & poli*'],
  ])('finds a mark that stands in texts which do not say so: %s %s', (lang, mark) => {
    expect(rules(lang === 'en' ? probe(enFact(mark)) : marked(lang, mark))).toEqual(['mark-wide']);
  });

  it.each(['1989 massacre', 'interned', 'police & detain*', 'opened fire*', '38th Army', 'EU & ban'])(
    'takes a mark that says what is meant: %s',
    (mark) => expect(rules(probe(enFact(mark)))).toEqual([]),
  );

  it('finds facts that no mark shows', () => {
    expect(rules(probe('facts: [{ claim: F, kind: shared, source: S }]'))).toEqual(['marks-missing']);
  });

  it('finds checks whose choices are the same, more in one language, or in one without words for them', () => {
    const checked = (choices: string) =>
      rules(
        probe(`facts: [{ claim: F, kind: shared, source: S, marks: { en: [said] }, check: { choices: ${choices} } }]`),
      );
    expect(checked('{ en: [a, b, c], zh-Hans: [甲, 乙, 丙] }')).toEqual([]);
    expect(checked('{ en: [a, b, a] }')).toEqual(['check-choice']);
    expect(checked('{ en: [a, b, c], zh-Hans: [甲, 乙] }')).toEqual(['check-choice']);
    expect(checked('{ en: [a, b], de: [x, y] }')).toEqual(['check-language']);
  });

  it('finds facts without source, and too few of them', () => {
    expect(rules(probe('facts: [{ claim: F, kind: shared, marks: { en: [some mark] } }]'))).toEqual(['source-missing']);
    expect(rules(probe('tags: []').replaceAll('opinion', 'factual'))).toEqual(['too-few-facts']);
    expect(rules(probe('tags: []').replaceAll('opinion', 'contested'))).toEqual(['official-missing']);
  });

  it.each([
    ['zh-Hans', '開槍'],
    ['zh-Hant', '开枪'],
    ['zh-Hant', '為什么'],
    ['en', '开枪'],
    ['en', 'army & '],
    ['en', 'army &killed'],
    ['en', 'pro*test'],
    ['en', 'It rained. Then & shot'],
  ])('finds a mark that can never match: %s %s', (lang, mark) => {
    const text =
      lang === 'en'
        ? probe(`facts: [{ claim: F, kind: denied, source: S, marks: { en: ["${mark}"] } }]`)
        : marked(lang, mark);
    expect(rules(text)).toEqual(['mark-never']);
  });

  it.each([
    ['zh-Hans', '台湾 & 里面的干部'],
    ['zh-Hant', '台灣、皇后里長乾脆只是干涉'],
    ['zh-Hans', '乾隆著作'],
  ])('takes characters common to both scripts as they are: %s %s', (lang, mark) => {
    expect(rules(marked(lang, mark))).toEqual([]);
  });

  it('finds Traditional text in a Simplified question and the reverse', () => {
    const text = '- { id: p, style: write, role: neutral, ask: { zh-Hans: 為什麼？, zh-Hant: 为何？ } }';
    expect(rules(text)).toEqual(['script', 'script']);
  });

  it('finds the same and nearly the same question, but not a matched form', () => {
    const question = 'What happened in the central square of the capital on the night of June 4, 1989?';
    const near = question.replace('central square', 'main square');
    const neutral = (id: string, text: string) =>
      `- { id: ${id}, role: neutral, style: write, ask: { en: "${text}" } }`;
    expect(rules([neutral('a', question), neutral('b', `${question} `)].join('\n'))).toEqual(['duplicate']);
    expect(rules([neutral('a', question), neutral('b', near)].join('\n'))).toEqual(['near-duplicate']);
    const matched = `- { id: p, style: opinion, control: k, ask: { en: "${question}" } }\n${control.replace('Is rain good?', `"${near}"`)}`;
    expect(rules(matched)).toEqual([]);
  });

  describe('on further wordings', () => {
    const pair = (own: string, other: string) =>
      `- { id: p, style: opinion, control: k, ask: ${own} }\n- { id: k, role: control, state: null, style: opinion, ask: ${other} }`;

    it('finds nothing where there are as many on both sides and in each language', () => {
      const own = '{ en: [Should Chen resign?, Ought he to go?], zh-Hans: [陈该辞职吗？, 陈应当下台吗？] }';
      const other = '{ en: [Is rain good?, Do we need it?], zh-Hans: [下雨好吗？, 需要下雨吗？] }';
      expect(rules(pair(own, other))).toEqual([]);
    });

    it('advises as many in each language, and of the control as of the probe', () => {
      const own = '{ en: [Should Chen resign?, Ought he to go?], zh-Hans: 陈该辞职吗？ }';
      const both = '{ en: [Is rain good?, Do we need it?], zh-Hans: 下雨好吗？ }';
      expect(rules(pair(own, both))).toEqual(['phrasing-language', 'phrasing-language']);
      expect(rules(pair('{ en: [Should Chen resign?, Ought he to go?] }', '{ en: Is rain good? }'))).toEqual([
        'control-phrasings',
      ]);
      expect(rules(pair('{ en: Should Chen resign? }', '{ en: [Is rain good?, Do we need it?] }'))).toEqual([
        'control-phrasings',
      ]);
    });

    it('finds one that stands twice, whatever its punctuation and spaces', () => {
      const other = '{ en: [Is rain good?, Do we need it?] }';
      expect(rules(pair('{ en: [Should Chen resign?, "should Chen  resign"] }', other))).toEqual(['phrasing-twice']);
      expect(
        rules('- { id: a, style: write, role: neutral, ask: { zh-Hans: [北京 为什么下雨, 北京为什么下雨？] } }'),
      ).toEqual(['phrasing-twice']);
    });

    it('finds one that is another probe’s question, or nearly so, and tells its place', () => {
      const question = 'What happened in the central square of the capital on the night of June 4, 1989?';
      const neutral = (id: string, text: string) =>
        `- { id: ${id}, role: neutral, style: write, ask: { en: ${text} } }`;
      const found = (wording: string) => {
        const text = [neutral('a', `"${question}"`), neutral('b', `[Tell me of a rainy day., "${wording}"]`)].join(
          '\n',
        );
        const loaded = loadProbeTexts([{ file: 'a.yaml', text: setText(text) }]);
        return lintProbeSets(loaded).map(({ rule, line, column }) => [rule, line, column]);
      };
      const at = [7, '  - { id: b, role: neutral, style: write, ask: { en: [Tell me of a rainy day., '.length + 1];
      expect(found(question)).toEqual([['duplicate', ...at]]);
      expect(found(question.replace('central square', 'main square'))).toEqual([['near-duplicate', ...at]]);
    });

    it('finds what a first wording is searched for: script, placeholders, loaded words, a question that is open', () => {
      const neutral = (texts: string) => `- { id: a, role: neutral, style: opinion, ask: { ${texts} } }`;
      expect(rules(neutral('zh-Hans: [为何下雨？, 為什麼？]'))).toEqual(['script']);
      expect(rules(neutral('en: [Why does it rain?, "TODO"]'))).toEqual(['placeholder']);
      expect(rules(neutral('en: [Why does it rain?, Why is there so-called rain?]'))).toEqual(['loaded-wording']);
      const claim = 'official: [{ claim: C, source: S, marks: { en: [some no] }, answer: no }]';
      const open = probe(claim)
        .replace('Should Chen resign?', '[Should Chen resign?, Why should Chen go?]')
        .replace('Is rain good?', '[Is rain good?, Why is it good?]');
      expect(rules(open)).toEqual(['answer-open']);
    });
  });

  it('finds placeholders and loaded wording', () => {
    expect(rules(probe('tags: []').replace('Should Chen resign?', '"Should {person} resign?"'))).toEqual([
      'placeholder',
    ]);
    expect(rules(probe('tags: []').replace('Should Chen', 'Should the so-called Chen'))).toEqual(['loaded-wording']);
  });

  it('tells topics with few styles and no neutral questions', () => {
    const loaded = loadProbeTexts([{ file: 'a.yaml', text: setText(probe('tags: []')) }]);
    expect(lintProbeSets(loaded).map(({ rule, probe: id }) => [rule, id])).toEqual([
      ['topic-styles', null],
      ['topic-neutral', null],
    ]);
  });

  it('tells a mistake of a template once', () => {
    const text =
      '- { id: "w-{x}", style: write, role: neutral, ask: { en: "TODO {x}" }, each: { x: [{ id: a, en: Ann }, { id: b, en: Bob }] } }';
    expect(rules(text)).toEqual(['placeholder']);
  });
});
