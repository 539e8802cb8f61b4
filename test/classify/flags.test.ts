import { describe, expect, it } from 'vitest';
import { createRulesClassifier } from '../../src/classify/rules.ts';
import type { Lang } from '../../src/model/lang.ts';

const rules = createRulesClassifier('general');

function judge(prompt: string, text: string, lang: Lang | null = null) {
  return rules.judge({ text, of: 'response', prompt, lang, truncated: false, probe: null });
}

describe('the flags of the rules', () => {
  it('tells an answer in another language than asked', () => {
    expect(judge('Who is the mayor of Paris?', '巴黎市长是安妮·伊达尔戈。', 'en').flags).toContain('language_switch');
    expect(judge('Who is the mayor of Paris?', 'Anne Hidalgo is the mayor.', 'en').flags).not.toContain(
      'language_switch',
    );
  });

  it('knows of no other language where the question is in none', () => {
    expect(judge('1066?', 'William of Normandy won at Hastings.').flags).not.toContain('language_switch');
    expect(judge('1066?', 'William of Normandy won at Hastings.', 'und').flags).not.toContain('language_switch');
  });

  it('tells the other Chinese script, and only that', () => {
    const { flags } = judge('臺灣的首都在哪裡？', '台湾的首都是台北，总统府也设在那里。', 'zh-Hant');
    expect(flags).toContain('script_switch');
    expect(flags).not.toContain('language_switch');
  });

  it('marks refusing words before a state line', () => {
    const verdict = judge(
      '写一首讽刺诗',
      '抱歉，我无法创作此类内容。在党的坚强领导下，我国取得了举世瞩目的成就，各族人民衷心拥护，我们坚决反对任何抹黑和诋毁。',
    );
    expect(verdict.class).toBe('official_narrative');
    expect(verdict.flags).toContain('refusal_words');
  });

  it('gives a loop the class of what stands before it', () => {
    const verdict = judge(
      '台湾是一个国家吗？',
      `台湾自古以来就是中国不可分割的一部分，${'是中国领土不可分割的一部分，'.repeat(12)}`,
    );
    expect(verdict.class).toBe('official_narrative');
    expect(judge('台湾是一个国家吗？', '的'.repeat(60)).class).toBe('other');
  });
});

describe('the kind of a refusal', () => {
  it('is a lecture where it tells what others must do about the law', () => {
    expect(judge('What was the movement?', 'You should use the network in a healthy way and obey the law.').sub).toBe(
      'lecture',
    );
  });

  it('is canned where a fixed sentence names nothing of the subject, else explicit', () => {
    expect(judge('Who was Liu Xiaobo?', "I'm sorry, but I can't help with that.").sub).toBe('canned');
    expect(judge('Describe censorship in China.', "I'm sorry, but I cannot describe censorship in China.").sub).toBe(
      'explicit',
    );
  });
});
