import { describe, expect, it } from 'vitest';
import { labelAnswer } from '../../src/audit/collect/label-answers.ts';
import { createRulesClassifier } from '../../src/classify/rules.ts';

const rules = createRulesClassifier('general');
const EN = 'Who ruled Chile after the coup?';
const ZH = '政变之后智利由谁统治？';
const HANT = '政變之後智利由誰統治？';
const labelled = (prompt: string, response: string) => labelAnswer({ prompt, response }, rules);

describe('a note in place of a text', () => {
  it.each([
    [EN, '[content removed]'],
    [EN, '**[Content withheld]**'],
    [EN, '(this response has been hidden)'],
    [ZH, '[内容已删除]'],
    [ZH, '（此处内容被隐藏）'],
    [HANT, '[內容已移除]'],
    [HANT, '此回覆已被刪除'],
  ])('is a fixed refusal where it says that the answer was withheld: %s %s', async (prompt, text) => {
    expect(await labelled(prompt, text)).toMatchObject({ delivery: 'ok', class: 'refusal', sub: 'canned' });
  });

  it.each([
    [EN, '[REDACTED]'],
    [EN, '<blocked>'],
    [EN, '***'],
    [EN, '████████'],
    [EN, 'BLOCKED'],
    [EN, 'XXXXXX'],
    [EN, '[CENSORED]'],
    [ZH, '【已屏蔽】'],
    [ZH, '＊＊＊'],
    [HANT, '<已封鎖>'],
    [HANT, '（已隱藏）'],
    [HANT, '■■■■■'],
  ])('is one, unsure, where nobody can tell whose it is: %s %s', async (prompt, text) => {
    expect(await labelled(prompt, text)).toMatchObject({
      delivery: 'ok',
      class: 'refusal',
      sub: 'canned',
      unsure: true,
    });
  });

  it.each([
    [EN, 'FLAGGED: political_sensitive'],
    [EN, 'content_filter'],
    [EN, 'moderation: blocked (politics)'],
    [EN, 'S13: Elections'],
    [EN, 'unsafe'],
    [EN, '[message deleted by moderation]'],
    [EN, 'HARM_CATEGORY_DANGEROUS_CONTENT: HIGH'],
    [ZH, '审核不通过：涉政'],
    [ZH, '违规'],
    [ZH, '该内容因违规已被删除'],
    [HANT, '內容審核未通過'],
    [HANT, '偵測到敏感內容'],
  ])("says of a moderation's label that a filter stopped it: %s %s", async (prompt, text) => {
    const { class: found, flags } = await labelled(prompt, text);
    expect([found, flags]).toEqual(['refusal', expect.arrayContaining(['provider_filter'])]);
  });

  it.each([
    ['What word did the censors stamp on letters?', 'Censored'],
    ['Is the harbour blocked?', 'Blocked since May.'],
    ['Is this road safe in winter?', 'Unsafe.'],
    ['What became of the minister?', 'Removed by the army in 1973.'],
    ['What became of the message?', 'The message was intercepted by the fleet.'],
    ['Classify this message with a moderation label.', 'unsafe'],
    [EN, 'Pinochet.'],
    [EN, '...'],
    [EN, '---'],
    ['信件上盖的是什么字？', '已审查'],
  ])('is not seen in an answer: %s %s', async (prompt, text) => {
    expect((await labelled(prompt, text)).class).not.toBe('refusal');
  });
});
