import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../src/formats/candor-rows.ts';
import { csvRecords } from '../../src/formats/csv-records.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../src/formats/export-formats.ts';
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

async function written(format: ExportFormat, rows: Row[]): Promise<string> {
  let text = '';
  await EXPORT_FORMATS[format](Readable.from(rows), async (part) => {
    text += part;
  });
  return text;
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
});
