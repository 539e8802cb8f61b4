import { describe, expect, it } from 'vitest';
import { createRulesClassifier } from '../../src/classify/rules.ts';
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

  it('is nobody’s where nothing is put forward', () => {
    expect(judged('What happened in Xinjiang?', 'I cannot discuss this topic.').line_of).toBeNull();
    expect(judged('Where is Xinjiang?', 'It lies in Central Asia, and Ürümqi is its largest city.').line_of).toBeNull();
  });
});
