import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planBatch } from '../../src/audit/batch/plan-batch.ts';
import { MemoryStore, parseConfig } from '../../src/index.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { smallFolder, smallIo } from './run/small-audit.ts';

const folder = smallFolder();
const written = mkdtempSync(join(tmpdir(), 'candor-batch-names-'));
let server: SimpleChat;
beforeAll(async () => {
  server = await startSimpleChat(() => 'No.');
});
afterAll(async () => {
  await server.close();
  rmSync(written, { recursive: true });
});

function planned(file: string, ids: readonly string[]) {
  const targets = ids.map((id) => ({ id, provider: 'openai', model: 'm', baseURL: server.url }));
  const text = JSON.stringify({ probes: ['small.yaml'], samples: 1, targets });
  return planBatch(parseConfig(text, join(folder, 'candor.yaml'), {}), new MemoryStore(), file, smallIo(folder));
}

describe('batch files of several targets', () => {
  it('have a name each, also where ids differ in characters that no name has', async () => {
    const { files } = await planned(join(written, 'ask.jsonl'), ['q:8b', 'q+8b']);
    expect(readdirSync(written).sort()).toEqual(['ask.q_8b.1.jsonl', 'ask.q_8b.2.jsonl']);
    expect(files.map(({ target, requests }) => [target, requests])).toEqual([
      ['q:8b', 3],
      ['q+8b', 3],
    ]);
    for (const { file } of files) expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(3);
  });

  it('are refused where one file alone can be written', async () => {
    await expect(planned('/dev/null', ['a', 'b'])).rejects.toThrow(
      /expected the name of a file.* of 2 files .*got \/dev\/null/,
    );
    expect((await planned('/dev/null', ['a'])).files).toMatchObject([{ file: '/dev/null', requests: 3 }]);
  });
});
