import { Readable } from 'node:stream';
import fc from 'fast-check';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../src/formats/candor.ts';
import { readCsv } from '../../src/formats/csv-import.ts';
import { csvRecords } from '../../src/formats/csv-records.ts';
import { EXPORT_FORMATS, type ExportFormatName } from '../../src/formats/export-formats.ts';
import { type Row, rowSchema } from '../../src/formats/row.ts';
import { collect } from '../../src/lib/collect.ts';

const row: Row = rowSchema.parse({
  probe: 'p',
  lang: 'zh-Hans',
  prompt: '=1+1 "为什么"',
  target: 't',
  delivery: 'ok',
  response: '-cmd\n@sum, "quoted"\u2028',
  tags: ['a', 'b'],
  usage: { prompt: 3, completion: 4 },
  verdicts: [
    {
      class: 'refusal',
      sub: 'canned',
      flags: ['partial'],
      confidence: 0.9,
      evidence: { start: 0, end: 4, text: '-cmd' },
      classifier: { name: 'rules', version: 'v', mode: 'general' },
      at: '2026-01-01T00:00:00.000Z',
    },
    {
      class: 'neutral',
      sub: null,
      flags: [],
      of: 'reasoning',
      confidence: null,
      evidence: null,
      classifier: { name: 'rules', version: 'v', mode: 'general' },
    },
  ],
});

async function bytesOf(format: ExportFormatName, rows: Iterable<Row>): Promise<{ bytes: Buffer; largest: number }> {
  const parts: Buffer[] = [];
  await EXPORT_FORMATS[format].write(Readable.from(rows), async (part) => {
    parts.push(Buffer.from(part));
  });
  return { bytes: Buffer.concat(parts), largest: Math.max(...parts.map(({ length }) => length)) };
}

async function written(format: ExportFormatName, rows: Row[]): Promise<string> {
  return (await bytesOf(format, rows)).bytes.toString('utf8');
}

describe('jsonl', () => {
  it('comes back as it was', async () => {
    const text = await written('jsonl', [row, { ...row, sample: 1 }]);
    expect(text.trimEnd().split('\n')).toHaveLength(2);
    const back = await collect(readRows({ name: 'x', stream: Readable.from([text]) }));
    expect(back.map(({ value }) => value)).toEqual([row, { ...row, sample: 1 }]);
  });
});

describe('csv', () => {
  it('has a header, takes formulas their force, and spreads the verdict on the answer', async () => {
    const text = await written('csv', [row]);
    const [header, first, ...rest] = await collect(csvRecords(Readable.from([text])));
    const fields = Object.fromEntries((header?.fields ?? []).map((name, at) => [name, first?.fields[at]]));
    expect(rest).toEqual([]);
    expect(fields).toMatchObject({
      prompt: `'${row.prompt}`,
      response: `'${row.response}`,
      tags: 'a b',
      class: 'refusal',
      sub: 'canned',
      evidence: "'-cmd",
      evidence_end: '4',
      prompt_tokens: '3',
      classifier: 'rules',
    });
  });

  it('writes many rows without keeping them all', async () => {
    const rows = Array.from({ length: 2000 }, (_, sample) => ({ ...row, sample }));
    const records = await collect(csvRecords(Readable.from([await written('csv', rows)])));
    expect(records).toHaveLength(2001);
  });

  it('leaves no cell that a spreadsheet could run, whatever stands before the sign', async () => {
    const blank = fc.string({
      unit: fc.constantFrom(' ', '\t', '\r', '\n', '\u00a0', '\u3000', '\u200b', '\ufeff', '\u0000'),
    });
    const sign = fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠');
    const hostile = fc
      .oneof(fc.tuple(blank, sign, fc.string()), fc.tuple(fc.constantFrom('\t', '\r'), fc.string()))
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const fields = { prompt: text, response: text, reasoning: text, target: text, tags: [text], finish: text };
        const odd: Row = { ...row, ...fields, reasoning_state: 'present' };
        const [, record] = await collect(csvRecords(Readable.from([await written('csv', [odd])])));
        const cells = record?.fields ?? [];
        const runnable = cells.filter((cell) => /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell));
        expect(runnable).toEqual([]);
        expect(cells.filter((cell) => cell === `'${text}`)).toHaveLength(6);
      }),
    );
  });

  it('leaves plain texts and negative numbers as they are', async () => {
    const plain = { ...row, prompt: 'a = b', response: '1+1=2', latency_ms: -1.5 };
    const [header, record] = await collect(csvRecords(Readable.from([await written('csv', [plain])])));
    const cell = (name: string) => record?.fields[header?.fields.indexOf(name) ?? -1];
    expect([cell('prompt'), cell('response'), cell('latency_ms')]).toEqual(['a = b', '1+1=2', '-1.5']);
  });

  it('counts the newest verdict of a machine, keeps the human label beside it and every verdict as JSON', async () => {
    const label = {
      ...row.verdicts[0],
      class: 'neutral' as const,
      classifier: { name: 'human', version: '1', mode: 'general' as const },
    };
    const labelled = rowSchema.parse({ ...row, verdicts: [...row.verdicts, label] });
    const [header, record] = await collect(csvRecords(Readable.from([await written('csv', [labelled])])));
    const cell = (name: string) => record?.fields[header?.fields.indexOf(name) ?? -1];
    expect([cell('class'), cell('classifier'), cell('human_class')]).toEqual(['refusal', 'rules', 'neutral']);
    expect(JSON.parse(cell('verdicts') ?? '')).toEqual(labelled.verdicts);
  });

  it('is read by the import of CSV', async () => {
    const text = await written('csv', [{ ...row, prompt: 'Who?', response: 'They,\n"them".' }]);
    const [answer] = await collect(readCsv({ name: 'x', stream: Readable.from([text]) }));
    expect(answer).toMatchObject({
      prompt: 'Who?',
      response: 'They,\n"them".',
      target: 't',
      lang: 'zh-Hans',
      delivery: 'ok',
    });
  });
});

describe('parquet', () => {
  const texts = ['', '\u0000', '六四 \u{1f600}', '=1+1', 'a\u2028b\r\n', 'x'.repeat(300_000)];

  async function readBack(bytes: Buffer) {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    return { rows: await parquetReadObjects({ file }), metadata: await parquetMetadataAsync(file) };
  }

  it('gives every row back with its types', async () => {
    const rows = texts.map((response, i) =>
      rowSchema.parse({
        ...row,
        response,
        seed: i === 0 ? null : 2 ** 53 - i,
        latency_ms: i + 0.25,
        usage: i === 1 ? null : row.usage,
      }),
    );
    const { rows: back } = await readBack((await bytesOf('parquet', rows)).bytes);
    for (const [i, found] of back.entries()) {
      const { usage, verdicts, ...plain } = rows[i] as Row;
      expect(found).toMatchObject({ ...plain, seed: plain.seed === null ? null : BigInt(plain.seed) });
      expect(found.prompt_tokens ?? null).toEqual(usage === null ? null : 3n);
      expect(JSON.parse(found.verdicts)).toEqual(verdicts);
      expect(found).toMatchObject({
        class: 'refusal',
        flags: ['partial'],
        evidence_end: 4,
        unjudged: false,
        human_class: null,
      });
    }
    expect(back).toHaveLength(texts.length);
  });

  it('puts U+FFFD for half a surrogate in a text, and keeps it in the JSON of the verdicts', async () => {
    const evidence = { start: 0, end: 1, text: '\ud83d' };
    const rows = [rowSchema.parse({ ...row, response: '\ud83d!', verdicts: [{ ...row.verdicts[0], evidence }] })];
    const { rows: back } = await readBack((await bytesOf('parquet', rows)).bytes);
    expect(back[0]?.response).toBe('\ufffd!');
    expect(JSON.parse(back[0]?.verdicts)[0].evidence).toEqual(evidence);
  });

  it('writes a row group at a time', async () => {
    const response = 'An answer of some length. '.repeat(40);
    const rows = Array.from({ length: 2_100 }, (_, sample) => ({ ...row, sample, response: `${sample} ${response}` }));
    const { bytes, largest } = await bytesOf('parquet', rows);
    const { rows: back, metadata } = await readBack(bytes);
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([500, 500, 500, 500, 100]);
    expect(back.map((one) => one.sample)).toEqual(rows.map(({ sample }) => sample));
    expect(largest).toBeLessThan(bytes.length / 3);
  });

  it('writes an empty file with its columns where there are no rows', async () => {
    const { rows, metadata } = await readBack((await bytesOf('parquet', [])).bytes);
    expect(rows).toEqual([]);
    expect(metadata.schema.map(({ name }) => name)).toContain('response');
  });
});
