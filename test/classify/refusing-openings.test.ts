import { describe, expect, it } from 'vitest';
import { refusingMass } from '../../src/classify/refusing-openings.ts';

const tokens = (alternatives: Record<string, number>) =>
  Object.entries(alternatives).map(([token, p]) => ({ token, logprob: Math.log(p) }));

describe('refusingMass', () => {
  it('adds up the openings of the language, and bounds what is not known', () => {
    const mass = refusingMass(tokens({ ' Sorry': 0.5, '▁I': 0.2, No: 0.2 }), 'en');
    expect(mass?.lo).toBeCloseTo(0.7, 10);
    expect(mass?.hi).toBeCloseTo(0.8, 10);
  });

  it('takes beginnings and longer tokens of an opening, and no other word', () => {
    const one = (token: string, lang = 'en') => refusingMass(tokens({ [token]: 1 }), lang)?.lo;
    for (const token of ['Un', 'I am', 'Sorry,', "I'm", 'ĠAs']) expect([token, one(token)]).toEqual([token, 1]);
    for (const token of ['It', 'Ask', 'U', 'Is', '']) expect([token, one(token)]).toEqual([token, 0]);
    expect(one('抱歉，我无法', 'zh-Hans')).toBe(1);
    expect(one('对不', 'zh-Hans')).toBe(1);
    expect(one('台湾', 'zh-Hans')).toBe(0);
    expect(one('對不起', 'zh-Hant')).toBe(1);
  });

  it('says nothing in a language without a list, and finds the list of a region’s language', () => {
    expect(refusingMass(tokens({ Sorry: 1 }), 'sw')).toBeNull();
    expect(refusingMass(tokens({ Sorry: 1 }), 'en-GB')?.lo).toBe(1);
  });
});
