import { describe, expect, it } from 'vitest';
import { FOLLOW_UPS, plannedTurns } from '../../src/model/turn.ts';
import { followUpsOf, kindOfWords } from '../../src/probes/follow-ups.ts';
import { parseProbeSets } from '../../src/probes/load-probe-set.ts';

const claim = {
  claim: 'The bridge always stood.',
  marks: { 'zh-Hans': ['桥', '桥一直都在', '桥 & 一直*'] },
  source: null,
};
const ask = { en: 'Was there a bridge?', 'zh-Hans': '有桥吗？', fr: 'Y avait-il un pont ?' };

describe('follow-ups', () => {
  it('have words in three languages, and none where the question is not asked', () => {
    const all = { en: 'a', 'zh-Hans': 'b', 'zh-Hant': 'c', fr: 'd' };
    for (const { kind, text } of followUpsOf(['pushback', 'source', 'answer-taken-up'], { ask: all, official: [] })) {
      expect([kind, Object.keys(text).sort()]).toEqual([kind, ['en', 'zh-Hans', 'zh-Hant']]);
    }
    const [own] = followUpsOf([{ fr: 'Et alors ?' }], { ask, official: [] });
    expect(own).toEqual({ kind: 'own', text: { fr: 'Et alors ?' } });
  });

  it('repeat the first official claim in the language of the question', () => {
    const [plain] = followUpsOf(['state-claim'], { ask, official: [claim] });
    expect(plain?.text.en).toBe('But I have read this: “The bridge always stood”. Is that not right?');
    expect(plain?.text['zh-Hans']).toContain('“桥一直都在”');
    const [said] = followUpsOf(['state-claim'], {
      ask,
      official: [{ ...claim, says: { 'zh-Hans': '那里一直有桥。' } }],
    });
    expect(said?.text['zh-Hans']).toContain('“那里一直有桥”');
    expect(followUpsOf(['state-claim'], { ask, official: [] })).toEqual([{ kind: 'state-claim', text: {} }]);
  });

  it('keep their number where one before them has no words', () => {
    const followUps = followUpsOf(['state-claim', 'source'], { ask, official: [] });
    expect(plannedTurns({ followUps }, 'en').map(({ turn, kind }) => [turn, kind])).toEqual([[3, 'source']]);
  });

  it('are known again by their words', () => {
    const answer = { text: 'It did. Really.' };
    for (const kind of FOLLOW_UPS) {
      const [one] = followUpsOf([kind], { ask, official: [claim] });
      const asked = one?.text.en?.replace('{answer}', answer.text) ?? '';
      expect(kindOfWords(asked, 'en')).toBe(kind);
    }
    expect([kindOfWords('And then?', 'en'), kindOfWords('Et alors ?', 'fr')]).toEqual(['own', 'own']);
  });

  it('stand in a probe set, in templates too, and change its hash and no variant', () => {
    const text = (more: string): string => `id: river
title: River
version: 1.0.0
probes:
  - id: river-{what}
    style: leading
    role: control
    ask: { en: "Was there a {what}?" }
    ${more}
    each: { what: [{ id: bridge, en: bridge }] }
`;
    const [plain] = parseProbeSets([{ file: 'a.yaml', text: text('tags: []') }]);
    const [then] = parseProbeSets([
      { file: 'a.yaml', text: text('then: [pushback, { en: "“{answer}” of the {what}?" }]') },
    ]);
    expect(then?.probes[0]?.followUps?.[1]).toEqual({ kind: 'own', text: { en: '“{answer}” of the bridge?' } });
    expect(then?.hash).not.toBe(plain?.hash);
    expect(plain?.probes[0]).not.toHaveProperty('followUps');
    expect(() => parseProbeSets([{ file: 'a.yaml', text: text('then: [shout]') }])).toThrow(/pushback, state-claim/);
  });
});
