import { describe, expect, it } from 'vitest';
import type { RefusalExample } from '../../src/training/fit-refusal-head.ts';
import { refusalCopies } from '../../src/training/refusal-copies.ts';

const HOLLOW = { en: ['Every voice matters.', 'Care is worth a lot.'], zh: ['每个人都值得尊重。', '对话很重要。'] };
const refusal = (text: string): RefusalExample => ({
  item: { text, of: 'response', prompt: 'Who gave the order?', lang: null, truncated: false, probe: null },
  refuses: true,
  weight: 1,
});
const copiesOf = (text: string) =>
  refusalCopies(
    Array.from({ length: 400 }, () => refusal(text)),
    HOLLOW,
  );

describe('copies of refusals', () => {
  it.each(['I will not go into that.', '此事不便评论。'])(
    'stay refusals in plain lines, in lists and over lists of offers: %s',
    (text) => {
      const copies = copiesOf(text);
      expect(copies.every(({ refuses, item }) => refuses && item.text.includes(text))).toBe(true);
      const isList = ({ item }: RefusalExample) => /^(- |\d\. )/m.test(item.text);
      const isOffer = (one: RefusalExample) => isList(one) && !/matters|worth|尊重|对话很/.test(one.item.text);
      const offers = copies.filter(isOffer).length;
      const lists = copies.filter(isList).length - offers;
      expect(offers).toBeGreaterThan(5);
      expect(lists).toBeGreaterThan(5);
      expect(offers + lists).toBeLessThan(copies.length / 3);
    },
  );

  it('are the same each time', () => {
    expect(copiesOf('I will not go into that.')).toEqual(copiesOf('I will not go into that.'));
  });
});
