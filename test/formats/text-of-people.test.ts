import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { importAnswers } from '../../src/audit/collect/import-answers.ts';
import { parseColumnMap } from '../../src/formats/answer-fields.ts';
import { IMPORT_FORMATS, type ImportFormatName, type ReadAnswers } from '../../src/formats/import-formats.ts';
import type { ReadOptions } from '../../src/formats/read-options.ts';
import { utcTime } from '../../src/formats/utc-time.ts';
import { collect } from '../../src/lib/collect.ts';
import { readTextFile } from '../../src/lib/decode-text.ts';
import { langOfWords } from '../../src/reading/lang-of-words.ts';
import { MemoryStore } from '../../src/store/memory.ts';

interface Said extends ReadOptions {
  readonly encoding?: string | null;
  readonly map?: string;
  readonly piece?: number;
}

/** Reads bytes in pieces, and keeps what was noted. */
async function read(format: ImportFormatName, content: string | Uint8Array, said: Said = {}) {
  const bytes = Buffer.from(content);
  const { piece = 5, encoding = null, map, ...options } = said;
  const parts = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, at) =>
    bytes.subarray(at * piece, (at + 1) * piece),
  );
  const notes: string[] = [];
  const source = {
    name: 'file',
    stream: Readable.from(parts, { objectMode: false }),
    encoding,
    onNote: (note: string) => void notes.push(note),
  };
  const reader: ReadAnswers = IMPORT_FORMATS[format];
  const columns = map === undefined ? {} : parseColumnMap(map);
  const answers = await collect(reader(source, null, columns, new Set(), options));
  return { answers, notes };
}

const csv = (...rows: readonly (readonly string[])[]) => rows.map((row) => `${row.join(',')}\n`).join('');
const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
/** "问题" and "回答" in GBK, and in Big5 "問題" and "回答". */
const GBK = Buffer.concat([
  Buffer.from('prompt,response\n'),
  ...Array.from({ length: 6 }, () => Buffer.from([0xce, 0xca, 0xcc, 0xe2, 0x2c, 0xbb, 0xd8, 0xb4, 0xf0, 0x0a])),
]);
const BIG5 = Buffer.concat([
  Buffer.from('prompt,response\n'),
  ...Array.from({ length: 6 }, () => Buffer.from([0xb0, 0xdd, 0xc3, 0x44, 0x2c, 0xa6, 0x5e, 0xb5, 0xaa, 0x0a])),
]);

describe('encodings', () => {
  it('refuses what is not UTF-8 with the line and a guess, and reads it where the encoding is named', async () => {
    await expect(read('csv', GBK)).rejects.toThrow(/^file:2: expected UTF-8, .* gb18030: --encoding gb18030/);
    expect((await read('csv', GBK, { encoding: 'gbk' })).answers[0]).toMatchObject({
      prompt: '问题',
      response: '回答',
    });
    await expect(read('csv', BIG5)).rejects.toThrow('--encoding big5');
    expect((await read('csv', BIG5, { encoding: 'big5' })).answers[0]?.response).toBe('回答');
    await expect(read('csv', csv(['prompt', 'response'], ['问题', '回答']), { encoding: 'gbk' })).rejects.toThrow(
      'got bytes that are UTF-8: leave out --encoding',
    );
  });

  it('tells a damaged character from another encoding, and reads past it where UTF-8 is said', async () => {
    const text = Buffer.from(csv(['prompt', 'response'], ['这是一个很长的问题吗？', '是的，这是一个很长的回答。']));
    text[30] = 0xff;
    await expect(read('csv', text)).rejects.toThrow(/file:2: .*damaged: --encoding utf-8/);
    const { answers, notes } = await read('csv', text, { encoding: 'utf-8' });
    expect(answers[0]?.prompt).toContain('\ufffd');
    expect(notes.join()).toContain('stand as U+FFFD in');
  });

  it('reads UTF-16 by its mark in every format, says so, and refuses it without', async () => {
    const table = csv(['prompt', 'response'], ['谁？', '他。']);
    expect((await read('csv', wide(table))).answers[0]).toMatchObject({ prompt: '谁？', response: '他。' });
    const swapped = wide(table).swap16();
    const { answers, notes } = await read('csv', swapped);
    expect([answers.length, notes[0]]).toEqual([1, 'file is read as UTF-16BE, as its byte order mark says']);
    const log = {
      eval: { model: 'm' },
      samples: [{ id: 'a', input: 'Who?', output: { choices: [{ message: { content: 'They.' } }] } }],
    };
    expect((await read('inspect', wide(JSON.stringify(log)))).answers[0]?.response).toBe('They.');
    expect((await read('inspect', `\ufeff${JSON.stringify(log)}`)).answers).toHaveLength(1);
    const results = { results: [{ prompt: 'Who?', provider: 'm', response: { output: 'They.' } }] };
    for (const text of [wide(JSON.stringify(results)), `\ufeff${JSON.stringify(results)}`])
      expect((await read('promptfoo', text)).answers).toHaveLength(1);
    await expect(read('jsonl', wide(JSON.stringify({ prompt: 'Who?', response: 'x' })).subarray(2))).rejects.toThrow(
      '--encoding utf-16le',
    );
  });

  it('names files that are no text, and reads YAML of other marks', async () => {
    await expect(read('csv', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]))).rejects.toThrow('gzip');
    const folder = await mkdtemp(join(tmpdir(), 'candor-'));
    try {
      await writeFile(join(folder, 'a.yaml'), wide('id: x\n'));
      expect(await readTextFile(join(folder, 'a.yaml'))).toBe('id: x\n');
      await writeFile(join(folder, 'b.yaml'), GBK);
      await expect(readTextFile(join(folder, 'b.yaml'))).rejects.toThrow(/save the file as UTF-8$/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('tables', () => {
  const asked = { prompt: 'Who, then; and why?', response: 'They' };
  it.each([';', '\t', '|', '^'])('is cut at %j', async (sign) => {
    const text = ['prompt', 'response', 'model']
      .join(sign)
      .concat('\n"Who, then; and why?"', sign, 'They', sign, 'm\n');
    const { answers, notes } = await read('csv', text, sign === '^' ? { delimiter: '^' } : {});
    expect(answers).toMatchObject([{ ...asked, target: 'm' }]);
    expect(notes.some((note) => note.includes('are cut at'))).toBe(sign !== '^');
  });

  it("knows Excel's first line, lines that end in carriage returns, and names in another case", async () => {
    expect((await read('csv', 'sep=;\r\nprompt;response\r\nWho?;They\r\n')).answers).toMatchObject([
      { line: 3, response: 'They' },
    ]);
    const { answers, notes } = await read('csv', 'Prompt,Response,Model Name\r"Who\rthen?",They,m\rWho?,We,m\r');
    expect(answers).toMatchObject([
      { line: 2, prompt: 'Who\rthen?', target: 'm' },
      { line: 4, response: 'We' },
    ]);
    expect(notes).toContain('column "Model Name" is read as target');
    expect(
      (await read('jsonl', '{"prompt":"a","response":"b"}\r{"prompt":"c","response":"d"}\r')).answers,
    ).toHaveLength(2);
  });
});

describe('cells that hold nothing', () => {
  it('takes the words of programs for nothing, and a sentence for what it is', async () => {
    const rows = ['None', 'nan', '#N/A', '#VALUE!', 'None.', 'Null island'].map((said, at) => [`Q${at}`, said, 'nan']);
    const { answers, notes } = await read('csv', csv(['prompt', 'response', 'error'], ...rows));
    expect(answers.map(({ response }) => response)).toEqual(['', '', '', '', 'None.', 'Null island']);
    expect(answers.every(({ error }) => error === null)).toBe(true);
    expect(notes.join()).toContain('answers that say they hold nothing are read as empty (4 times');
    expect((await read('jsonl', JSON.stringify({ prompt: 'How many?', response: 'None' }))).answers[0]?.response).toBe(
      'None',
    );
    expect((await read('jsonl', '{"prompt":"a","response":"b","score":NaN,"error":false}')).answers[0]).toMatchObject({
      response: 'b',
      error: null,
    });
  });
});

describe('times', () => {
  it.each([
    ['2024-07-09 08:30:00', '2024-07-09T08:30:00.000Z'],
    ['2024-07-09 08:30:00 UTC', '2024-07-09T08:30:00.000Z'],
    ['2024-07-09T08:30:00+05:30', '2024-07-09T03:00:00.000Z'],
    ['45482.5', '2024-07-09T12:00:00.000Z'],
    ['1720513800', '2024-07-09T08:30:00.000Z'],
    ['1720513800000', '2024-07-09T08:30:00.000Z'],
    ['2024年7月9日 8:30', '2024-07-09T08:30:00.000Z'],
    ['7/19/2024 3:05 PM', '2024-07-19T15:05:00.000Z'],
    ['19.07.2024', '2024-07-19T00:00:00.000Z'],
    ['Tue, 09 Jul 2024 08:30:00 GMT', '2024-07-09T08:30:00.000Z'],
    ['07/09/2024', null],
    ['2024-02-31', null],
    ['2024-07-09T24:00:00Z', '2024-07-10T00:00:00.000Z'],
    ['2024-07-09T24:30:00Z', null],
    ['9', null],
    ['soon', null],
  ])('are read: %s', (text, time) => {
    expect(utcTime(text)).toBe(time);
  });
});

describe('names of languages', () => {
  it.each([
    ['Chinese (Traditional)', 'zh-Hant', true],
    ['Simplified Chinese', 'zh-Hans', true],
    ['chi', 'zh-Hans', true],
    ['cmn_Hant', 'zh-Hant', true],
    ['zho_Hans', 'zh-Hans', true],
    ['Mandarin', 'zh-Hans', true],
    ['中文（繁體）', 'zh-Hant', true],
    ['English (UK)', 'en', true],
    ['eng', 'en', true],
    ['Vietnamese', 'vi', true],
    ['deu_Latn', 'de', true],
    ['uk', 'uk', true],
    ['pt_BR', 'pt-BR', true],
    ['Elvish', 'Elvish', false],
  ])('are read: %s', (words, lang, known) => {
    expect(langOfWords(words)).toEqual({ lang, known });
  });
});

describe('chats, parts and filters', () => {
  const parts = [
    { type: 'text', text: 'One ' },
    { type: 'text', text: 'two.' },
  ];
  it('asks by the last message of the user, and tells chats apart by what came before', async () => {
    const chat = (first: string) => [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: first },
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: [{ type: 'text', text: 'Go on.' }] },
    ];
    const rows = [chat('A'), JSON.stringify(chat('A')), chat('B')].map((prompt) =>
      JSON.stringify({ prompt, response: 'x' }),
    );
    const { answers, notes } = await read('jsonl', rows.join('\n'));
    expect(answers.map(({ prompt, sample }) => [prompt, sample])).toEqual([
      ['Go on.', 0],
      ['Go on.', 1],
      ['Go on.', 0],
    ]);
    expect(new Set(answers.map(({ probe }) => probe)).size).toBe(2);
    expect(notes.join()).toContain('chats');
  });

  it('reads parts, whole messages, refusals and conversations', async () => {
    const rows = [
      { prompt: 'a', response: parts },
      { prompt: 'a', response: { content: null, refusal: 'I will not.', reasoning_content: 'hm' } },
      { prompt: 'a', response: '', refusal: 'No.' },
      { prompt: 'a', response: '', refusal: true },
      {
        messages: [
          { role: 'user', content: 'Q?' },
          { role: 'assistant', content: 'A.' },
        ],
      },
    ];
    const { answers } = await read('jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    expect(answers.map(({ response }) => response)).toEqual(['One two.', 'I will not.', 'No.', '', 'A.']);
    expect(answers[1]?.reasoning).toBe('hm');
    expect(answers[4]?.prompt).toBe('Q?');
    const quoted = `"${JSON.stringify(parts).replaceAll('"', '""')}"`;
    expect((await read('csv', csv(['prompt', 'response'], ['a', quoted]))).answers[0]?.response).toBe('One \ntwo.');
  });

  it('follows the paths of a map', async () => {
    const row = {
      meta: { engine: 'org/m', tongue: 'English' },
      req: { messages: [{ role: 'user', content: 'Q?' }] },
      out: [{ message: { content: 'A.' } }],
      key: 7,
    };
    const map = 'prompt=req.messages,response=out[0].message,model=meta.engine,lang=meta.tongue,id=key';
    expect((await read('jsonl', JSON.stringify(row), { map })).answers).toMatchObject([
      { prompt: 'Q?', response: 'A.', target: 'org_m', lang: 'en', probe: '7' },
    ]);
    await expect(
      read('jsonl', JSON.stringify(row), { map: 'prompt=req.messages,response=out[1].text' }),
    ).rejects.toThrow('"out[1].text"');
    expect(() => parseColumnMap('model=a,target=b')).toThrow('one column for target');
  });

  it('takes what a guardrail withheld for that, and a mark beside an answer for nothing', async () => {
    const rows = [
      { prompt: 'a', response: 'I cannot help with that.', guardrails: { flagged: true } },
      { prompt: 'b', response: 'Here it is.', moderation: { results: [{ flagged: true }] } },
      { prompt: 'c', response: '', moderation: { results: [{ flagged: true }] } },
    ];
    const store = new MemoryStore();
    const stream = Readable.from([rows.map((row) => JSON.stringify(row)).join('\n')]);
    const request = {
      format: 'jsonl',
      file: null,
      columns: {},
      run: 'r',
      name: null,
      packageVersion: '0',
      now: 0,
    } as const;
    await importAnswers({ ...request, source: { name: 'x', stream } }, store);
    const found = await collect(store.trials('r'));
    expect(found.map(({ response }) => response?.delivery)).toEqual(['provider_filter', 'ok', 'provider_filter']);
  });
});

describe('ids of samples that only count rows', () => {
  it('are counted by question in Inspect, and what others asked before keeps them apart', async () => {
    const sample = (id: number, first: string, epoch = 1) => ({
      id,
      epoch,
      input: [first, 'Yes?', 'Go on.'].map((content, at) => ({ role: at === 1 ? 'assistant' : 'user', content })),
      output: { choices: [{ message: { content: 'x' } }] },
    });
    const samples = [sample(1, 'A'), sample(1, 'A', 2), sample(2, 'B'), sample(3, 'A')];
    const { answers } = await read('inspect', JSON.stringify({ eval: { model: 'm' }, samples }));
    expect(answers.map(({ sample }) => sample)).toEqual([0, 1, 0, 2]);
    expect(new Set(answers.map(({ probe }) => probe)).size).toBe(2);
  });
});
