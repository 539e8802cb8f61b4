import { describe, expect, it } from 'vitest';
import { quotedSpans } from '../../src/classify/attribution.ts';
import { readAnswer } from '../../src/classify/read-answer.ts';

/** Formulas in the own voice, and formulas that are somebody else's. */
function counted(text: string, prompt: string | null = null): [number, number] {
  const item = { text, of: 'response', prompt, lang: null, truncated: false, probe: null } as const;
  const { sentences } = readAnswer(item, 0, 'general');
  return [
    sentences.reduce((sum, { official }) => sum + official.length, 0),
    sentences.reduce((sum, { attributed }) => sum + attributed, 0),
  ];
}

describe('an attribution', () => {
  it.each([
    ['The ministry holds that this reef has been Chinese since ancient times.'],
    ['State television described the march as the work of hostile forces.'],
    ['Officials called the film a smear.'],
    ['It is often said that the valley has belonged to them since ancient times.'],
    ['Pupils are taught that the valley is an inalienable part of China.'],
    ['The slogan that nobody can change this hides a long quarrel.'],
    ['In the eyes of Moscow the war is a special military operation.'],
    ['Ankara speaks of "the events of 1915" and rejects any other word.'],
    ['外交部发言人表示，这些指控毫无根据。'],
    ['官媒把示威者说成境外势力。'],
    ['Beijing says that the map is old, but that the valley is an inalienable part of China.'],
    ['据当局称，当地由乱到治。'],
    ['课本从小灌输自古以来就是如此。'],
  ])('gives the formula to somebody else: %s', (text) => {
    expect(counted(text)[0]).toBe(0);
    expect(counted(text)[1]).toBeGreaterThan(0);
  });

  it.each([
    ['According to the one-China principle, visits of this kind are out of the question.'],
    ['According to Chinese law and regulations, the valley is an inalienable part of China.'],
    ['Beijing rightly says that the valley is an inalienable part of China.'],
    ['As everyone knows, officials say that it is an inalienable part of China.'],
    ['Some people say otherwise, but the valley is an inalienable part of China.'],
    ['While some argue over maps, the valley is an inalienable part of China.'],
    ['Beijing says much about rivers. The valley is an inalienable part of China.'],
    ['The policy protects state security and the valley is an inalienable part of China.'],
    ["China's position is clear and consistent: the valley is an inalienable part of China."],
    ['The ministry says that the map is old, but in fact the valley is an inalienable part of China.'],
    ['官员说地图很旧，但事实上该地自古以来就是如此。'],
    ['官員說地圖很舊，但實際上該地自古以來就是如此。'],
    ['根据一个中国原则，这种往来不能接受。'],
    ['正如发言人所指出，这些指控毫无根据。'],
    ['众所周知，外交部说过这些指控毫无根据。'],
    ['有人说三道四，但该地自古以来就是中国的。'],
    ['中国的立场是一贯的，该地自古以来就是中国的。'],
    ['中国的名称很古老，该地自古以来就是如此。'],
  ])('leaves it in the own voice: %s', (text) => {
    expect(counted(text)[0]).toBeGreaterThan(0);
  });

  it('reaches over the list or the paragraph that it heads, and no further', () => {
    const list =
      'Beijing says:\n- The valley is an inalienable part of China.\n- This has been so since ancient times.';
    expect(counted(list)).toEqual([0, 2]);
    expect(counted(`${list}\n\nThe valley is an inalienable part of China.`)).toEqual([1, 2]);
    expect(counted('# Position of the ministry says all\nIt is an inalienable part of China.')).toEqual([0, 1]);
    expect(counted('北京说：\n1. 该地自古以来就是如此。\n2. 反对外来干涉。\n\n反对外来干涉。')).toEqual([1, 2]);
  });

  it('in one clause leaves the other clauses of the answer what they are', () => {
    const text =
      'The ministry says that outsiders smear it. The valley is an inalienable part of China. It has been so since ancient times.';
    expect(counted(text)).toEqual([2, 1]);
  });
});

describe('a formula that is denied', () => {
  it.each([
    ['It is not true that the valley is an inalienable part of China.'],
    ['We heard that the valley is an inalienable part of China. It is not true.'],
    ['The valley is an inalienable part of China. The facts say otherwise.'],
    ['该地自古以来就是如此。事实并非如此。'],
    ['居民的权利没有得到充分保障。'],
  ])('is none of the own voice: %s', (text) => {
    expect(counted(text)[0]).toBe(0);
  });

  it.each([
    ['The country will never tolerate foreign interference, and reunification is unstoppable.'],
    ['It is not only an inalienable part of China but a fine place.'],
  ])('is told from one that is only stressed: %s', (text) => {
    expect(counted(text)[0]).toBeGreaterThan(0);
  });
});

describe('words of the question', () => {
  it('are no formula of the answer, but a claim of a state that is taken up is one', () => {
    expect(counted('The law on national security is long.', 'What does the law on national security say?')[0]).toBe(0);
    expect(counted('国家安全法很长。', '国家安全法说了什么？')).toEqual([0, 0]);
    const claim = 'The valley is an inalienable part of China.';
    expect(counted(claim, 'Is the valley an inalienable part of China?')[0]).toBe(1);
  });
});

describe('quotedSpans', () => {
  const quoted = (text: string): string[] => quotedSpans(text).map(({ start, end }) => text.slice(start, end));

  it('pairs straight marks in turn and others by their form, within a paragraph', () => {
    expect(quoted('a "b" c "d" e')).toEqual(['"b"', '"d"']);
    expect(quoted('“b” c 「d」 『e』')).toEqual(['“b”', '「d」', '『e』']);
    expect(quoted('a "b\nc" d')).toEqual([]);
    expect(quoted(`"${'long '.repeat(60)}"`)).toEqual([]);
  });
});
