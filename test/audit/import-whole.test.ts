import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ImportRequest, importAnswers } from '../../src/audit/collect/import-answers.ts';
import { collect } from '../../src/lib/collect.ts';
import { contentHash } from '../../src/lib/digest.ts';
import { StoreError } from '../../src/lib/errors.ts';
import { MemoryStore } from '../../src/store/memory.ts';

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
});
