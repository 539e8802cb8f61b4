import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, csvRecords } from '../../src/formats/csv-records.ts';
import { collect } from '../../src/lib/collect.ts';

/** Reads a text in pieces of a length. */
function read(text: string, piece = text.length): Promise<CsvRecord[]> {
  const characters = [...text];
  const parts = Array.from({ length: Math.ceil(characters.length / Math.max(1, piece)) }, (_, i) =>
    characters.slice(i * piece, (i + 1) * piece).join(''),
  );
  return collect(csvRecords(Readable.from(parts)));
}

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;

describe('csvRecords', () => {
  it('gives each record the line on which it begins, past blank lines, breaks inside quotes and a byte order mark', async () => {
    const text = '\ufeffa,b\r\n\r\n1,"x\r\n\r\n""y"""\r\n\n2,z\n\n3,last';
    const expected = [
      { line: 1, fields: ['a', 'b'] },
      { line: 3, fields: ['1', 'x\r\n\r\n"y"'] },
      { line: 7, fields: ['2', 'z'] },
      { line: 9, fields: ['3', 'last'] },
    ];
    for (const piece of [text.length, 1, 2, 3, 7]) expect(await read(text, piece)).toEqual(expected);
  });

  it('takes a quote inside a field for a letter, and records of other lengths as they are', async () => {
    expect(await read('a,say "hi"\n1\n1,2,3')).toEqual([
      { line: 1, fields: ['a', 'say "hi"'] },
      { line: 2, fields: ['1'] },
      { line: 3, fields: ['1', '2', '3'] },
    ]);
  });

  it('says where a quote begins that is never closed', async () => {
    await expect(read('a,b\n1,2\n3,"x\ny\nz')).rejects.toThrow(
      new SyntaxError('line 3: expected a closing quote, got the end of the file'),
    );
  });

  it('passes on what its source fails with', async () => {
    const failing = async function* (): AsyncGenerator<string> {
      yield 'a,b\n1,2\n';
      throw new Error('the disk is gone');
    };
    await expect(collect(csvRecords(failing()))).rejects.toThrow('the disk is gone');
  });

  it('lets go of its source where nobody reads on', async () => {
    let isOver = false;
    const endless = async function* (): AsyncGenerator<string> {
      try {
        for (;;) yield 'a,b\n'.repeat(1000);
      } finally {
        isOver = true;
      }
    };
    for await (const { line } of csvRecords(endless())) if (line > 5000) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(true);
  });

  it('reads back what was quoted, whatever it is and however it is cut', async () => {
    const row = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, piece) => {
          const text = rows.map((fields) => fields.map(quoted).join(',')).join('\n');
          const found = (await read(text, piece)).map(({ fields }) => fields);
          // A line of nothing but empty quotes is no blank line.
          expect(found).toEqual(rows);
        },
      ),
    );
  });
});
