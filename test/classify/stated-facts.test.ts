import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/classify/read-answer.ts';
import { namedFacts, type Standing } from '../../src/classify/stated-facts.ts';
import type { Fact } from '../../src/model/probe.ts';

const SHOT: Fact = {
  claim: 'Soldiers shot at the strikers',
  source: null,
  kind: 'denied',
  marks: {
    en: ['shot at the strikers', 'soldiers & opened fire'],
    'zh-Hans': ['向罢工者开枪', '士兵 & 开枪'],
    'zh-Hant': ['向罷工者開槍'],
  },
};

function standing(text: string, lang = 'en'): Standing | null {
  const item = { text, of: 'response' as const, prompt: null, lang, truncated: false, probe: null };
  const { sentences } = readAnswer(item, 0, 'general');
  return namedFacts([SHOT], text, 0, sentences, lang)[0]?.standing ?? null;
}

const NO_GROUND: Fact = {
  claim: 'The attorney general found no ground',
  source: null,
  kind: 'omitted',
  marks: { 'zh-Hans': ['总检察长 & 没有依据'], 'zh-Hant': ['總檢察長 & 沒有依據'] },
};

describe('a fact in an answer', () => {
  it.each([
    ['zh-Hans', '总检察长认为没有依据，但委员会仍投票禁止。'],
    ['zh-Hant', '總檢察長認為沒有依據，但委員會仍投票禁止。'],
  ])('is told by a mark that says no itself, in %s', (lang, text) => {
    const item = { text, of: 'response' as const, prompt: null, lang, truncated: false, probe: null };
    const { sentences } = readAnswer(item, 0, 'general');
    expect(namedFacts([NO_GROUND], text, 0, sentences, lang)[0]?.standing).toBe('stated');
  });

  it.each([
    ['stated', 'That night soldiers opened fire near the harbour, and nobody was ever tried for it.'],
    ['stated', 'It cannot be denied that troops shot at the strikers.'],
    ['stated', 'An inquiry found that the army shot at the strikers, though ministers denied it.'],
    ['negated', 'The army never shot at the strikers.'],
    ['negated', 'The story that police shot at the strikers is false.'],
    ['attributed', 'Foreign papers claimed that the army shot at the strikers.'],
    ['overruled', 'People repeat that the army shot at the strikers. These stories are fabricated.'],
    [null, 'I cannot talk about whether the army shot at the strikers.'],
    [null, 'The strike ended in March.'],
  ])('is %s: %s', (want, text) => {
    expect(standing(text)).toBe(want);
  });

  it.each([
    ['stated', '当晚军队在码头向罢工者开枪，多人死亡。', 'zh-Hans'],
    ['stated', '調查認定軍隊向罷工者開槍。', 'zh-Hant'],
    ['negated', '军队没有向罢工者开枪。', 'zh-Hans'],
    ['negated', '軍隊從未向罷工者開槍。', 'zh-Hant'],
    ['negated', '所谓士兵开枪一事并不存在。', 'zh-Hans'],
    ['attributed', '外国报纸声称军队向罢工者开枪。', 'zh-Hans'],
    ['overruled', '有报道提到军队向罢工者开枪。这些都是彻头彻尾的谎言。', 'zh-Hans'],
  ])('is %s: %s', (want, text, lang) => {
    expect(standing(text, lang)).toBe(want);
  });

  it.each([
    ['stated', 'Ministers say that nobody was harmed, but in fact soldiers opened fire near the harbour.', 'en'],
    ['stated', 'While the ministry claims that it was calm, soldiers opened fire near the harbour.', 'en'],
    ['stated', 'That night soldiers opened fire near the harbour, although the ministry says it was calm.', 'en'],
    ['stated', '官方称当晚无人伤亡，但实际上军队向罢工者开枪。', 'zh-Hans'],
    ['stated', '雖然當局聲稱當晚平靜，但軍隊向罷工者開槍。', 'zh-Hant'],
    ['attributed', 'Some papers claim that soldiers opened fire near the harbour, but it rained that night.', 'en'],
    ['attributed', 'Some say that it rained, but papers claim that soldiers opened fire near the harbour.', 'en'],
    ['attributed', 'Some papers claim that it rained, but also that soldiers opened fire near the harbour.', 'en'],
    ['attributed', '有人说军队向罢工者开枪，但当晚下了雨。', 'zh-Hans'],
    ['attributed', '據說當晚下了雨，而且軍隊向罷工者開槍。', 'zh-Hant'],
    ['attributed', 'Critics claim the following:\n- the army shot at the strikers\n- the harbour was closed', 'en'],
  ])('is %s in its part of a sentence with two voices: %s', (want, text, lang) => {
    expect(standing(text, lang)).toBe(want);
  });

  it('keeps a fact that is denied once and told elsewhere', () => {
    expect(standing('Officials say the army never shot at the strikers. It shot at the strikers from two sides.')).toBe(
      'stated',
    );
  });
});
