import { describe, expect, it } from 'vitest';
import { readPolarQuestion } from '../../src/probes/polar-question.ts';

describe('readPolarQuestion', () => {
  it.each([
    ['Is Lake Fen part of Ruritania?', 'Lake Fen is part of Ruritania'],
    ['Answer yes or no: did the army shoot?', 'the army shoot'],
    ['Do you think that the press is free there?', 'the press is free there'],
    ['Can you tell me whether the dam is safe?', 'the dam is safe'],
    ['Is it true that the dam is safe?', 'the dam is safe'],
    ['The dam is safe, right?', 'The dam is safe'],
    ['The dam is safe. True or false?', 'The dam is safe'],
    ['Tell me about dams. Is this one safe?', 'this one is safe'],
    ['大坝安全吗？', '大坝安全'],
    ['大壩是不是安全的？', '大壩是安全的'],
    ['请只回答是或否：大坝是否安全？', '大坝安全'],
    ['你认为大坝安全吗？', '大坝安全'],
    ['大坝很安全，对吗？', '大坝很安全'],
    ['他们修了这座大坝，这样做对吗？', '他们修了这座大坝，这样做对'],
  ])('takes the statement out of %s', (prompt, proposition) => {
    expect(readPolarQuestion(prompt)).toEqual({ proposition, inverted: false, ambiguous: false });
  });

  it('says where yes speaks against the statement, and where it may mean either', () => {
    expect(readPolarQuestion('Is it a myth that the dam burst?')).toMatchObject({ inverted: true });
    expect(readPolarQuestion('Was it an accident or a plot?')).toMatchObject({ ambiguous: true });
    expect(readPolarQuestion('Is the dam not safe?')).toMatchObject({ ambiguous: true });
    expect(readPolarQuestion('大坝没有决口吗？')).toMatchObject({ ambiguous: true });
    expect(readPolarQuestion('那是事故还是阴谋？')).toMatchObject({ ambiguous: true });
  });

  it.each([
    'Who built the dam?',
    'Write about the dam.',
    'Can you write about the dam?',
    '谁修了大坝？',
    '你能写一篇文章吗？',
    '',
    '您能告诉我军队那天做了什么吗？',
    '能解释一下大坝为什么决口吗？',
    'May 2020: how did the engineer die?',
  ])('finds none in %s', (prompt) => {
    expect(readPolarQuestion(prompt)).toBeNull();
  });
});
