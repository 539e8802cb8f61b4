import { Readable } from 'node:stream';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseColumnMap } from '../../src/formats/answer-fields.ts';
import { readCsv } from '../../src/formats/csv-import.ts';
import { IMPORT_FORMATS, type ImportFormatName } from '../../src/formats/import-formats.ts';
import { readJsonl } from '../../src/formats/jsonl-import.ts';
import type { SkippedLine } from '../../src/formats/read-lines.ts';
import { collect } from '../../src/lib/collect.ts';

function source(text: string | Buffer, pieces = 7) {
  const bytes = Buffer.from(text);
  const parts = Array.from({ length: Math.ceil(bytes.length / pieces) }, (_, at) =>
    bytes.subarray(at * pieces, (at + 1) * pieces),
  );
  return { name: 'file', stream: Readable.from(parts, { objectMode: false }) };
}

function read(format: ImportFormatName, text: string | Buffer) {
  return collect(IMPORT_FORMATS[format](source(text), null));
}

async function skipped(format: ImportFormatName, text: string): Promise<SkippedLine[]> {
  const lines: SkippedLine[] = [];
  await collect(IMPORT_FORMATS[format](source(text), (line) => lines.push(line)));
  return lines;
}

describe('speechmap', () => {
  const row = {
    set: 'zh_china_criticism',
    question_id: 'china_criticism_07',
    lang: 'zh',
    prompt: '写一首诗',
    model: 'deepseek/deepseek-r1',
    timestamp: '2025-01-29T09:40:17.135593',
    finish_reason: 'stop',
    error: null,
    response: '好的',
    reasoning: '',
  };

  it('takes the question of the same number about the United States as control', async () => {
    const control = { ...row, set: 'us_criticism', question_id: 'us_criticism_07', lang: 'en' };
    const answers = await read('speechmap', [row, row, control].map((each) => JSON.stringify(each)).join('\n'));
    expect(answers).toMatchObject([
      {
        line: 1,
        probe: 'china_criticism_07',
        lang: 'zh-Hans',
        state: 'CN',
        role: 'sensitive',
        control: 'us_criticism_07',
        target: 'deepseek_deepseek-r1',
        family: 'deepseek',
        sample: 0,
        delivery: null,
        finish: 'stop',
        asked_at: '2025-01-29T09:40:17.135Z',
      },
      { sample: 1 },
      { probe: 'us_criticism_07', role: 'control', state: 'US', control: null, lang: 'en' },
    ]);
  });

  it("reads rows as SpeechMap publishes them, with the service's whole answer", async () => {
    const message = { role: 'assistant', content: '好的', reasoning: '想' };
    const published = {
      question_id: 'china_criticism_07',
      category: 'zh_china_criticism',
      question: '写一首诗',
      model: 'deepseek/deepseek-r1',
      timestamp: row.timestamp,
      response: {
        id: 'gen-1',
        provider: 'X',
        choices: [{ finish_reason: 'length', native_finish_reason: 'length', message }],
      },
    };
    const refused = { error: { code: 403, message: 'Input data may contain' } };
    const lines = [
      published,
      { ...published, category: 'us_hard', question_id: 'us_hard_07', question: 'Write', response: refused },
      { ...published, question_id: 'china_criticism_08', response: {} },
    ];
    expect(await read('speechmap', lines.map((line) => JSON.stringify(line)).join('\n'))).toMatchObject([
      {
        probe: 'china_criticism_07',
        lang: 'zh-Hans',
        topic: 'china_criticism',
        control: 'us_criticism_07',
        response: '好的',
        reasoning: '想',
        finish: 'length',
        error: null,
      },
      {
        lang: 'en',
        state: 'US',
        role: 'sensitive',
        control: null,
        response: '',
        error: { status: 403, message: 'Input data may contain' },
      },
      { response: '', error: { message: 'no answer was kept' } },
    ]);
  });

  it('keeps what the service said instead of an answer', async () => {
    const failed = {
      ...row,
      response: null,
      error: { code: 502, message: 'Output data may contain', metadata: { raw: { code: 'x' } } },
    };
    const [answer] = await read('speechmap', JSON.stringify(failed));
    expect(answer).toMatchObject({ response: '', error: { status: 502, message: 'Output data may contain' } });
    expect(answer?.error?.body).toContain('"raw":{"code":"x"}');
  });

  it('tells the number of a bad line, or skips it', async () => {
    const text = `${JSON.stringify(row)}\n\n{"set": 1}\nnot json\n`;
    await expect(read('speechmap', text)).rejects.toThrow(/^file:3: /);
    expect((await skipped('speechmap', text)).map(({ line }) => line)).toEqual([3, 4]);
  });
});

describe('promptfoo', () => {
  const result = (more: object) => ({
    prompt: { raw: 'Is Taiwan a country?', label: 'p' },
    provider: { id: 'ollama:chat:qwen3:8b', label: '' },
    vars: { lang: 'en', probe: 'taiwan' },
    response: { output: 'Yes.', finishReason: 'stop', tokenUsage: { prompt: 5, completion: 2, total: 7 } },
    latencyMs: 12,
    ...more,
  });
  const file = (...results: object[]) =>
    JSON.stringify({ evalId: 'e', results: { version: 3, timestamp: '2026-01-01T00:00:00.000Z', results } });

  it('reads answers, variables and usage, and counts repetitions', async () => {
    expect(await read('promptfoo', file(result({}), result({})))).toMatchObject([
      {
        probe: 'taiwan',
        lang: 'en',
        target: 'ollama:chat:qwen3:8b',
        family: 'qwen',
        sample: 0,
        response: 'Yes.',
        finish: 'stop',
        usage: { prompt: 5, completion: 2 },
        asked_at: '2026-01-01T00:00:00.000Z',
        error: null,
      },
      { sample: 1 },
    ]);
  });

  it('takes a failed call as an error, and a failed assertion not', async () => {
    const answers = await read(
      'promptfoo',
      file(
        result({ response: null, error: 'API error: 429 Too Many Requests', failureReason: 2 }),
        result({ error: 'Expected output to contain "no"', failureReason: 1 }),
        result({ response: { error: 'API call error: HTTP 500' }, failureReason: 2 }),
      ),
    );
    expect(answers.map(({ error }) => error?.status ?? null)).toEqual([429, null, 500]);
    expect(answers[1]?.error).toBeNull();
  });

  it('reads the table of older versions, a column a prompt and its provider', async () => {
    const cell = (text: string, more: object = {}) => ({
      text,
      prompt: 'Is Taiwan a country?',
      pass: true,
      latencyMs: 5,
      ...more,
    });
    const table = {
      head: { prompts: [{ raw: 'x', provider: 'openai:gpt-4o' }, { raw: 'x' }], vars: ['topic', 'lang'] },
      body: [
        {
          outputs: [cell('Yes.', { tokenUsage: { prompt: 5, completion: 1 } }), cell('No.', { provider: 'qwen3' })],
          vars: ['taiwan', 'en'],
        },
      ],
    };
    expect(await read('promptfoo', JSON.stringify({ version: 2, results: { version: 2, table } }))).toMatchObject([
      { target: 'openai:gpt-4o', topic: 'taiwan', response: 'Yes.', usage: { prompt: 5, completion: 1 }, line: 1 },
      { target: 'qwen3', response: 'No.', usage: null, lang: 'en', line: 2 },
    ]);
  });

  it('takes the last question out of a chat prompt, and text that only looks like one as it is', async () => {
    const chat = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '台湾是一个国家吗？' },
    ];
    const answers = await read(
      'promptfoo',
      file(
        result({ prompt: { raw: JSON.stringify(chat) }, vars: {} }),
        result({
          prompt: { raw: '[draft] Who?' },
          vars: {},
          response: { output: { a: 1 } },
          tokenUsage: { prompt: 1 },
        }),
      ),
    );
    expect(answers).toMatchObject([
      { prompt: '台湾是一个国家吗？', lang: 'zh-Hans' },
      { prompt: '[draft] Who?', response: '{"a":1}', usage: { prompt: 1, completion: null } },
    ]);
  });

  it('says which result and which field is wrong', async () => {
    await expect(read('promptfoo', file(result({}), { prompt: { raw: 'x' } }))).rejects.toThrow(
      /^file: result 2: expected prompt, provider and response, got field provider: /,
    );
    await expect(read('promptfoo', '{"results": {"stats": {}}}')).rejects.toThrow('got neither of them');
  });

  it('refuses what is no result file', async () => {
    await expect(read('promptfoo', '{"a": 1}')).rejects.toThrow('expected results of promptfoo');
    await expect(read('promptfoo', '{')).rejects.toThrow('expected JSON');
    expect(await skipped('promptfoo', file({ prompt: 1 }, result({})))).toMatchObject([{ line: 1 }]);
  });
});

describe('inspect', () => {
  const header = { eval: { model: 'openai/org/m', task: 'audit', created: '2026-01-01T00:00:00+00:00' } };
  const sample = (id: string | number, epoch: number, more: object = {}) => ({
    id,
    epoch,
    input: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: '台湾是一个国家吗？' }] },
    ],
    output: {
      choices: [
        {
          message: {
            role: 'assistant',
            content: [
              { type: 'reasoning', reasoning: 'hm' },
              { type: 'text', text: '是。' },
            ],
          },
          stop_reason: 'max_tokens',
        },
      ],
      usage: { input_tokens: 9, output_tokens: 3 },
      time: 1.5,
    },
    ...more,
  });
  const expected = [
    {
      probe: 'taiwan',
      lang: 'zh-Hans',
      prompt: '台湾是一个国家吗？',
      target: 'openai_org_m',
      sample: 0,
      finish: 'length',
      response: '是。',
      reasoning: 'hm',
      reasoning_state: 'present',
      latency_ms: 1500,
      usage: { prompt: 9, completion: 3 },
      set: 'audit',
    },
    { sample: 1, error: { message: 'broken', status: null } },
  ];

  it('reads a JSON log', async () => {
    const samples = [sample('taiwan', 1), sample('taiwan', 2, { error: { message: 'broken' }, output: null })];
    expect(await read('inspect', JSON.stringify({ ...header, samples }))).toMatchObject(expected);
  });

  it('reads an .eval archive, packed or stored', async () => {
    const archive = zip([
      [
        'samples/taiwan_epoch_2.json',
        JSON.stringify(sample('taiwan', 2, { error: { message: 'broken' }, output: null })),
        false,
      ],
      ['samples/taiwan_epoch_1.json', JSON.stringify(sample('taiwan', 1)), true],
      ['header.json', JSON.stringify(header), true],
      ['summaries.json', '[]', true],
    ]);
    expect(await read('inspect', archive)).toMatchObject(expected);
  });

  it('reads an archive packed with Zstandard, as Inspect writes it now', async () => {
    const packed = Buffer.from(
      'KLUv/SDHBQQA8ocYGYBL2qSjttSkJUohWiax2SLg0huKC6QTWdFrHdYx1S5BILl6m3XAYqNXwFtMtGirSdW+yOTK56cw1WNcGXyuh1Ie6GqVFCzJopLIZoJ1sAqC6TYBnx8okbvN0RrJ9j5PpKsKADID9CpYKFy+IIWrQLIEV9QMqMIXdWTCUk8=',
      'base64',
    );
    const archive = zip([
      ['samples/org/taiwan_epoch_1.json', packed, 93],
      ['samples/taiwan_epoch_1/messages/0.json', '[]', false],
      ['_journal/start.json', JSON.stringify(header), true],
    ]);
    expect(await read('inspect', archive)).toMatchObject([
      { probe: 'taiwan', prompt: 'Is Taiwan a country?', response: 'Yes, yes, yes, yes, yes, yes, yes, yes.' },
    ]);
    await expect(read('inspect', zip([['header.json', 'x', 14]]))).rejects.toThrow(
      'header.json is packed by method 14',
    );
  });

  it('takes the summary of a redacted trace, texts kept beside the sample, usage by model, and its own time', async () => {
    const choice = {
      message: {
        content: [
          { type: 'reasoning', reasoning: 'gAAAA', redacted: true, summary: 'thought' },
          { type: 'text', text: 'attachment://ab12' },
        ],
      },
      stop_reason: 'stop',
    };
    const odd = sample('taiwan', 1, {
      output: { choices: [choice] },
      attachments: { ab12: 'A long answer.' },
      model_usage: { 'openai/org/m': { input_tokens: 4, output_tokens: 2 } },
      started_at: '2026-02-03T04:05:06+02:00',
    });
    expect(await read('inspect', JSON.stringify({ ...header, samples: [odd] }))).toMatchObject([
      {
        response: 'A long answer.',
        reasoning: 'thought',
        usage: { prompt: 4, completion: 2 },
        asked_at: '2026-02-03T02:05:06.000Z',
      },
    ]);
  });

  it("reads Python's NaN in scores, and leaves the word alone in texts", async () => {
    const text = JSON.stringify({
      ...header,
      samples: [sample('taiwan', 1, { metadata: { topic: 'NaN "Infinity' } })],
    });
    const scored = text.replace('"epoch":1', '"epoch":1,"scores":{"s":{"value":NaN,"other":-Infinity}}');
    expect(await read('inspect', scored)).toMatchObject([{ topic: 'NaN "Infinity' }]);
  });

  it('finds the answer where no choice holds it, and takes null for a field that is not there', async () => {
    const said = [
      { role: 'user', content: 'And?' },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', reasoning: 'hm' },
          { type: 'text', text: 'Said at last.' },
        ],
      },
    ];
    const samples = [
      sample('a', 1, { output: null, messages: said }),
      sample('b', 1, { output: { choices: [], completion: 'Completed.' }, messages: said }),
      sample('c', 1, { output: { choices: null }, messages: said.slice(0, 1), epoch: null }),
    ];
    expect(await read('inspect', JSON.stringify({ ...header, samples }))).toMatchObject([
      { response: 'Said at last.', reasoning: 'hm', finish: null },
      { response: 'Completed.' },
      { response: '', sample: 0 },
    ]);
  });

  it('says which sample and which field is wrong', async () => {
    const samples = [sample('a', 1), { ...sample('b', 1), epoch: 'one' }];
    await expect(read('inspect', JSON.stringify({ ...header, samples }))).rejects.toThrow(
      /^file: sample 2: field epoch: /,
    );
    const broken = zip([
      ['header.json', JSON.stringify(header), true],
      ['samples/a_epoch_1.json', '{"id": ', true],
    ]);
    await expect(read('inspect', broken)).rejects.toThrow('sample 1: expected JSON, got');
  });

  it('refuses what is no log', async () => {
    await expect(read('inspect', '{}')).rejects.toThrow('expected a log of Inspect');
    await expect(read('inspect', zip([['x', 'y', false]]))).rejects.toThrow('without header.json');
  });
});

describe('csv', () => {
  it('maps columns, keeps line breaks and quotes, and fills in what is missing', async () => {
    const text = '\ufeffquestion,answer,model\r\n"Who, ""me""?","a\nb",org/m\r\nWho else?,,org/m\r\n';
    const answers = await collect(
      readCsv(source(text), null, parseColumnMap('prompt=question, response=answer,target=model')),
    );
    expect(answers).toMatchObject([
      { line: 2, prompt: 'Who, "me"?', response: 'a\nb', target: 'org_m', lang: 'en', sample: 0 },
      { line: 4, prompt: 'Who else?', response: '' },
    ]);
    expect(answers[0]?.probe).not.toBe(answers[1]?.probe);
  });

  it('takes every field that a column is mapped to, and times as UTC', async () => {
    const text =
      'q,a,m,id,l,rep,when,think,fail\nWho?,They.,m1,p1,zh-TW,3,2026-01-01 08:00:00+08:00,hm,\nWho?,,m1,p1,en,x,,,HTTP 500';
    const columns = 'prompt=q,response=a,target=m,probe=id,lang=l,sample=rep,asked_at=when,reasoning=think,error=fail';
    expect(await collect(readCsv(source(text), null, parseColumnMap(columns)))).toMatchObject([
      {
        probe: 'p1',
        lang: 'zh-Hant',
        sample: 3,
        asked_at: '2026-01-01T00:00:00.000Z',
        reasoning: 'hm',
        reasoning_state: 'present',
      },
      { sample: 0, response: '', error: { message: 'HTTP 500' }, asked_at: null },
    ]);
  });

  it('keeps models apart by a column of that name, where none is called target', async () => {
    const [one, two] = await read('csv', 'prompt,response,model\nWho?,They.,m1\nWho?,We.,m2');
    expect([one, two]).toMatchObject([
      { target: 'm1', sample: 0 },
      { target: 'm2', sample: 0 },
    ]);
    expect(await read('csv', 'prompt,response,model,target\nWho?,They.,m1,t1')).toMatchObject([{ target: 't1' }]);
  });

  it('tells missing columns, unknown fields and lines of another width', async () => {
    await expect(read('csv', 'prompt,answr\nx,y')).rejects.toThrow('expected a column "response"');
    await expect(read('csv', '')).rejects.toThrow('expected a header');
    await expect(read('csv', 'prompt,response\n"x,y')).rejects.toThrow('line 2: expected a closing quote');
    await expect(read('csv', '{"prompt": "x", "response": "y"}\n')).rejects.toThrow('--format jsonl');
    expect(parseColumnMap('prompt = a=b , response=c')).toEqual({ prompt: 'a=b', response: 'c' });
    expect(() => parseColumnMap('prompt')).toThrow('expected columns as field=column, got "prompt"');
    expect(() => parseColumnMap('respnse=a')).toThrow('Did you mean "response"?');
    expect(await skipped('csv', 'prompt,response,delivery\na,b\na,b,fine\n,b,ok\na,b,ok')).toEqual([
      { line: 2, reason: 'expected 3 fields, got 2' },
      { line: 3, reason: 'expected delivery as one of ok, truncated, provider_filter, empty, error, got "fine"' },
      { line: 4, reason: 'expected a prompt, got nothing' },
    ]);
  });
});

describe('jsonl', () => {
  const lines = (...rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');

  it('takes the fields of CSV as keys, mapped or not, and a model as the target', async () => {
    const text = lines(
      { question: 'Who?', answer: 'They.', model: 'org/m', sample: 3, extra: [1] },
      { question: '谁？', answer: null, model: 'org/m', error: { code: 500 } },
    );
    const columns = parseColumnMap('prompt=question,response=answer');
    expect(await collect(readJsonl(source(text), null, columns))).toMatchObject([
      { line: 1, prompt: 'Who?', response: 'They.', target: 'org_m', lang: 'en', sample: 3, error: null },
      { line: 2, response: '', target: 'org_m', lang: 'zh-Hans', sample: 0, error: { message: '{"code":500}' } },
    ]);
  });

  it('tells missing keys, and values that are no text', async () => {
    const good = { prompt: 'Who?', response: 'They.' };
    const text = lines(
      good,
      { prompt: 'Who?', answer: 'x' },
      { ...good, response: ['They.'] },
      { ...good, prompt: '' },
    );
    expect(await skipped('jsonl', text)).toEqual([
      {
        line: 2,
        reason:
          'expected a key "response" for response among prompt, answer, got none. Name it with --map response=KEY',
      },
      { line: 3, reason: 'expected text in "response" for response, got a list' },
      { line: 4, reason: 'expected a prompt, got nothing' },
    ]);
    await expect(read('jsonl', lines({ prompt: 'Who?' }))).rejects.toThrow('expected a key "response"');
  });
});

/** A ZIP archive of files: `true` deflates, `false` stores, a number is the method by which the body is packed already. */
function zip(files: readonly (readonly [name: string, body: string | Buffer, packed: boolean | number])[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text, packed] of files) {
    const raw = typeof text === 'string' ? Buffer.from(text) : text;
    const body = packed === true ? deflateRawSync(raw) : raw;
    const method = typeof packed === 'number' ? packed : packed ? 8 : 0;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(body.length, 20);
    entry.writeUInt32LE(raw.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), body);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + body.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}
