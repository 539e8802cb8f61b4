import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { importAnswers } from '../../src/audit/collect/import-answers.ts';
import { collect } from '../../src/lib/collect.ts';
import { MemoryStore } from '../../src/store/memory.ts';

const RESPONSE = 'I will not speak of that.';
const EVIDENCE = { start: 0, end: 10, text: 'I will not' };

function verdict(evidence: object | null, more: object = {}) {
  const classifier = { name: 'rules', version: 'v', mode: 'general' };
  return { class: 'refusal', sub: null, flags: [], confidence: 1, evidence, classifier, ...more };
}

function row(i: number, more: object): string {
  const asked = { probe: 'a', lang: 'en', prompt: 'What of that?', target: 'm', sample: i };
  return JSON.stringify({ ...asked, delivery: 'ok', response: RESPONSE, verdicts: [verdict(EVIDENCE)], ...more });
}

/** Imports a good row and another one; gives what was left out and what is stored. */
async function imported(more: object) {
  const store = new MemoryStore();
  const text = `${row(0, {})}\n${row(1, more)}\n`;
  const source = { name: 'rows.jsonl', stream: Readable.from([Buffer.from(text)]) };
  const request = { source, format: 'candor', file: null, columns: undefined, run: 'r', name: null } as const;
  const { skipped } = await importAnswers({ ...request, packageVersion: '0', now: 0 }, store);
  return { skipped, trials: await collect(store.trials('r')) };
}

describe('rows of our own form', () => {
  it.each([
    [
      'an empty span',
      { start: 3, end: 3, text: '' },
      /evidence: expected a span inside the response \(0 to 25\).* got 3 to 3/,
    ],
    ['a span that ends before it starts', { start: 5, end: 2, text: 'x' }, /got 5 to 2/],
    ['a negative start', { start: -1, end: 4, text: 'I wi' }, /start: expected a number of at least 0, got number -1/],
    ['a fraction', { start: 0.5, end: 4, text: 'I wi' }, /start: expected a whole number, got number 0\.5/],
    ['an end beyond the text', { start: 0, end: 26, text: RESPONSE }, /got 0 to 26/],
    [
      'a text that does not stand there',
      { start: 0, end: 10, text: 'I can not!' },
      /expected the text that stands in the response from 0 to 10/,
    ],
  ])(
    'are kept out with line and reason where the evidence has %s, and nothing of them is stored',
    async (_, evidence, said) => {
      const { skipped, trials } = await imported({ verdicts: [verdict(EVIDENCE), verdict(evidence)] });
      expect(skipped).toEqual([{ line: 2, reason: expect.stringMatching(said) }]);
      expect(trials).toHaveLength(1);
    },
  );

  it('are held against the text that was judged', async () => {
    const ofThought = {
      reasoning: 'Let me see.',
      verdicts: [verdict({ start: 0, end: 3, text: 'Let' }, { of: 'reasoning' })],
    };
    expect((await imported(ofThought)).skipped).toEqual([]);
    const ofNone = { verdicts: [verdict({ start: 0, end: 3, text: 'Let' }, { of: 'reasoning' })] };
    expect((await imported(ofNone)).skipped).toMatchObject([
      { line: 2, reason: expect.stringContaining('the reasoning (0 to 0)') },
    ]);
    const facts = [{ fact: 1, treated: 'stated', start: 20, end: 40 }];
    expect((await imported({ verdicts: [verdict(null, { judged_facts: facts })] })).skipped).toMatchObject([
      { line: 2, reason: expect.stringContaining('judged_facts: expected a span') },
    ]);
  });

  it.each(['', ' \n\t', '\u200b\u2060'])(
    'are empty where they say ok and have no words (%j), whatever their verdicts say',
    async (response) => {
      const { skipped, trials } = await imported({ response, verdicts: [verdict(null)] });
      expect(skipped).toEqual([]);
      expect(trials[1]?.response).toMatchObject({ delivery: 'empty' });
      expect(trials[1]?.verdicts.map((one) => one.class)).not.toContain('refusal');
    },
  );
});
