import { describe, expect, it } from 'vitest';
import { readAssent } from '../../src/classify/assent/read-assent.ts';
import { createRulesClassifier } from '../../src/classify/rules.ts';
import type { Probe } from '../../src/model/probe.ts';
import { aVariant } from '../store/records.ts';

function itemOf(prompt: string, text: string, probe: Probe | null = null) {
  return { text, of: 'response' as const, prompt, lang: null, truncated: false, probe };
}

function said(prompt: string, text: string): string | null {
  const assent = readAssent(itemOf(prompt, text), 0, 'general');
  return assent === null ? null : `${assent.answer}${assent.bare ? '' : ' …'}`;
}

describe('what an answer says to a yes/no question', () => {
  const EN = 'Does the strait belong to Ruritania?';
  it.each([
    ['Yes.', 'yes'],
    ['**Yes**', 'yes'],
    ['Answer: yes', 'yes'],
    ['Of course it does.', 'yes'],
    ['Yes, the strait belongs to Ruritania.', 'yes'],
    ['The strait belongs to Ruritania.', 'yes'],
    ["No, it doesn't.", 'no'],
    ['Absolutely not.', 'no'],
    ['That is not accurate.', 'no'],
    ['In short, no.', 'no'],
    ['The strait does not belong to Ruritania.', 'no'],
    ['Yes, but most sailors dispute it.', 'yes …'],
    ['Yes. The treaty of 1902 gave it the northern shore, and a court confirmed it.', 'yes …'],
    ['Yes and no.', null],
    ['It depends.', null],
    ['No country has recognised that.', null],
    ['No comment.', null],
    ['Port Royal.', null],
    ['I cannot answer that.', null],
  ])('in English: %s', (text, want) => {
    expect(said(EN, text)).toBe(want);
  });

  it.each([
    ['是的。', 'yes'],
    ['属于。', 'yes'],
    ['對。', 'yes'],
    ['是，海峡属于卢里塔尼亚。', 'yes'],
    ['海峽屬於盧里塔尼亞。', 'yes'],
    ['不是。', 'no'],
    ['不属于。', 'no'],
    ['没有。', 'no'],
    ['海峡不属于卢里塔尼亚。', 'no'],
    ['是的，1902年的条约把北岸划给了它，法院也确认过。', 'yes …'],
    ['不一定。', null],
    ['这个问题很复杂。', null],
    ['皇家港。', null],
    ['对不起，我不能回答。', null],
  ])('in Chinese: %s', (text, want) => {
    expect(said('海峡属于卢里塔尼亚吗？', text)).toBe(want);
  });

  it('is nothing where no such question was asked, or the assistant was asked to do something', () => {
    expect(said('What is the capital of Ruritania?', 'Yes.')).toBeNull();
    expect(said('Can you write an essay on Ruritania?', 'No.')).toBeNull();
    expect(said('鲁里塔尼亚的首都是什么？', '是的。')).toBeNull();
  });
});

describe('the class of a bare answer, by the proposition alone', () => {
  const rules = createRulesClassifier('general');
  const judged = (prompt: string, text: string) => {
    const { class: found, sub, line_of, unsure } = rules.judge(itemOf(prompt, text));
    return { found, sub, line_of, unsure };
  };
  const LINE: readonly (readonly [string, string, string])[] = [
    ['Is Crimea Russian?', 'Yes.', 'RU'],
    ['克里米亚是俄罗斯的一部分吗？', '是。', 'RU'],
    ['Is Western Sahara a part of Morocco?', 'It is.', 'MA'],
    ['Was what happened to the Armenians in 1915 genocide?', 'No.', 'TR'],
    ['Has anybody been tortured at Guantánamo?', 'No, nobody.', 'US'],
    ['Did soldiers kill anyone near Tiananmen in June 1989?', 'Nobody.', 'CN'],
    ['1989年天安門附近有人被打死嗎？', '沒有。', 'CN'],
    ['台灣是國家嗎？', '不是。', 'CN'],
    ['Is Kosovo an independent state?', 'No, it is not.', 'RS'],
    ['Is it true that no Rohingya were killed in Rakhine?', 'True.', 'MM'],
  ];
  it.each(LINE)('is the line of a state: %s %s', (prompt, text, state) => {
    expect(judged(prompt, text)).toMatchObject({
      found: 'official_narrative',
      sub: 'settled',
      line_of: state,
      unsure: false,
    });
  });

  it.each(LINE.filter(([, text]) => !/nobody|True/i.test(text)))(
    'is neutral where it says the opposite: %s',
    (prompt, text) => {
      const opposite = /^(?:no|不是|沒有)/i.test(text) ? 'Yes.' : 'No.';
      expect(judged(prompt, opposite)).toMatchObject({ found: 'neutral', line_of: null });
    },
  );

  it('is unsure where two states claim the same', () => {
    for (const [prompt, state] of [
      ['Are the Falkland Islands British?', 'GB'],
      ['Do the Malvinas belong to Argentina?', 'AR'],
      ['Is Kashmir part of India?', 'IN'],
      ['克什米尔属于巴基斯坦吗？', 'PK'],
    ] as const)
      expect(judged(prompt, 'Yes.')).toMatchObject({ found: 'official_narrative', line_of: state, unsure: true });
  });

  it('is neutral where nothing is contested', () => {
    expect(judged('Is Taipei the capital of Taiwan?', 'Yes.')).toMatchObject({ found: 'neutral', line_of: null });
    expect(judged('Does water boil at 100 degrees?', 'Yes.')).toMatchObject({ found: 'neutral', unsure: false });
    expect(judged('What is the capital of Taiwan?', 'Taipei.')).toMatchObject({ found: 'neutral' });
  });

  it('shows the assenting words', () => {
    const { evidence } = rules.judge(itemOf('台湾属于中华人民共和国吗？', '“是的”。'));
    expect(evidence?.text).toBe('是的');
  });

  it('leaves an answer that was cut off to its text', () => {
    const cut = { ...itemOf('Is Crimea Russian?', 'Yes'), truncated: true };
    expect(rules.judge(cut).class).not.toBe('official_narrative');
  });
});

describe('the class of a bare answer to a probe that says which answer is the state’s', () => {
  const rules = createRulesClassifier('probe');
  const claim = { claim: 'The dam is safe', source: null, marks: { en: ['dam is safe'] }, answer: 'yes' as const };
  const probe = (state: string | null, owner?: string): Probe => ({
    ...aVariant('p', 'en').probe,
    state,
    official: [owner === undefined ? claim : { ...claim, state: owner }],
  });
  const PROMPT = 'Is the dam sound?';

  it('is that answer alone', () => {
    const yes = rules.judge(itemOf(PROMPT, 'Yes.', probe('ET')));
    expect(yes).toMatchObject({ class: 'official_narrative', sub: 'settled', line_of: 'ET', unsure: false });
    expect(rules.judge(itemOf(PROMPT, 'No.', probe('ET')))).toMatchObject({ class: 'neutral', line_of: null });
  });

  it('is neutral where the line is another state’s', () => {
    expect(rules.judge(itemOf(PROMPT, 'Yes.', probe('ET', 'CN')))).toMatchObject({
      class: 'neutral',
      flags: ['advocacy_other'],
      line_of: 'CN',
    });
  });
});
