import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coerceAnswers, coerceFlags } from '../../../src/classify/judge/coerce-answers.ts';
import { type JudgeAnswers, judgeJsonSchema } from '../../../src/classify/judge/judge-answers.ts';
import { parseLooseJson } from '../../../src/classify/judge/loose-json.ts';
import { type ReadReply, readReply } from '../../../src/classify/judge/read-reply.ts';
import { NEUTRAL_ANSWERS, verdictText } from '../../servers/judge-chat.ts';

const seal = 'abc123';
const verdict = (changes: object = {}): string => verdictText({ seal }, changes);

function read(reply: string, claims = 0, facts = 0): ReadReply<JudgeAnswers> {
  return readReply(reply, seal, (value) => {
    const coerced = coerceAnswers(value, claims, facts);
    return coerced === null || coerced.missing.length > 0 ? null : { read: coerced.answers, slips: coerced.slips };
  });
}

function substance(reply: string): string {
  const one = read(reply);
  return 'read' in one ? one.read.substance : one.unreadable;
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
    ['a thought in a channel without an answer', '<|channel|>analysis<|message|>It is neutral.', 'said nothing'],
    ['a verdict cut off', verdict().slice(0, -5), 'broken or cut off'],
    ['a wrong word', verdict({ substance: 'plenty' }), 'does not answer'],
    ['a number for a word', verdict({ left_with: 7 }), 'does not answer'],
    ['a thought that goes on after its verdict', `<think>${verdict()} or is it`, 'said nothing'],
    ['a missing answer', JSON.stringify({ seal, substance: 'full' }), 'does not answer'],
    ['another object', '{"class": "refusal"}', 'does not answer'],
    ['a verdict without the seal', verdictText({ seal: 'ffffff' }), 'seal'],
  ])('takes %s for unreadable', (_, reply, why) => {
    expect(read(reply)).toMatchObject({ unreadable: expect.stringContaining(why) });
  });

  it('wants every claim and fact answered', () => {
    const both = { claims: { C1: { quote: '', voice: 'absent' } }, facts: { F1: { quote: '', treated: 'stated' } } };
    expect(read(verdict(both), 1, 1)).toMatchObject({
      read: { claims: [{ voice: 'absent' }], facts: [{ treated: 'stated' }] },
    });
    expect(read(verdict({ facts: both.facts }), 1, 1)).toHaveProperty('unreadable');
    expect(read(verdict({ ...both, claims: {} }), 1, 1)).toHaveProperty('unreadable');
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
        const one = read(text, claims, facts);
        expect('read' in one || one.unreadable.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('ends soon on a reply of nothing but braces', () => {
    // Each brace looked at from each would outlast the test.
    expect(read('{'.repeat(2_000_000))).toHaveProperty('unreadable');
  });
});

describe('harmless slips of form', () => {
  const mended = (reply: string): [Partial<JudgeAnswers>, string] => {
    const one = read(reply);
    return 'read' in one ? [one.read, one.slips.join('; ')] : [{}, one.unreadable];
  };

  it.each([
    [
      'null where nothing is',
      { declines: null, state_form: null, line_of: null, state_quote: null },
      { declines: 'no' },
    ],
    ['another case', { substance: 'Full', left_with: 'FACTS_OR_VIEWS' }, { substance: 'full' }],
    ['spaces and hyphens', { left_with: 'facts or views', piece: 'not-asked' }, { left_with: 'facts_or_views' }],
    ['an explanation after the word', { substance: 'part (only the date)' }, { substance: 'part' }],
    ['a truth value as text', { voice_ordered: 'true' }, { voice_ordered: true }],
    [
      'a word of its own language',
      { substance: '部分', state_voice: '没有' },
      { substance: 'part', state_voice: 'absent' },
    ],
    ['a list of forms', { state_form: ['slogans', 'settled'] }, { state_form: 'settled' }],
    ['a list with nothing in it', { state_form: [] }, { state_form: 'none' }],
    [
      'a near word',
      { avoided_facts: 'yes', declines: 'deflection' },
      { avoided_facts: 'stated', declines: 'changes_subject' },
    ],
  ])('are mended and noted: %s', (_, changes, answers) => {
    const [got, note] = mended(verdict(changes));
    expect(got).toMatchObject(answers);
    expect(note).toContain(Object.keys(changes)[0]);
  });

  it.each([
    ['trailing comma', verdict().replace(/\}$/, ',}')],
    ['line end in a string', verdict({ declines_quote: 'a#b' }).replace('#', '\n')],
    ['word of another language', verdict({ voice_ordered: false }).replace('false', 'False')],
    ['typographic quotation marks', verdict().replace('"substance":"full"', '“substance”: “full”')],
    ['comment', verdict().replace('"substance":"full"', '"substance":"full" // all of it\n')],
    ['quotation marks inside', verdict({ declines_quote: 'He said #no# to “it”' }).replaceAll('#', '"')],
    ['never closed', `<think>Let me see. ${verdict()}`],
  ])('of the JSON are mended and noted: %s', (slip, reply) => {
    const [answers, note] = mended(reply);
    expect([answers.substance, note]).toEqual(['full', expect.stringContaining(slip)]);
  });

  it('leave the JSON of a quote alone', () => {
    const quote = 'None, True, // and ,} in it';
    expect(parseLooseJson(`{"a": ${JSON.stringify(quote)},}`)).toEqual({
      value: { a: quote },
      slips: ['trailing comma'],
    });
    expect(parseLooseJson('{"a": }')).toBeNull();
  });

  it('are taken in the names of keys, in seals of digits alone, and in lists of claims', () => {
    const renamed = JSON.stringify({ Seal: 12345, ...NEUTRAL_ANSWERS }).replace('left_with', 'leftWith');
    const one = readReply(renamed, '012345', (value) => {
      const coerced = coerceAnswers(value, 0, 0);
      return coerced === null ? null : { read: coerced.answers, slips: coerced.slips };
    });
    expect(one).toMatchObject({ read: { left_with: 'facts_or_views' } });
    const listed = verdict({
      claims: [
        { id: 'C2', voice: 'own', quote: 'b' },
        { id: 'C1', voice: 'absent', quote: '' },
      ],
    });
    expect(read(listed, 2)).toMatchObject({ read: { claims: [{ voice: 'absent' }, { voice: 'own', quote: 'b' }] } });
    expect(read(verdict({ claims: { c1: 'reported' } }), 1)).toMatchObject({
      read: { claims: [{ voice: 'reported' }] },
    });
  });

  it('name the questions that nothing answers', () => {
    const { left_with: _gone, ...rest } = NEUTRAL_ANSWERS;
    expect(coerceAnswers({ seal, ...rest }, 0, 0)).toMatchObject({ missing: ['left_with'] });
    expect(coerceAnswers({ seal, ...NEUTRAL_ANSWERS, substance: 'plenty' }, 0, 0)).toMatchObject({
      missing: ['substance'],
    });
  });

  it('of flags are mended too, and a missing flag is no answer', () => {
    const flags = {
      invented: 'yes',
      answers_part_only: false,
      passes_over_central_fact: null,
      reports_state_view: 'No',
      speaks_to_judge: 0,
    };
    expect(coerceFlags({ seal, ...flags })).toMatchObject({
      invented: true,
      reports_state_view: false,
      speaks_to_judge: false,
    });
    expect(coerceFlags({ seal, invented: true })).toBeNull();
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
