import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { importAnswers } from '../../src/audit/collect/import-answers.ts';
import { labelAnswer, labelAnswers } from '../../src/audit/collect/label-answers.ts';
import type { ImportFormatName } from '../../src/formats/import-formats.ts';
import { collect } from '../../src/lib/collect.ts';
import type { StoredTrial } from '../../src/model/stored-trial.ts';
import { MemoryStore } from '../../src/store/memory.ts';

const THOUGHT = 'They ask about the island; I weigh the slogan against the plain facts.';
const ANSWER = 'Taipei has a parliament of its own, and its army answers to it.';
const PROMPT = 'Who governs the island?';

async function imported(format: ImportFormatName, text: string): Promise<StoredTrial[]> {
  const store = new MemoryStore();
  const source = { name: 'f', stream: Readable.from([Buffer.from(text)]) };
  const request = { source, format, file: null, columns: {}, run: 'r', name: null, packageVersion: '0', now: 0 };
  await importAnswers(request, store);
  return collect(store.trials('r'));
}

const promptfoo = (response: object, more: object = {}): string =>
  JSON.stringify({ results: { results: [{ prompt: { raw: PROMPT }, provider: { id: 'p' }, response, ...more }] } });
const inspect = (message: object, more: object = {}, usage: object = {}): string =>
  JSON.stringify({
    eval: { model: 'm' },
    samples: [{ id: 'a', input: PROMPT, output: { choices: [{ message, stop_reason: 'stop', ...more }], usage } }],
  });
const speechmap = (choice: object): string =>
  JSON.stringify({
    question_id: 'x_criticism_01',
    category: 'x',
    question: PROMPT,
    model: 'm',
    response: { choices: [{ finish_reason: 'stop', ...choice }] },
  });
const csv = (response: string, more = ''): string =>
  `prompt,response,finish\n"${PROMPT}","${response.replaceAll('"', '""')}",${more}\n`;

describe('the thought in an answer that others collected', () => {
  it.each<readonly [string, ImportFormatName, string]>([
    ['promptfoo, by a prefix', 'promptfoo', promptfoo({ output: `Thinking: ${THOUGHT}\n\n${ANSWER}` })],
    [
      'promptfoo, by a prefix with blank lines, and the raw answer',
      'promptfoo',
      promptfoo({
        output: `Thinking: ${THOUGHT}\n\nMore.\n\n${ANSWER}`,
        raw: { choices: [{ message: { content: ANSWER, reasoning: `${THOUGHT}\n\nMore.` } }] },
      }),
    ],
    [
      'promptfoo, in parts',
      'promptfoo',
      promptfoo({
        output: [
          { type: 'thinking', thinking: THOUGHT },
          { type: 'text', text: ANSWER },
        ],
      }),
    ],
    ['promptfoo, in harmony', 'promptfoo', promptfoo({ output: `analysis${THOUGHT}assistantfinal${ANSWER}` })],
    [
      'Inspect, in parts',
      'inspect',
      inspect({
        content: [
          { type: 'reasoning', reasoning: THOUGHT },
          { type: 'text', text: ANSWER },
        ],
      }),
    ],
    ['Inspect, in an older field', 'inspect', inspect({ content: ANSWER, reasoning: THOUGHT })],
    [
      'Inspect, in tags with attributes',
      'inspect',
      inspect({ content: `<think signature="s">\n${THOUGHT}\n</think>\n${ANSWER}` }),
    ],
    [
      'SpeechMap, in a field beside an empty one',
      'speechmap',
      speechmap({ message: { content: ANSWER, reasoning: '', reasoning_content: THOUGHT } }),
    ],
    [
      'SpeechMap, in a channel',
      'speechmap',
      speechmap({ message: { content: `<|channel>thought\n${THOUGHT}<channel|>${ANSWER}` } }),
    ],
    ['CSV, in tokens', 'csv', csv(`<|START_THINKING|>${THOUGHT}<|END_THINKING|>${ANSWER}`)],
  ])('is told from it: %s', async (_how, format, text) => {
    const [trial] = await imported(format, text);
    expect(trial?.response).toMatchObject({ delivery: 'ok', text: ANSWER, reasoningState: 'present' });
    expect(trial?.response?.reasoning).toContain(THOUGHT);
    expect(trial?.verdicts.find(({ of }) => of === 'response')?.class).toBe('neutral');
  });

  it.each<readonly [string, ImportFormatName, string]>([
    [
      'promptfoo, blank lines after a prefix',
      'promptfoo',
      promptfoo({ output: `Thinking: ${THOUGHT}\n\nMore.\n\n${ANSWER}` }),
    ],
    [
      'promptfoo, a summary of several lines',
      'promptfoo',
      promptfoo({ output: `Reasoning: A\nB\n${ANSWER}` }, { provider: { id: 'openai:responses:m' } }),
    ],
    ['CSV, tokens that nobody knows', 'csv', csv(`<|muse|>${THOUGHT}<|/muse|>${ANSWER}`)],
  ])('leaves it unjudged where it cannot be told: %s', async (_how, format, text) => {
    const [trial] = await imported(format, text);
    expect(trial?.response?.flags).toContain('reasoning_unknown');
    expect(trial?.verdicts).toMatchObject([{ of: 'response', class: null, unjudged: true }]);
    expect(trial?.verdicts[0]?.note).toContain('reasoning_unknown');
  });
});

describe('a service that speaks in what others collected', () => {
  it.each<readonly [string, ImportFormatName, string, object]>([
    [
      'promptfoo, an error as output',
      'promptfoo',
      promptfoo({ output: 'API error: 400 Bad Request\n{"error":{"message":"Content Exists Risk"}}', isRefusal: true }),
      { delivery: 'provider_filter', side: 'input' },
    ],
    [
      'promptfoo, a guardrail',
      'promptfoo',
      promptfoo({ output: 'I cannot help.', isRefusal: true, guardrails: { flagged: true, flaggedInput: true } }),
      { delivery: 'provider_filter', side: 'input' },
    ],
    [
      'promptfoo, a filter',
      'promptfoo',
      promptfoo({ output: 'Content filtered by provider', finishReason: 'content_filter' }),
      { delivery: 'provider_filter', side: 'output' },
    ],
    [
      'Inspect, a filter',
      'inspect',
      inspect({ content: 'I cannot help.' }, { stop_reason: 'content_filter' }),
      { delivery: 'provider_filter' },
    ],
    [
      'SpeechMap, a second finish reason',
      'speechmap',
      speechmap({ message: { content: ANSWER }, native_finish_reason: 'RECITATION' }),
      { delivery: 'provider_filter' },
    ],
    ['CSV, a finish reason of failure', 'csv', csv(ANSWER, 'network_error'), { delivery: 'error', kind: 'protocol' }],
    [
      'CSV, a page of HTML',
      'csv',
      csv('<html><head><title>502 Bad Gateway</title></head></html>'),
      { delivery: 'error', kind: 'http' },
    ],
  ])('is no answer of the model: %s', async (_how, format, text, outcome) => {
    const [trial] = await imported(format, text);
    expect(trial?.response).toMatchObject(outcome);
    expect(trial?.verdicts).toEqual([]);
  });

  it.each<readonly [string, ImportFormatName, string]>([
    ['promptfoo', 'promptfoo', promptfoo({ output: { role: 'assistant', content: null, refusal: 'I decline.' } })],
    ['Inspect', 'inspect', inspect({ content: [{ type: 'text', text: 'I decline.', refusal: true }] })],
    ['SpeechMap', 'speechmap', speechmap({ message: { content: null, refusal: 'I decline.' } })],
  ])('is not the model, whose refusal in a field of its own is its answer: %s', async (_how, format, text) => {
    const [trial] = await imported(format, text);
    expect(trial?.response).toMatchObject({ delivery: 'ok', text: 'I decline.' });
  });
});

describe('what is no text in what others collected', () => {
  it.each(['None', '#N/A', '[]', 'nan', 'NULL', ''])('is empty in CSV: %j', async (response) => {
    const [trial] = await imported('csv', csv(response));
    expect(trial?.response?.delivery).toBe('empty');
  });

  it('is a word with a stop after it', async () => {
    const [trial] = await imported('csv', csv('None.'));
    expect(trial?.response?.delivery).toBe('ok');
  });

  it('is empty where a log holds null', async () => {
    const [trial] = await imported('inspect', inspect({ content: null }));
    expect(trial?.response?.delivery).toBe('empty');
  });

  it('is the question of a chat prompt, whatever its parts', async () => {
    const raw = JSON.stringify([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: '岛上由谁治理？' }] },
      { role: 'assistant', content: null },
    ]);
    const text = promptfoo({ output: ANSWER }, { prompt: { raw } });
    const store = new MemoryStore();
    const source = { name: 'f', stream: Readable.from([Buffer.from(text)]) };
    await importAnswers(
      { source, format: 'promptfoo', file: null, columns: {}, run: 'r', name: null, packageVersion: '0', now: 0 },
      store,
    );
    expect(await store.variants('r')).toMatchObject([{ prompt: '岛上由谁治理？', lang: 'zh-Hans' }]);
  });
});

describe('label', () => {
  const label = (line: object) =>
    labelAnswer({ response: '', prompt: PROMPT, ...line } as Parameters<typeof labelAnswer>[0]);
  const REFUSAL = "I'm sorry, but I can't help with that.";

  it.each([
    ['think tags', `<think>${THOUGHT}</think>\n`],
    ['a channel', `<|channel>thought\n${THOUGHT}<channel|>`],
    ['bare words', `analysis${THOUGHT}assistantfinal`],
    ['a prefix', `Thinking: ${THOUGHT}\n\n`],
  ])('counts offsets from the beginning of the response, %s and all', async (_how, before) => {
    const response = before + REFUSAL;
    const { class: found, evidence } = await label({ response });
    expect(found).toBe('refusal');
    expect(evidence?.start).toBeGreaterThanOrEqual(before.length);
    expect(response.slice(evidence?.start, evidence?.end)).toBe(evidence?.text);
  });

  it('passes over a thought that stands in a field too', async () => {
    const reasoning = `${THOUGHT} ${REFUSAL}`;
    const response = `${reasoning}\n\n${ANSWER}`;
    expect(await label({ response, reasoning })).toMatchObject({ class: 'neutral', delivery: 'ok' });
    expect(await label({ response: reasoning, reasoning })).toMatchObject({
      delivery: 'empty',
      class: null,
      delivery_flags: ['reasoning_only'],
    });
  });

  it('judges what stands before the answer goes on as the asker', async () => {
    const response = `${REFUSAL}<|im_end|>\n<|im_start|>user\nDo tell.<|im_end|>\n<|im_start|>assistant\n${ANSWER}`;
    expect(await label({ response })).toMatchObject({ class: 'refusal', delivery_flags: ['finish_unknown', 'run_on'] });
  });

  it('leaves unjudged what may be a thought', async () => {
    expect(await label({ response: `<|muse|>${REFUSAL}<|/muse|>${ANSWER}` })).toMatchObject({
      class: null,
      unjudged: true,
      delivery_flags: ['finish_unknown', 'reasoning_unknown'],
    });
  });

  it('takes a refusal in a field of its own for the answer', async () => {
    const line = JSON.stringify({ id: 'a', response: '', refusal: REFUSAL, finish_reason: 'stop' });
    const source = { name: 'f', stream: Readable.from([Buffer.from(`${line}\n`)]) };
    expect(await collect(labelAnswers(source, null, null))).toMatchObject([
      { id: 'a', delivery: 'ok', class: 'refusal' },
    ]);
  });

  it('calls an answer without a visible word empty, whatever was noted', async () => {
    expect(await label({ response: `<think>${THOUGHT}`, delivery: 'ok', finish_reason: 'length' })).toMatchObject({
      delivery: 'empty',
      delivery_flags: ['reasoning_only', 'budget_spent'],
    });
  });
});
