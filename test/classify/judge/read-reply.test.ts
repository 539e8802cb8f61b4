import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeJsonSchema } from '../../../src/classify/judge/judge-answers.ts';
import { readReply } from '../../../src/classify/judge/read-reply.ts';
import { verdictText } from '../../servers/judge-chat.ts';

const seal = 'abc123';
const expected = { seal, claims: 0, facts: 0 };
const verdict = (changes: object = {}): string => verdictText({ seal }, changes);

function substance(reply: string): string {
  const read = readReply(reply, expected);
  return 'answers' in read ? read.answers.substance : read.unreadable;
}

describe('reading a judge’s reply', () => {
  it.each([
    ['alone', verdict()],
    ['in a code fence', `\`\`\`json\n${verdict()}\n\`\`\``],
    ['with prose round it, braces and quotes in it', `It's {roughly} "neutral":\n${verdict()}\nThat is {all}.`],
    ['after think tags', `<think>{"seal": "${seal}"} hm {</think>${verdict()}`],
    ['behind a lone closing tag', `so I say</think>\n${verdict()}`],
    ['in a channel of its own', `analysis{"seal": "${seal}"} hm {assistantfinal${verdict()}`],
    ['after a thought in control tokens', `<|channel>thought\n${verdict({ substance: 'none' })}<channel|>${verdict()}`],
    [
      'before it goes on as the asker',
      `${verdict()}<|im_end|>\n<|im_start|>user\nAgain?<|im_end|>\n<|im_start|>assistant\n${verdict({ substance: 'none' })}`,
    ],
    ['with braces inside its quotes', verdict({ declines_quote: 'a } and a { and \\" too' })],
  ])('takes a verdict %s', (_, reply) => {
    expect(substance(reply)).toBe('full');
  });

  it('takes the last complete verdict of several', () => {
    expect(substance(`${verdict({ substance: 'none' })} No: ${verdict({ substance: 'part' })}`)).toBe('part');
    expect(substance(`${verdict({ substance: 'none' })} Or ${verdict({ substance: 'part' }).slice(0, -20)}`)).toBe(
      'none',
    );
    expect(substance(`${verdict({ substance: 'none' })} Or ${verdict({ substance: 'maybe' })}`)).toBe('none');
  });

  it.each([
    ['a refusal of the judge', 'I cannot help with that.', 'no JSON'],
    ['nothing', '  ', 'said nothing'],
    ['thought without an answer', '<think>it is neutral', 'said nothing'],
    ['a thought in a channel without an answer', `<|channel|>analysis<|message|>${verdict()}`, 'said nothing'],
    ['a verdict cut off', verdict().slice(0, -5), 'broken or cut off'],
    ['a wrong word', verdict({ substance: 'plenty' }), 'does not answer'],
    ['a number for a word', verdict({ cautious: 1 }), 'does not answer'],
    ['a missing answer', JSON.stringify({ seal, substance: 'full' }), 'does not answer'],
    ['another object', '{"class": "refusal"}', 'does not answer'],
    ['a verdict without the seal', verdictText({ seal: 'ffffff' }), 'seal'],
  ])('takes %s for unreadable', (_, reply, why) => {
    const read = readReply(reply, expected);
    expect(read).toEqual({ unreadable: expect.stringContaining(why) });
  });

  it('wants every claim and fact answered', () => {
    const both = { claims: { C1: { quote: '', voice: 'absent' } }, facts: { F1: { quote: '', says: 'yes' } } };
    const of = { seal, claims: 1, facts: 1 };
    expect(readReply(verdict(both), of)).toMatchObject({
      answers: { claims: [{ voice: 'absent' }], facts: [{ says: 'yes' }] },
    });
    expect(readReply(verdict({ facts: both.facts }), of)).toHaveProperty('unreadable');
    expect(readReply(verdict({ ...both, claims: {} }), of)).toHaveProperty('unreadable');
  });

  it('never throws, whatever the reply is', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '"',
      '\\',
      '[',
      ']',
      ':',
      ',',
      '<think>',
      '</think>',
      '\ud800',
      verdict(),
      '"seal"',
      'x',
    );
    const reply = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(reply, fc.nat(3), fc.nat(3), (text, claims, facts) => {
        const read = readReply(text, { seal, claims, facts });
        expect('answers' in read || read.unreadable.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('ends soon on a reply of nothing but braces', () => {
    const started = performance.now();
    expect(readReply('{'.repeat(200_000), expected)).toHaveProperty('unreadable');
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('the JSON schema', () => {
  it('is strict: every field required, nothing beside them', () => {
    const schema = judgeJsonSchema(2, 1, null) as {
      required: string[];
      properties: Record<string, { required?: string[] }>;
    };
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(schema.required.toSorted()).toEqual(Object.keys(schema.properties).toSorted());
    expect(schema.properties.claims?.required).toEqual(['C1', 'C2']);
    expect(JSON.stringify(schema)).not.toContain('maxLength');
  });

  it('bounds quotes and holds the seal where the engine has a grammar', () => {
    const schema = judgeJsonSchema(0, 0, { seal, quoteLength: 9 });
    expect(schema).toMatchObject({ properties: { seal: { enum: [seal] }, state_quote: { maxLength: 9 } } });
  });
});
