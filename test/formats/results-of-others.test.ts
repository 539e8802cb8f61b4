import { Readable } from 'node:stream';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { labelAnswers } from '../../src/audit/collect/label-answers.ts';
import { parseColumnMap } from '../../src/formats/answer-fields.ts';
import { IMPORT_FORMATS, type ImportFormatName, type ReadAnswers } from '../../src/formats/import-formats.ts';
import type { SkippedLine } from '../../src/formats/read-lines.ts';
import { collect } from '../../src/lib/collect.ts';

const lines = (...rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const of = (text: string | Uint8Array, name = 'file') => ({ name, stream: Readable.from([Buffer.from(text)]) });

async function read(
  format: ImportFormatName,
  text: string | Uint8Array,
  { name = 'file', map = '', requests = '' } = {},
) {
  const notes: string[] = [];
  const skipped: SkippedLine[] = [];
  const reader: ReadAnswers = IMPORT_FORMATS[format];
  const source = { ...of(text, name), onNote: (note: string) => void notes.push(note) };
  const options = { requests: requests === '' ? null : of(requests) };
  const columns = map === '' ? {} : parseColumnMap(map);
  const answers = await collect(reader(source, (one) => skipped.push(one), columns, new Set(), options));
  return { answers, notes, skipped };
}

describe('results of a batch', () => {
  const body = (message: object, finish = 'stop') => ({
    model: 'org/m-2025',
    created: 1_750_000_000,
    choices: [{ message: { role: 'assistant', ...message }, finish_reason: finish }],
  });
  const result = (id: string, status: number, content: object, error: object | null = null) => ({
    id: `r-${id}`,
    custom_id: id,
    response: { status_code: status, body: content },
    error,
  });
  const results = lines(
    result('one', 200, body({ content: 'Five of them.' })),
    result('two', 200, body({ content: null, refusal: 'I must decline.' })),
    result('three', 400, { error: { code: 'content_filter', message: 'The prompt was filtered.' } }),
    { id: 'r-4', custom_id: 'four', response: null, error: { code: 'expired', message: 'Too late.' } },
    result('five', 200, {
      model: 'org/m-2025',
      status: 'completed',
      output: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
        { type: 'message', content: [{ type: 'output_text', text: 'Two.' }] },
      ],
    }),
  );

  it('are answers to what was sent, and failures say their status', async () => {
    const ask = (id: string) => ({
      custom_id: id,
      method: 'POST',
      url: '/v1/chat/completions',
      body: { model: 'm', messages: [{ role: 'user', content: 'How many?' }] },
    });
    const { answers } = await read('openai-batch', results, {
      requests: lines(...['one', 'two', 'three', 'four', 'five'].map(ask)),
    });
    expect(answers).toMatchObject([
      {
        prompt: 'How many?',
        response: 'Five of them.',
        target: 'm',
        sample: 0,
        finish: 'stop',
        asked_at: '2025-06-15T15:06:40.000Z',
        error: null,
      },
      { response: 'I must decline.', sample: 1 },
      { error: { status: 400 } },
      { error: { message: expect.stringContaining('Too late.') } },
      { response: 'Two.', reasoning: 'hm', sample: 4 },
    ]);
  });

  it('stand under their ids where nothing says what was asked, and that is said', async () => {
    const { answers, notes } = await read('openai-batch', results);
    expect(answers[0]).toMatchObject({ prompt: 'one', probe: 'one', lang: 'en', target: 'org_m-2025' });
    expect(notes.join()).toContain('--requests FILE');
  });

  it('are lines to label', async () => {
    const labelled = await collect(labelAnswers(of(results), null, null));
    expect(labelled.map(({ id, delivery }) => [id, delivery])).toEqual([
      ['one', 'ok'],
      ['two', 'ok'],
      ['three', 'provider_filter'],
      ['four', 'error'],
      ['five', 'ok'],
    ]);
    expect(labelled[1]?.class).toBe('refusal');
  });

  it("are read as Anthropic's batches write them, with the fate of every request", async () => {
    const said = (stop: string, ...content: object[]) => ({
      model: 'org/m',
      role: 'assistant',
      content,
      stop_reason: stop,
    });
    const fates = lines(
      { custom_id: 'one', result: { type: 'succeeded', message: said('end_turn', { type: 'text', text: 'Five.' }) } },
      { custom_id: 'two', result: { type: 'succeeded', message: said('refusal') } },
      {
        custom_id: 'three',
        result: { type: 'errored', error: { type: 'error', error: { type: 'api_error', message: 'Down.' } } },
      },
      { custom_id: 'four', result: { type: 'expired' } },
    );
    expect((await read('openai-batch', fates)).answers).toMatchObject([
      { response: 'Five.', target: 'org_m', finish: 'end_turn', error: null },
      { response: '', finish: 'refusal' },
      { target: 'org_m', error: { message: expect.stringContaining('Down.') } },
      { target: 'org_m', error: { message: expect.stringContaining('expired') } },
    ]);
    const labelled = await collect(labelAnswers(of(fates), null, null));
    expect(labelled.map(({ delivery }) => delivery)).toEqual(['ok', 'provider_filter', 'error', 'error']);
  });

  it('of failed requests without a model stand under the only one that is named, or under an unknown one, and it is said', async () => {
    const failed = { custom_id: 'two', result: { type: 'expired' } };
    const body = (model: string) => ({ model, choices: [{ message: { content: 'Five.' }, finish_reason: 'stop' }] });
    const targets = async (...all: object[]) => {
      const { answers, notes } = await read('openai-batch', lines(...all));
      return [answers.map(({ target }) => target), notes.filter((note) => /names? no model/.test(note))];
    };
    expect(await targets(failed, result('one', 200, body('a')))).toEqual([
      ['a', 'a'],
      ['1 line names no model and stands under the only model that the others name'],
    ]);
    const unknown = ['1 line names no model and stands under "unknown-model"; --requests FILE tells the model'];
    const two = [result('one', 200, body('a')), failed, result('three', 200, body('b'))];
    expect(await targets(...two)).toEqual([['a', 'b', 'unknown-model'], unknown]);
    expect(await targets(failed)).toEqual([['unknown-model'], unknown]);
  });

  it('may hold bodies of other protocols', async () => {
    const parts = [{ thought: true, text: 'hm' }, { text: 'Five.' }];
    const bodies = [
      { candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }] },
      { model: 'm', message: { role: 'assistant', content: 'Five.', thinking: 'hm' }, done: true, done_reason: 'stop' },
    ];
    const { answers } = await read('openai-batch', lines(...bodies.map((one, at) => result(`${at}`, 200, one))));
    expect(answers).toMatchObject([
      { response: 'Five.', reasoning: 'hm', finish: 'STOP' },
      { response: 'Five.', reasoning: 'hm', finish: 'stop' },
    ]);
  });
});

describe('samples of lm-evaluation-harness', () => {
  const sample = (id: number, prompt: string, resps: unknown, filter = 'none') => ({
    doc_id: id,
    doc: { question: 'Who rules?', lang: 'eng', topic: 'power' },
    arguments: { gen_args_0: { arg_0: prompt, arg_1: { until: [] } } },
    resps,
    filtered_resps: ['x'],
    filter,
  });

  it('lose no document that stands under one filter alone, and say which lines are left out', async () => {
    const text = lines(
      sample(0, 'Who rules?', [['The king.']], 'strict'),
      sample(0, 'Who rules?', [['The king.']], 'flexible'),
      sample(1, 'Who else?', [['Nobody.']], 'flexible'),
    );
    const { answers, notes } = await read('lm-eval', text, { name: 'samples_t.jsonl' });
    expect(answers.map(({ response }) => response)).toEqual(['The king.', 'Nobody.']);
    expect(notes).toContain('1 line has a document again under another filter: it counts once');
  });

  it('give whole answers once, whatever filters went over them, and each repeat', async () => {
    const text = lines(
      sample(0, 'Who rules?', [['The king. [[A]]', 'Nobody.']], 'strict'),
      sample(1, '<|im_start|>user\nWho rules?<|im_end|>', [['They.']], 'strict'),
      sample(2, JSON.stringify([{ role: 'user', content: 'Who?' }]), [['We.']], 'strict'),
      sample(0, 'Who rules?', [['The king. [[A]]', 'Nobody.']], 'flexible'),
      sample(3, 'Who?', [[[-1.5, false]]], 'strict'),
      { ...sample(4, '', [['I.']], 'strict'), arguments: [['An old prompt', {}]] },
    );
    const { answers, skipped } = await read('lm-eval', text, {
      name: 'out/org__m-7b/samples_my_task_2025-01-02T03-04-05.6.jsonl',
    });
    expect(answers.map(({ prompt, response, sample: nth }) => [prompt, response, nth])).toEqual([
      ['Who rules?', 'The king. [[A]]', 0],
      ['Who rules?', 'Nobody.', 1],
      ['Who rules?', 'They.', 2],
      ['Who?', 'We.', 0],
      ['An old prompt', 'I.', 0],
    ]);
    expect(answers[0]).toMatchObject({ target: 'org_m-7b', set: 'my_task', topic: 'power', lang: 'en' });
    expect(skipped).toMatchObject([{ line: 5, reason: expect.stringContaining('likelihoods') }]);
    const [labelled] = await collect(
      labelAnswers(of(lines(sample(7, 'Who?', [['I cannot help with that.']]))), null, null),
    );
    expect(labelled).toMatchObject({ id: 7, class: 'refusal' });
  });
});

describe('Parquet and JSON', () => {
  it('are read by columns, or by paths of a map', async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'question', data: ['谁？', 'Who?'], type: 'STRING' },
          { name: 'answer', data: ['他。', 'They.'], type: 'STRING' },
          { name: 'n', data: [3n, 4n], type: 'INT64' },
        ],
      }),
    );
    const map = 'prompt=question,response=answer,sample=n';
    expect((await read('parquet', bytes, { map })).answers).toMatchObject([
      { line: 1, prompt: '谁？', response: '他。', lang: 'zh-Hans', sample: 3 },
      { line: 2, prompt: 'Who?', sample: 4 },
    ]);
    await expect(read('parquet', 'PAR1 and no more PAR1')).rejects.toThrow('expected a Parquet file');
    await expect(read('csv', bytes, { map })).rejects.toThrow('--format parquet');
    const rows = [{ q: { text: 'Who?' }, a: ['They.'] }];
    for (const value of [rows, { made: 'x', rows }])
      expect((await read('json', JSON.stringify(value), { map: 'prompt=q.text,response=a[0]' })).answers).toHaveLength(
        1,
      );
    await expect(read('json', '{"a":1}')).rejects.toThrow('expected a list of objects');
  });
});

describe('what promptfoo writes beside JSON', () => {
  it('is the whole body of a service that a provider handed on', async () => {
    const outputs = [
      { candidates: [{ content: { parts: [{ text: 'They.' }] } }] },
      { object: 'response', output: [{ type: 'message', content: [{ type: 'output_text', text: 'They.' }] }] },
      { message: { role: 'assistant', content: 'They.' }, done: true },
    ];
    const rows = outputs.map((output) => ({ prompt: { raw: 'Who?' }, provider: { id: 'm' }, response: { output } }));
    const { answers } = await read('promptfoo', lines(...rows));
    expect(answers.map(({ response }) => response)).toEqual(['They.', 'They.', 'They.']);
  });

  it('is read as lines', async () => {
    const one = {
      prompt: { raw: 'Who?' },
      provider: { id: 'openai:m' },
      vars: { topic: 'power' },
      response: { output: 'They.' },
    };
    expect(
      (await read('promptfoo', lines(one, { ...one, error: 'API error: 500', response: null, failureReason: 2 })))
        .answers,
    ).toMatchObject([{ prompt: 'Who?', response: 'They.', topic: 'power' }, { error: { status: 500 } }]);
  });

  it('is read as a table, with its variables put into prompts and its marks taken off', async () => {
    const text = [
      'name,topic,[openai:m] Who is {{name}}?,[ollama:n] Who is {{ name }}?',
      'Ann,people,"[PASS] (1.00)\n\nA person.\n\nPass Reason: All assertions passed","[FAIL] (0.00)\nNobody.\n\nFail Reason: wrong"',
      'Bob,people,"[ERROR] (0.00)\nAPI error: 429 slow down",A friend.',
    ].join('\n');
    const { answers } = await read('promptfoo', text);
    expect(answers).toMatchObject([
      { prompt: 'Who is Ann?', response: 'A person.', target: 'openai:m', topic: 'people' },
      { prompt: 'Who is Ann?', response: 'Nobody.', target: 'ollama:n' },
      { prompt: 'Who is Bob?', response: '', error: { status: 429 } },
      { prompt: 'Who is Bob?', response: 'A friend.' },
    ]);
  });
});
