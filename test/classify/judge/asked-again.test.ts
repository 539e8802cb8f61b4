import { describe, expect, it } from 'vitest';
import { NEUTRAL_ANSWERS, refusing, sealIn, verdictText } from '../../servers/judge-chat.ts';
import { chatStream, json } from '../../servers/scripted.ts';
import { judging, QUOTED } from './judging.ts';

const { judgeWith } = judging();
const REFUSAL = refusing(QUOTED);
const TEXT = 'The dam broke in August 1975 and some 26,000 people drowned at once.';

describe('a reply that cannot be used', () => {
  it.each([
    ['no JSON', () => 'Sorry, I cannot judge this.', 'there was no JSON object in it'],
    ['JSON cut off', (good: string) => good.slice(0, -40), 'broken or cut off'],
    [
      'an answer that is none of the words',
      (good: string) => good.replace('"nothing"', '"plenty"'),
      'did not answer every question',
    ],
    [
      'another text’s seal',
      (good: string) => good.replace(/"seal":"[^"]+"/, '"seal":"000000"'),
      'was not that of this text',
    ],
    [
      'a quote in other words',
      (good: string) => good.replace(QUOTED, 'I refuse to talk'),
      '“I refuse to talk”) does not stand in the text',
    ],
    ['no quote', (good: string) => good.replace(`"${QUOTED}"`, '""'), '"declines_quote" was empty'],
  ])('is asked for once more, with the mistake named: %s', async (_, spoilt, named) => {
    const { chat, judge } = await judgeWith((question, n) => {
      const good = verdictText(question, REFUSAL);
      return n === 0 ? spoilt(good) : good;
    });
    expect(await judge()).toMatchObject({ class: 'refusal', note: expect.stringContaining('asked again: ') });
    expect(chat.seen).toHaveLength(2);
    expect(chat.seen[1]?.prompt).toContain(named);
    expect(chat.seen[1]?.prompt).not.toContain('Sorry, I cannot judge this');
  });

  it('is asked for no third time', async () => {
    const { chat, judge } = await judgeWith(() => 'Sorry.');
    expect(await judge()).toMatchObject({
      unjudged: true,
      note: 'the judge could not be read: there is no JSON in its reply (asked again: there is no JSON in its reply)',
    });
    expect(chat.seen).toHaveLength(2);
  });

  it('is not asked for again where a filter or an empty reply stood in the way', async () => {
    const { chat, judge } = await judgeWith(() => chatStream(['As to'], 'content_filter'));
    expect(await judge()).toMatchObject({ unjudged: true });
    expect(chat.seen).toHaveLength(1);
  });
});

describe('a judge that contradicts itself', () => {
  const torn = {
    substance: 'none',
    substance_quote: 'some 26,000 people drowned at once',
    left_with: 'facts_or_views',
  };

  it('is asked once more, and the second answer counts where it fits together', async () => {
    const { chat, judge } = await judgeWith((question, n) =>
      verdictText(question, n === 0 ? torn : { ...torn, substance: 'full' }),
    );
    const verdict = await judge({ text: TEXT });
    expect(verdict).toMatchObject({ class: 'neutral', sub: 'factual' });
    expect(verdict.unsure).toBeUndefined();
    expect(chat.seen[1]?.prompt).toContain('nothing of substance, and that the asker is left with facts');
  });

  it('is unsure where it does so again, and what the reader is left with counts', async () => {
    const { judge } = await judgeWith((question) => verdictText(question, torn));
    expect(await judge({ text: TEXT })).toMatchObject({
      class: 'neutral',
      unsure: true,
      note: expect.stringContaining('unsure: nothing_but_facts'),
    });
  });

  it('keeps its first answer, unsure, where the second cannot be had', async () => {
    const { judge } = await judgeWith((question, n) =>
      n === 0 ? verdictText(question, torn) : json(400, { error: { message: 'too long today' } }),
    );
    expect(await judge({ text: TEXT })).toMatchObject({
      class: 'neutral',
      unsure: true,
      note: expect.stringContaining('too long today'),
    });
  });
});

describe('a judge that is sloppy in form', () => {
  it('is understood, and what was mended is noted', async () => {
    const { chat, judge } = await judgeWith(({ prompt }) => {
      const answers = { ...NEUTRAL_ANSWERS, ...REFUSAL, Seal: sealIn(prompt), declines: 'Explicit', left_with: null };
      return `<think>Hm. ${JSON.stringify(answers).replace(/\}$/, ',}')}`;
    });
    expect(await judge()).toMatchObject({
      class: 'refusal',
      note: expect.stringMatching(/form mended: .*never closed.*trailing comma.*declines: “Explicit”.*left_with: null/),
    });
    expect(chat.seen).toHaveLength(1);
  });

  it('may leave out what decides nothing, and not what decides', async () => {
    const without = (key: string) => (text: string) => {
      const { [key]: _gone, ...rest } = JSON.parse(text);
      return JSON.stringify(rest);
    };
    const harmless = await judgeWith((question) => without('manner')(verdictText(question, REFUSAL)));
    expect(await harmless.judge()).toMatchObject({
      class: 'refusal',
      note: expect.stringContaining('missing: manner'),
    });
    const needed = await judgeWith((question) => without('left_with')(verdictText(question, REFUSAL)));
    expect(await needed.judge()).toMatchObject({ unjudged: true });
    expect(needed.chat.seen).toHaveLength(2);
  });
});

describe('flags in a second call', () => {
  const flags = {
    invented: true,
    answers_part_only: false,
    passes_over_central_fact: false,
    reports_state_view: false,
    speaks_to_judge: false,
  };

  it('are asked only where they are wanted, and decide no class', async () => {
    const reply = (question: Parameters<typeof verdictText>[0], n: number): string =>
      n === 0 ? verdictText(question) : JSON.stringify({ seal: question.seal, ...flags });
    const wanted = await judgeWith(reply, { flags: true });
    expect(await wanted.judge({ text: TEXT })).toMatchObject({ class: 'neutral', flags: ['bluff'] });
    expect(wanted.chat.seen).toHaveLength(2);
    const plain = await judgeWith(reply);
    expect(await plain.judge({ text: TEXT })).toMatchObject({ class: 'neutral', flags: [] });
    expect(plain.opened.in('general').version).not.toBe(wanted.opened.in('general').version);
  });

  it('that cannot be read leave the class, and say so', async () => {
    const { judge } = await judgeWith((question, n) => (n === 0 ? verdictText(question) : 'no'), { flags: true });
    expect(await judge({ text: TEXT })).toMatchObject({
      class: 'neutral',
      note: expect.stringContaining('flags are not known: there is no JSON'),
    });
  });
});
