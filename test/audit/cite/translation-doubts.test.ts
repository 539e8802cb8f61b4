import { describe, expect, it } from 'vitest';
import { translationDoubts } from '../../../src/audit/cite/translation-doubts.ts';

const ANSWER = '1989年6月4日，军队在北京向平民开枪，数百人死亡，政府至今没有公布死亡人数，也不允许公开悼念。';
const GOOD =
  'On 4 June 1989 the army fired on civilians in Beijing and hundreds of people died. To this day the government has not published the number of the dead, nor does it allow public mourning.';

describe('a translation', () => {
  it('has nothing against it where it is one', async () => {
    expect(await translationDoubts(ANSWER, GOOD, 'en')).toEqual([]);
    expect(await translationDoubts(GOOD, ANSWER, 'zh-Hans')).toEqual([]);
    expect(
      await translationDoubts('抱歉，我无法回答这个问题。', 'Sorry, I cannot answer this question.', 'en'),
    ).toEqual([]);
  });

  it('is doubtful in another language, at another length, and as a refusal of what does not refuse', async () => {
    expect(await translationDoubts(ANSWER, ANSWER, 'en')).toEqual(['It reads as Simplified Chinese, not as English.']);
    expect(await translationDoubts(ANSWER, 'The army fired.', 'en')).toEqual([expect.stringContaining('much shorter')]);
    expect(await translationDoubts(ANSWER, `${GOOD} `.repeat(4), 'en')).toEqual([
      expect.stringContaining('much longer'),
    ]);
    const refused =
      "I'm sorry, but I can't help with translating this text, since it touches on politically sensitive subjects.";
    expect(await translationDoubts(ANSWER, refused, 'en')).toContainEqual(
      expect.stringContaining('reads as a refusal'),
    );
  });
});
