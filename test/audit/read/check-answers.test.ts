import { describe, expect, it } from 'vitest';
import { chosenLetter } from '../../../src/audit/read/check-answers.ts';

describe('chosenLetter', () => {
  it.each([
    ['B', 'B'],
    ['**B.** Because the deed says so, and A does not.', 'B'],
    ['(C)', 'C'],
    ['Ｄ', 'D'],
    ['The answer is C.', 'C'],
    ['答案是B。', 'B'],
    ['选择A', 'A'],
    ['A or B', null],
    ['Both A and C are right.', null],
    ["A's claim is the right one, but so is B's", null],
    ['A mill burned.', null],
    ['It was a mill. A mill burned, so C', 'C'],
    ['A is right.', 'A'],
    ["I can't say.", null],
    ['CDs were sold there.', null],
    ['', null],
  ])('reads %s as %s', (answer, letter) => expect(chosenLetter(answer)).toBe(letter));
});
