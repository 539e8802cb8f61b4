import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { releaseFile } from '../../src/releases/release-file.ts';
import type { SourceIo } from '../../src/releases/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'candor-releases-'));
/** A file asks nobody. */
const io = {} as SourceIo;

function list(name: string, content?: string | Uint8Array) {
  const file = join(folder, name);
  if (content !== undefined) writeFileSync(file, content);
  return releaseFile.list(
    { kind: 'file', of: file, url: null, apiKey: null, include: [], exclude: [], family: null },
    io,
  );
}

describe('a list of releases in a file', () => {
  it('is read with a byte order mark, also as UTF-16', async () => {
    const names = [{ name: 'qwen3:8b' }, { name: 'olmo-3' }];
    expect(await list('a.txt', '\ufeffqwen3:8b # one\nolmo-3\n')).toMatchObject(names);
    expect(await list('b.txt', Buffer.from('\ufeffqwen3:8b\r\nolmo-3\r\n', 'utf16le'))).toMatchObject(names);
    expect(await list('c.json', '["qwen3:8b", {"name": "olmo-3"}]')).toMatchObject(names);
  });

  it('is refused with its name where it is no UTF-8, and never read as odd names', async () => {
    const bytes = Buffer.concat([Buffer.from('model-'), Buffer.from([0xb2, 0xe2, 0xca, 0xd4]), Buffer.from('\n')]);
    await expect(list('d.txt', bytes)).rejects.toThrow(/d\.txt.*expected UTF-8/s);
  });

  it('is said to be missing where it is', async () => {
    await expect(list('none.txt')).rejects.toThrow(/none\.txt: expected a list of releases, got no such file$/);
  });
});
