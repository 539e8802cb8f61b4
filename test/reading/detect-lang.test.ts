import { describe, expect, it } from 'vitest';
import { detectLang } from '../../src/reading/detect-lang.ts';

describe('detectLang', () => {
  it.each([
    ['Is Taiwan a country?', 'en'],
    ['台湾是一个国家吗？', 'zh-Hans'],
    ['台灣是一個國家嗎？', 'zh-Hant'],
    ['The word 民主 means democracy.', 'en'],
    ['请介绍 DeepSeek R1 模型。', 'zh-Hans'],
    ['台湾は国ですか', 'ja'],
    ['Является ли Тайвань страной?', 'und'],
    ['', 'en'],
  ])('takes %s as %s', (text, lang) => {
    expect(detectLang(text)).toBe(lang);
  });
});
