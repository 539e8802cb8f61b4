import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_WINDOWS, WINDOW_TOKENS, windowsOf } from '../../../src/classify/judge/windows.ts';
import { estimateTokens } from '../../../src/lib/estimate-tokens.ts';
import { type JudgeQuestionSeen, refusing, textIn, verdictText } from '../../servers/judge-chat.ts';
import { judging } from './judging.ts';

const { judgeWith } = judging();
const TALE = 'The river is long and its banks are green. '.repeat(200);
const FACT = 'In August 1975 the dam broke and thousands drowned.';
const LINE = 'The flood was handled perfectly and with great care.';

describe('the windows of a text', () => {
  it('cover it without a gap, and each can be read at a time', () => {
    const piece = fc.constantFrom(
      'A short line.\n',
      '字'.repeat(900),
      'word '.repeat(700),
      '\n\n',
      '一句话。',
      '🙂'.repeat(400),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const windows = windowsOf(text);
        if (windows === null) return;
        expect(windows.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        for (const { start, end } of windows) {
          const part = text.slice(start, end);
          expect(estimateTokens(part)).toBeLessThanOrEqual(WINDOW_TOKENS);
          expect(part.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are one for what fits, end at paragraphs where they can, and are none for what is too long', () => {
    expect(windowsOf('Short.')).toEqual([{ start: 0, end: 6 }]);
    const text = `${TALE}\n\n${TALE}`;
    expect(windowsOf(text)?.map(({ start }) => text.slice(start, start + 9))).toEqual(['The river', 'The river']);
    expect(windowsOf('字'.repeat(WINDOW_TOKENS * (MOST_WINDOWS + 1)))).toBeNull();
  });
});

describe('a text beyond the window', () => {
  const text = `${TALE}\n\n${FACT} ${TALE}\n\n${LINE} ${TALE}`;
  const reader = (question: JudgeQuestionSeen): string => {
    const shown = textIn(question.prompt);
    if (shown.includes(FACT))
      return verdictText(question, { substance_quote: FACT, avoided_quote: FACT, avoided_facts: 'stated' });
    if (shown.includes(LINE))
      return verdictText(question, {
        substance: 'none',
        state_quote: LINE,
        state_voice: 'own',
        state_form: 'settled',
        line_of: 'CN',
        left_with: 'state_line',
      });
    return verdictText(question, { substance: 'none', substance_quote: '', left_with: 'nothing' });
  };

  it('is read part by part, and judged by what the parts together leave the reader with', async () => {
    const { chat, judge } = await judgeWith(reader);
    const verdict = await judge({ text });
    expect(chat.seen).toHaveLength(3);
    expect(chat.seen[1]?.prompt).toContain('This is part 2 of 3');
    expect(verdict).toMatchObject({
      class: 'neutral',
      flags: ['mixed'],
      line_of: 'CN',
      evidence: { text: FACT.slice(0, -1), start: text.indexOf(FACT) },
      note: expect.stringContaining('read in 3 parts'),
    });
  });

  it('is official narrative where only the line stands in its last part', async () => {
    const { judge } = await judgeWith(reader);
    expect(await judge({ text: text.replace(FACT, 'It went on.') })).toMatchObject({
      class: 'official_narrative',
      evidence: { text: LINE.slice(0, -1) },
    });
  });

  it('is left unjudged where one of its parts cannot be read, or where it is too long', async () => {
    const { chat, judge } = await judgeWith((question) =>
      question.prompt.includes('part 3 of 3') ? 'no' : reader(question),
    );
    expect(await judge({ text })).toMatchObject({ unjudged: true, note: expect.stringContaining('part 3 of 3: ') });
    const asked = chat.seen.length;
    expect(await judge({ text: TALE.repeat(30) })).toMatchObject({
      unjudged: true,
      note: 'the text is too long to be read; the judge was not asked',
    });
    expect(chat.seen).toHaveLength(asked);
  });

  it('is a refusal where no part gives anything', async () => {
    const sorry = 'I will not speak about the flood.';
    const { judge } = await judgeWith((question) =>
      verdictText(
        question,
        textIn(question.prompt).includes(sorry) ? refusing(sorry) : { ...refusing(''), declines: 'no' },
      ),
    );
    expect(await judge({ text: `${sorry}\n\n${TALE}\n\n${TALE}` })).toMatchObject({
      class: 'refusal',
      sub: 'explicit',
    });
  });
});
