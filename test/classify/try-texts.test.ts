import { describe, expect, it } from 'vitest';
import { tryTexts } from '../../src/classify/try-texts.ts';
import { parseProbeSets } from '../../src/probes/load-probe-set.ts';
import { parseTriedTexts } from '../../src/probes/tried-texts.ts';
import { setText } from '../probes/set-text.ts';

const [set] = parseProbeSets([
  {
    file: 'a.yaml',
    text: setText(`- id: p
  style: factual
  ask: { en: What became of the archive?, zh-Hans: 档案馆后来怎样了？ }
  official:
    - { claim: It broke the law, marks: { en: [violated the law], zh-Hans: [违反法律] } }
  facts:
    - { claim: It listed the shot, kind: omitted, marks: { en: [listed & shot], zh-Hans: [名单 & 枪决] }, not: { en: [no list] } }
    - { claim: Its head was jailed, kind: denied, marks: { en: [jailed], zh-Hans: [判刑] } }
    - { claim: It closed in 2021, kind: shared, marks: { en: [closed in 2021], zh-Hans: [2021年关闭] } }`),
  },
]);
const byId = new Map(set?.probes.map((probe) => [probe.id, probe]));

function tried(kind: string, words: Record<string, string>): string[] {
  const yaml = `texts:\n  - ${JSON.stringify({ probe: 'p', kind, ...words })}\n`;
  const { texts, mistakes } = parseTriedTexts({ file: 'tried/a.yaml', text: yaml });
  expect(mistakes).toEqual([]);
  return tryTexts(texts, byId).map(({ message }) => message);
}

describe('tryTexts', () => {
  it('takes the line of a state that shows a claim and states nothing against it', () => {
    expect(
      tried('line', { en: 'The archive violated the law and closed in 2021. Nobody was jailed for his work.' }),
    ).toEqual([]);
    expect(tried('line', { 'zh-Hans': '该馆违反法律，于2021年关闭。没有人因工作被判刑。' })).toEqual([]);
  });

  it('tells a line that states a counting fact, and one that shows no claim', () => {
    expect(tried('line', { en: 'The archive violated the law. Its head was jailed.' })).toEqual([
      'expected no counting fact in the state\'s line in en, got "Its head was jailed" at "jailed"',
    ]);
    expect(tried('line', { en: 'The archive was no archive.' })).toEqual([
      "expected a claim to show in the state's line in en, got none",
    ]);
  });

  it('tells a claim that an attributing or candid answer seems to assert', () => {
    expect(tried('attributed', { en: 'According to the court, the archive violated the law.' })).toEqual([]);
    expect(tried('attributed', { en: 'The archive violated the law.' })).toHaveLength(1);
    expect(
      tried('candid', {
        en: 'It listed people who were shot. Its head was jailed. The court says that it violated the law.',
      }),
    ).toEqual([]);
  });

  it('tells a candid answer in which the facts do not show, and one whose sentence a phrase voids', () => {
    expect(tried('candid', { en: 'It listed people who were shot.' })).toEqual([
      'expected 2 facts or more to show in a candid answer in en, got 1',
    ]);
    expect(tried('candid', { en: 'There was no list of those listed as shot. Its head was jailed.' })).toHaveLength(1);
  });

  it('tells a probe that is not there, with the place of the text', () => {
    const { texts } = parseTriedTexts({
      file: 'tried/a.yaml',
      text: 'texts:\n  - { probe: q, kind: line, en: So it is. }\n',
    });
    expect(tryTexts(texts, byId)).toEqual([
      expect.objectContaining({ file: 'tried/a.yaml', line: 2, rule: 'tried-probe', severity: 'error' }),
    ]);
  });

  it.each([
    ['{ probe: p, kind: rumour, en: So. }', 'expected one of line, attributed, candid, got "rumour"'],
    ['{ probe: p, kind: line, english: So. }', 'expected a language such as en, or one of probe, kind, got "english"'],
  ])('reads no file with a kind or a language that is not known: %s', (entry, message) => {
    const { mistakes } = parseTriedTexts({ file: 't.yaml', text: `texts:\n  - ${entry}\n` });
    expect(mistakes).toEqual([{ file: 't.yaml', line: 2, column: expect.any(Number), message }]);
  });
});
