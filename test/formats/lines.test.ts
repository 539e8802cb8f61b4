import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { goldLineSchema } from '../../src/formats/gold-line.ts';
import { labelLineSchema } from '../../src/formats/label-line.ts';
import { metaSchema } from '../../src/formats/meta.ts';
import { fileSource, readJsonLines } from '../../src/formats/read-lines.ts';
import { collect } from '../../src/lib/collect.ts';

function source(text: string) {
  return { name: 'gold.jsonl', stream: Readable.from([text]) };
}

const gold = { id: 7, lang: 'en', prompt: 'p', response: 'r', label: 'neutral', extra: true };

describe('readJsonLines', () => {
  it('passes over blank lines and a byte order mark, and numbers the rest', async () => {
    const text = `\ufeff${JSON.stringify(gold)}\r\n\r\n${JSON.stringify({ ...gold, id: 'b' })}`;
    const lines = await collect(readJsonLines(source(text), goldLineSchema));
    expect(lines.map(({ line, value }) => [line, value.id])).toEqual([
      [1, '7'],
      [3, 'b'],
    ]);
  });

  it('says of a bad line what was expected and found', async () => {
    const read = (line: object) => collect(readJsonLines(source(JSON.stringify(line)), goldLineSchema));
    await expect(read({ ...gold, label: 'netural' })).rejects.toThrow(
      'gold.jsonl:1: label: expected one of refusal, official_narrative, neutral, other, got "netural". Did you mean "neutral"?',
    );
    await expect(read({ ...gold, prompt: undefined })).rejects.toThrow('expected a field "prompt" (text), got none');
    await expect(collect(readJsonLines(source('{'), goldLineSchema))).rejects.toThrow(
      'gold.jsonl:1: expected a JSON object',
    );
    await expect(collect(readJsonLines(source('{"id":"a","response":5}'), labelLineSchema))).rejects.toThrow(
      'response: expected text, got number 5',
    );
  });

  it('says that there is no such file', async () => {
    await expect(collect(readJsonLines(fileSource('no-such.jsonl'), goldLineSchema))).rejects.toThrow(
      'no-such.jsonl: expected a file to read, but there is no such file',
    );
  });

  it('ends lines at line feeds only, not at the separators that JSON leaves unescaped', async () => {
    const text = `${JSON.stringify({ ...gold, response: 'a\u2028b\u2029c\u0085d' })}\r\n${JSON.stringify(gold)}`;
    const lines = await collect(readJsonLines(source(text), goldLineSchema));
    expect(lines.map(({ line, value }) => [line, value.response])).toEqual([
      [1, 'a\u2028b\u2029c\u0085d'],
      [2, 'r'],
    ]);
  });

  it('keeps characters whole that lie across two pieces of a file', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...gold, response: '天安门' }));
    const parts = [...bytes].map((byte) => Buffer.from([byte]));
    const [line] = await collect(
      readJsonLines({ name: 'x', stream: Readable.from(parts, { objectMode: false }) }, goldLineSchema),
    );
    expect(line?.value.response).toBe('天安门');
  });
});

describe('metaSchema', () => {
  it('takes what an export writes and refuses what lacks the identities', () => {
    const meta = {
      run: 'r',
      config: {},
      probe_sets: [],
      targets: [],
      identities: { h: { kind: 'ollama', model: 'm' } },
      classifiers: [],
    };
    expect(metaSchema.parse(meta)).toMatchObject({ run: 'r', origin: 'run', identities: { h: { kind: 'ollama' } } });
    expect(metaSchema.safeParse({ ...meta, identities: undefined }).success).toBe(false);
  });
});
