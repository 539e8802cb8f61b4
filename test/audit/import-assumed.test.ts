import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { assumedText } from '../../src/cli/assumed-text.ts';
import type { ImportFormatName } from '../../src/formats/import-formats.ts';
import { type Imported, importAnswers, MemoryStore } from '../../src/index.ts';

async function imported(text: string, format: ImportFormatName, columns?: Record<string, string>): Promise<Imported> {
  const source = { name: 'answers', stream: Readable.from([text]) };
  const request = { source, format, file: null, columns, run: 'i', name: null, packageVersion: '9', now: 0 };
  return importAnswers(request, new MemoryStore());
}

const CSV = `nr,prompt,response,sort,lang,model
1,What happened?,It was busy.,sensitive,en,a/b
2,What happened then?,Nothing more.,control,,a/b
`;

describe('an import', () => {
  it('says what it made up, in how many answers and as what, and which columns it did not use', async () => {
    const found = await imported(CSV, 'csv');
    expect(found.assumed).toEqual([
      { field: 'role', answers: 2, as: ['sensitive'] },
      { field: 'topic', answers: 2, as: ['imported'] },
      { field: 'lang', answers: 1, as: ['en'] },
    ]);
    expect(found.unused).toEqual(['nr', 'sort']);
    expect(assumedText(found)).toEqual([
      '2 answers have no role: taken as sensitive.',
      '2 answers have no topic: all stand under “imported”.',
      '1 answer has no language: read from the question (en).',
      'Not used: nr, sort. --map FIELD=COLUMN gives a column to a field (role, topic, control, …).',
    ]);
  });

  it('says nothing of what is there, or was mapped', async () => {
    const mapped = await imported(CSV, 'csv', { role: 'sort', topic: 'nr' });
    expect(mapped.assumed).toEqual([{ field: 'lang', answers: 1, as: ['en'] }]);
    expect(mapped.unused).toEqual([]);
  });

  it('says it of JSONL alike, with keys that later lines alone have, and shows what cannot be seen in them', async () => {
    const rows = [
      { prompt: 'What happened?', response: 'It was busy.', role: 'sensitive', topic: 't', lang: 'en' },
      { prompt: 'And then?', response: 'Nothing.', role: 'sensitive', topic: 't', lang: 'en', 'no\u202ete': 1 },
    ];
    const found = await imported(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), 'jsonl');
    expect(found.assumed).toEqual([{ field: 'target', answers: 2, as: ['jsonl'] }]);
    expect(assumedText(found)).toEqual([
      '2 answers have no model: taken as answers of “jsonl”.',
      expect.stringContaining('Not used: no‹U+202E›te.'),
    ]);
  });

  it('makes nothing up of rows of its own', async () => {
    const row = { probe: 'p', topic: 't', lang: 'en', prompt: 'What?', target: 'm', delivery: 'ok', response: 'This.' };
    expect(await imported(`${JSON.stringify(row)}\n`, 'candor')).toMatchObject({ assumed: [], unused: [] });
  });
});
