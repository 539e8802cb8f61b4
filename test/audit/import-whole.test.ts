import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { type ImportRequest, importAnswers } from '../../src/audit/collect/import-answers.ts';
import { collect } from '../../src/lib/collect.ts';
import { contentHash } from '../../src/lib/digest.ts';
import { StoreError } from '../../src/lib/errors.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';

/** Answers that are more together than is held in memory. */
const LONG = 'It has long been so, and nobody there remembers it otherwise. '.repeat(60);
const COUNT = 1_500;
const lines = Array.from({ length: COUNT }, (_, i) =>
  JSON.stringify({ prompt: `Question ${i % 50}?`, response: `${i}. ${LONG}`, target: `m${Math.floor(i / 50)}` }),
);

function requestOf(text: string): ImportRequest {
  const source = { name: 'f', stream: Readable.from([Buffer.from(text)]) };
  return { source, format: 'jsonl', file: null, columns: undefined, run: 'r', name: null, packageVersion: '0', now: 0 };
}

class FailingStore extends MemoryStore {
  override recordAnswer(...args: Parameters<MemoryStore['recordAnswer']>): Promise<boolean> {
    const [, , { text }] = args;
    return text.startsWith('900.') ? Promise.reject(new StoreError('the disk is full')) : super.recordAnswer(...args);
  }
}

describe('an import', () => {
  it('stores every answer at its place, though it holds none', async () => {
    const store = new MemoryStore();
    expect((await importAnswers(requestOf(lines.join('\n')), store)).trials).toBe(COUNT);
    const trials = await collect(store.trials('r'));
    expect(trials.map(({ response }) => response?.text)).toEqual(lines.map((line) => JSON.parse(line).response));
    const run = await store.findRun('r');
    expect(run?.planHash).toBe(contentHash(trials.map(({ id }) => id)));
  });

  it('stores nothing where a line cannot be read, and nothing where the store fails in the middle', async () => {
    const store = new MemoryStore();
    await expect(importAnswers(requestOf(`${lines.join('\n')}\n{"prompt": `), store)).rejects.toThrow('not JSON');
    expect(await store.listRuns()).toEqual([]);
    const failing = new FailingStore();
    await expect(importAnswers(requestOf(lines.join('\n')), failing)).rejects.toThrow('the disk is full');
    expect(await failing.listRuns()).toEqual([]);
  });

  it('counts what the service withheld, and what is empty, apart from answers', async () => {
    const rows = [
      { prompt: 'Who?', response: 'He.', finish_reason: 'stop' },
      { prompt: 'When?', response: '', finish_reason: 'content_filter' },
      { prompt: 'Where?', response: '', finish_reason: 'stop' },
    ];
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    const { trials, deliveries } = await importAnswers(requestOf(text), new MemoryStore());
    expect(trials).toBe(3);
    expect(deliveries).toEqual({ ok: 1, truncated: 0, provider_filter: 1, empty: 1, error: 0 });
    const folder = emptyFolder();
    writeFileSync(join(folder, 'rows.jsonl'), text);
    const { stdout } = await runCli(folder, ['import', 'rows.jsonl', '--format', 'jsonl']);
    expect(stdout).toContain(': 3 trials: 1 answer, 1 withheld by the service, 1 empty. Next:');
  });

  it('that was ended by force is not read as if it were whole, and can be removed', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'rows.jsonl'), lines.slice(0, 3).join('\n'));
    await runCli(folder, ['import', 'rows.jsonl', '--format', 'jsonl', '--name', 'half']);
    const database = new Database(join(folder, 'runs/candor.db'));
    database.exec(
      'update runs set ended_at = null; delete from verdicts where trial_id > 1; delete from responses where trial_id > 1',
    );
    database.close();
    for (const args of [
      ['summary', 'latest'],
      ['export', 'half'],
      ['report', 'half', '-o', 'half.html'],
      ['compare', 'half', 'half'],
    ]) {
      const { code, stdout, stderr } = await runCli(folder, args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.replace(/\s+/g, ' ')).toContain('an import that has not ended');
    }
    expect((await runCli(folder, ['runs'])).stdout).toContain('not ended');
    expect((await runCli(folder, ['runs', 'remove', 'half'])).code).toBe(0);
  });

  it('takes halves of surrogate pairs anywhere, and says where characters were lost', async () => {
    const store = new MemoryStore();
    const rows = [
      { prompt: 'Who \ud83d?', response: 'He.', target: 'm\udc00', probe: 'p\ud83d', topic: 't\udc00', lang: 'en' },
      { prompt: 'Who?', response: 'He \ud83d.', target: 'm' },
      { prompt: 'When?', response: 'Then \ud83d\ude00.', target: 'm' },
    ];
    const { trials, warnings } = await importAnswers(
      requestOf(rows.map((row) => JSON.stringify(row)).join('\n')),
      store,
    );
    expect(trials).toBe(3);
    expect(warnings).toEqual([
      expect.stringMatching(/^1 answer holds characters .*flag decoding/),
      expect.stringMatching(/^the questions or names of 1 answer hold characters/),
    ]);
    const [asked] = await store.variants('r');
    expect(asked).toMatchObject({ prompt: 'Who \ufffd?', probe: { id: 'p\ufffd', topic: 't\ufffd' } });
    const stored = await collect(store.trials('r'));
    expect(stored[2]?.response?.text).toBe('Then \ud83d\ude00.');
  });
});
