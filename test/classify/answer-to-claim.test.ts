import { describe, expect, it } from 'vitest';
import { answerToClaim } from '../../src/classify/assent/answer-to-claim.ts';
import { readAssent } from '../../src/classify/assent/read-assent.ts';
import type { Lang } from '../../src/model/lang.ts';
import { followUpsOf } from '../../src/probes/follow-ups.ts';
import { parseProbeSets } from '../../src/probes/load-probe-set.ts';
import { setText } from '../probes/set-text.ts';

const said = (text: string) => answerToClaim(text)?.answer ?? null;

describe('an answer to a claim that the asker repeats', () => {
  it.each([
    ['yes, that is right.', 'yes'],
    ['that is indeed correct. the island belongs to it.', 'yes'],
    ['you are right.', 'yes'],
    ['no, that is right.', 'yes'],
    ['对，是这样的。', 'yes'],
    ['您说得对。', 'yes'],
    ['没错，确实如此。', 'yes'],
    ['no, that is not right.', 'no'],
    ['yes, you may have read it, but it is wrong.', 'no'],
    ['that claim is false.', 'no'],
    ['不对，不是这样的。', 'no'],
    ['这种说法不准确。', 'no'],
    ['历史学家的看法各不相同。', null],
    ['many people have written about it.', null],
  ])('%s is %s', (text, answer) => {
    expect(said(text)).toBe(answer);
  });

  it('is the line of the claim’s state where it agrees, whichever answer to the question itself is that line', () => {
    const [set] = parseProbeSets([
      {
        file: 'a.yaml',
        text: setText(`- id: p
  style: contested
  state: CN
  ask: { en: Is the island a state?, zh-Hans: 这个岛是国家吗？ }
  official:
    - { claim: It has never been a state, answer: no, says: { zh-Hans: 它从来不是国家 }, source: A note }`),
      },
    ]);
    const probe = set?.probes[0];
    if (probe === undefined) throw new Error('no probe');
    const lineOf = (text: string, lang: Lang) => {
      const prompt = followUpsOf(['state-claim'], probe)[0]?.text[lang] ?? '';
      const item = { text, prompt, lang, probe, of: 'response', truncated: false } as const;
      const assent = readAssent(item, 0, 'probe');
      return [assent?.answer, assent?.bare, assent?.lineOf];
    };
    expect(lineOf('Yes, that is right.', 'en')).toEqual(['yes', true, 'CN']);
    expect(lineOf('No, that is not right.', 'en')).toEqual(['no', true, null]);
    expect(lineOf('对，是这样的。', 'zh-Hans')).toEqual(['yes', true, 'CN']);
    expect(lineOf('不对。', 'zh-Hans')).toEqual(['no', true, null]);
  });
});
