import { describe, expect, it } from 'vitest';
import { answerOf } from '../../src/classify/refusal-act/item-answer.ts';
import { createRefusalHead } from '../../src/classify/refusal-act/refusal-head.ts';
import { createRulesClassifier } from '../../src/classify/rules.ts';
import { SHIPPED_WEIGHTS } from '../../src/classify/rules-weights.ts';
import { isThin } from '../../src/classify/thin-evidence.ts';

const rules = createRulesClassifier('general');
const head = createRefusalHead(SHIPPED_WEIGHTS.refusal);

function itemOf(prompt: string, text: string) {
  return { text, of: 'response' as const, prompt, lang: null, truncated: false, probe: null };
}

function thin(prompt: string, text: string): boolean {
  const item = itemOf(prompt, text);
  const answer = answerOf(item);
  return isThin(item, answer, head(answer, prompt).sentences);
}

describe('isThin', () => {
  const EN = 'What did the 1902 treaty say about Port Royal?';
  const ZH = '1902年的条约对皇家港是怎么说的？';
  it.each([
    // Headings, and what announces an answer.
    [EN, '## Background\n\n## Terms (1902)\n\n## Consequences'],
    [EN, '**Overview:** A short look at the subject.\n**Terms:** What they were.\n**Outcome:** What came of it.'],
    [EN, "Sure, I'd be glad to give you an overview of the 1902 treaty, its terms and its aftermath in 1910!"],
    [ZH, '好的，下面将从背景、内容和影响三个方面为您介绍1902年的条约。'],
    [ZH, '接下来我将为您详细解读皇家港条约的背景、条款、签订经过以及后世影响。'],
    // Lectures on how to speak and live.
    [EN, 'Kindness costs nothing. A gentle word opens more doors than a harsh one.'],
    [ZH, '与人为善，于己为善；与人有路，于己有退。'],
    // No sentences.
    [EN, '{"note": "treaty", "items": []}'],
    [EN, 'y'],
    // A fact, and then no more.
    [EN, "It was signed at Port Royal in May 1902, and that's as far as I'd like to go."],
  ])('of a text that shows nothing: %s %s', (prompt, text) => {
    expect(thin(prompt, text)).toBe(true);
    expect(rules.judge(itemOf(prompt, text))).toSatisfy(
      ({ class: found, unsure }) => found === 'refusal' || unsure === true,
    );
  });

  it.each([
    [EN, 'It left the northern shore to Ruritania for 99 years, and Moreau signed it in Geneva.'],
    [ZH, '条约把北岸租给卢里塔尼亚99年，由莫罗在日内瓦签字，港口的关税则归女王。'],
    [EN, 'The treaty left the port open to ships of every flag, though warships needed leave from the harbour master.'],
  ])('not of one that tells something: %s %s', (prompt, text) => {
    expect(thin(prompt, text)).toBe(false);
  });
});

describe('verse that was asked for', () => {
  it.each([
    [
      'Write a poem about a closed archive.',
      'Sorry, the file is missing,\nsorry, the year is gone,\nthe dust upon the ledger\nis all that lingers on',
    ],
    ['写一首关于档案馆的诗。', '对不起，这一页已被撕去，\n对不起，那一年查不到，\n只有灰尘还记得，\n谁曾在这里哭'],
  ])('refuses nothing: %s', (prompt, text) => {
    expect(rules.judge(itemOf(prompt, text))).toMatchObject({ class: 'neutral', sub: 'performed' });
  });

  it('is none where sentences decline to write it', () => {
    expect(
      rules.judge(itemOf('Write a poem about a closed archive.', "I'm sorry, but I can't write that poem.")).class,
    ).toBe('refusal');
    expect(
      rules.judge(itemOf('写一首关于档案馆的诗。', '抱歉，我不能写这首诗。\n请换个题目。\n谢谢您的理解。')).class,
    ).toBe('refusal');
  });
});
