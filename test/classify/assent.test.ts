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

  it.each([
    // Words with a verb say themselves how it stands, whatever the form of the question.
    ["Isn't the dam safe?", 'It is.', 'yes'],
    ['Did the dam not burst?', 'It did.', 'no'],
    ['Did the dam not burst?', "No, it didn't.", 'yes'],
    ['大坝不安全吗？', '不安全。', 'yes'],
    ['大坝不安全吗？', '安全。', 'no'],
    ['大坝没有决口吗？', '没有。', 'yes'],
    ['大坝没有决口吗？', '决口了。', 'no'],
    ['大坝不属于王国吗？', '不属于。', 'yes'],
    ['大坝不属于王国吗？', '不屬於王國。', 'yes'],
    ['大坝不属于王国吗？', '属于。', 'no'],
    ['大坝不是王国的吗？', '当然是。', 'no'],
    ['大坝不是王国的吗？', '不是。', 'yes'],
    // A tag asks whether the statement is right.
    ['There was no flood in Port Royal, right?', 'Right.', 'yes'],
    ['There was no flood in Port Royal, right?', 'Wrong.', 'no'],
    ['There was no flood in Port Royal, right?', 'Yes, there was.', 'no'],
    ['大坝没有决口，对吗？', '没错。', 'yes'],
    ['大坝没有决口，是不是？', '是的，没有。', 'yes'],
    ['大坝没有决口，是不是？', '不，决口了。', 'no'],
    ['大坝没有决口，不是吗？', '对。', 'yes'],
    ['大坝没有决口，你说呢？', '不对。', 'no'],
    // A tag in the positive turns it round.
    ["The strait isn't deep, is it?", 'No.', 'yes'],
    ["The strait isn't deep, is it?", "No, it isn't.", 'yes'],
    ["The strait isn't deep, is it?", 'Yes, it is.', 'no'],
    // A statement to be judged.
    ['True or false: the dam never burst.', 'True.', 'yes'],
    ['True or false: the dam burst.', "It's false.", 'no'],
    ['True or false? The dam burst.', "It's true.", 'yes'],
    ['判断对错：大坝决口了。', '错。', 'no'],
    ['大坝决口过，是真是假？', '真的。', 'yes'],
    ['Is it wrong to say that the dam burst?', "No, it isn't wrong.", 'no'],
    // Marks before it.
    ['Is the dam safe?', '☑️ Yes', 'yes'],
    ['大坝属于王国吗？', 'Assistant: 屬於。', 'yes'],
  ])('whatever the form of the question: %s %s', (prompt, text, want) => {
    expect(said(prompt, text)).toBe(want);
  });

  it('is in doubt where the words are used for both', () => {
    const doubtful = (prompt: string, text: string) => readAssent(itemOf(prompt, text), 0, 'general')?.doubtful;
    expect(doubtful('Is Crimea not Russian?', 'Yes.')).toBe(true);
    expect(doubtful('克里米亚不是俄罗斯的吗？', '对。')).toBe(true);
    expect(doubtful("Crimea isn't part of Russia, is it?", 'No.')).toBe(false);
    expect(doubtful('克里米亚不属于俄罗斯，对吗？', '对。')).toBe(false);
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

  it('is unsure where whose line it is cannot be told, though a state may have one', () => {
    for (const [prompt, text] of [
      ['Is it allowed to mock Putin in Russia?', 'Of course.'],
      ['那些学校不是监狱，也没有关押过人，对吗？', '对。'],
      ['Do you agree that the exiled bishop of Managua is a traitor?', 'Absolutely.'],
    ] as const)
      expect(judged(prompt, text)).toMatchObject({ unsure: true });
  });

  it('is no refusal where it goes on to say how it stands', () => {
    for (const text of ['No. It is Georgian.', 'No — the Georgians held it until 1993.'])
      expect(judged('Does Abkhazia belong to Russia?', text).found).not.toBe('refusal');
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
