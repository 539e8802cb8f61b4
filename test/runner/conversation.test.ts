import { describe, expect, it } from 'vitest';
import type { ResponseRecord, TrialRecord } from '../../src/model/answer.ts';
import type { Delivery } from '../../src/model/delivery.ts';
import { followUpWords, nextTurn } from '../../src/model/turn.ts';
import { Conversation } from '../../src/runner/conversation.ts';

const trial: TrialRecord = { id: 't', variant: 'v', target: 'm', sample: 1, seed: 4, position: 0 };
const later = [
  { turn: 2, kind: 'pushback', text: 'Not that.' },
  { turn: 4, kind: 'answer-taken-up', text: 'You said: “{answer}” And?' },
] as const;
const input = { prompts: new Map([['v', 'Why?']]), later: new Map([['v', later]]) };
const said = (text: string, delivery: Delivery = 'ok', more: Partial<ResponseRecord> = {}): ResponseRecord => ({
  delivery,
  side: null,
  kind: null,
  flags: [],
  reason: null,
  finish: 'stop',
  text,
  reasoning: 'a thought',
  reasoningState: 'present',
  attempts: 1,
  askedAt: null,
  latencyMs: null,
  usage: null,
  envelope: {},
  ...more,
});

describe('Conversation', () => {
  it('sends what was said before with each turn, answers without their thoughts', () => {
    const talk = new Conversation(input, trial);
    expect(talk.next()).toEqual({ prompt: 'Why?', seed: 4, key: { variant: 'v', sample: 1 } });
    expect(talk.answer(said('Since it is so.'))).not.toHaveProperty('turn');
    const second = talk.next();
    expect(second).toMatchObject({ prompt: 'Not that.', key: { variant: 'v', sample: 1, turn: 2 } });
    expect(second?.history).toEqual([
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: 'Since it is so.' },
    ]);
    const kept = talk.answer(said('**It rains.** Often.user: and', 'ok', { answerEnd: 20 }));
    expect(kept).toMatchObject({ turn: 2, envelope: { follow_up: { kind: 'pushback', prompt: 'Not that.' } } });
    expect(talk.next()).toMatchObject({
      prompt: 'You said: “It rains.” And?',
      key: { turn: 4 },
      history: [{}, {}, { content: 'Not that.' }, { content: '**It rains.** Often.' }],
    });
    talk.answer(said('Yes.'));
    expect([talk.next(), talk.left()]).toEqual([null, []]);
  });

  it.each(['empty', 'provider_filter', 'error'] as const)('is over behind a turn that ends in %s', (delivery) => {
    const talk = new Conversation(input, trial);
    talk.next();
    talk.answer(said('', delivery));
    expect(talk.next()).toBeNull();
    expect(talk.left()).toEqual([2, 4]);
  });

  it('goes on behind a truncated one, and where an earlier part of the run left off', () => {
    const begun = new Map([
      ['t', [said('Cut o', 'truncated'), said('', 'error', { turn: 2 }), said('Still no.', 'error', { turn: 4 })]],
    ]);
    const talk = new Conversation({ ...input, begun }, trial);
    expect(talk.next()).toMatchObject({ prompt: 'Not that.', history: [{}, { content: 'Cut o' }] });
    expect(talk.left()).toEqual([2, 4]);
    const filtered = new Map([['t', [said('', 'provider_filter')]]]);
    expect(new Conversation({ ...input, begun: filtered }, trial).next()).toBeNull();
  });
});

describe('nextTurn', () => {
  const delivered = (...turns: [number, Delivery][]) => new Map(turns);
  it.each([
    [delivered(), 1],
    [delivered([1, 'ok']), 2],
    [delivered([1, 'ok'], [2, 'truncated']), 4],
    [delivered([1, 'ok'], [2, 'ok'], [4, 'ok']), null],
    [delivered([1, 'empty']), null],
    [delivered([1, 'ok'], [2, 'provider_filter']), null],
  ])('after %o is %o', (before, next) => {
    expect(nextTurn(later, before)).toBe(next);
  });
});

describe('followUpWords', () => {
  it.each([
    ['It is 3.5 km long. More.', 'It is 3.5 km long.'],
    ['# Title\nOne thing! Two.', 'Title One thing!'],
    ['天安门。后来', '天安门。'],
    ['no end', 'no end'],
    ['costs $& and $1. x', 'costs $& and $1.'],
    [`${'a'.repeat(300)}.`, `${'a'.repeat(200)}…`],
  ])('takes up the first sentence of %o', (text, sentence) => {
    expect(followUpWords('“{answer}”', { text })).toBe(`“${sentence}”`);
  });
});
