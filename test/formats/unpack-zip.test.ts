import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { isPlainPath, unpackZip } from '../../src/formats/unpack-zip.ts';
import { writeZip } from '../../src/formats/write-zip.ts';
import { UsageError } from '../../src/lib/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'candor-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));
const LIMITS = { bytes: 1_000_000, files: 10 };
let number = 0;

/** An archive of these files, written by another library than ours reads with, its bytes changed before they are kept. */
async function archive(
  files: readonly (readonly [name: string, text: string | Buffer, mode?: number])[],
  change: (bytes: Buffer) => Buffer = (bytes) => bytes,
  forceZip64Format = false,
): Promise<string> {
  const zip = new ZipFile();
  for (const [name, text, mode = 0o100644] of files)
    zip.addBuffer(Buffer.from(text as string), name, { mtime: new Date(0), mode });
  zip.end({ forceZip64Format, comment: '' });
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  const file = join(folder, `${number++}.zip`);
  writeFileSync(file, change(Buffer.concat(parts)));
  return file;
}

/** Another name of the same length, in both headers. */
const renamed = (from: string, to: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');

function unpack(file: string, limits = LIMITS): Promise<string> {
  const to = join(folder, `out${number++}`);
  mkdirSync(to);
  return unpackZip(file, to, limits).then(() => to);
}

describe('unpacking an archive of somebody else', () => {
  it('gives what was packed, in folders too, of a ZIP64 as well', async () => {
    mkdirSync(join(folder, 'in', 'a'), { recursive: true });
    writeFileSync(join(folder, 'in', '.hidden.json'), '{}');
    writeFileSync(join(folder, 'in', 'a', 'b.txt'), '文'.repeat(1000));
    const file = join(folder, 'own.zip');
    const parts: Buffer[] = [];
    await writeZip(join(folder, 'in'), ['.hidden.json', 'a/b.txt'], async (part) => void parts.push(Buffer.from(part)));
    writeFileSync(file, Buffer.concat(parts));
    const to = await unpack(file);
    expect(readFileSync(join(to, 'a', 'b.txt'), 'utf8')).toBe('文'.repeat(1000));
    expect(readFileSync(join(to, '.hidden.json'), 'utf8')).toBe('{}');
    const large = await unpack(await archive([['a.txt', 'a']], undefined, true));
    expect(readFileSync(join(large, 'a.txt'), 'utf8')).toBe('a');
  });

  it('refuses names that leave the folder, links, devices and names given twice', async () => {
    const hostile = [
      await archive([['aa/evil.txt', 'x']], renamed('aa/evil.txt', '../evil.txt')),
      await archive([['a/evil.txt', 'x']], renamed('a/evil.txt', '/tmp/e.txt')),
      await archive([['c_/evil.txt', 'x']], renamed('c_/evil.txt', 'c:/evil.txt')),
      await archive([['a_evil.txt', 'x']], renamed('a_evil.txt', 'a\\evil.txt')),
      await archive([['link', '/etc/passwd', 0o120777]]),
      await archive([['pipe', '', 0o010644]]),
      await archive([
        ['same.txt', 'a'],
        ['SAME.txt', 'b'],
      ]),
    ];
    for (const file of hostile) await expect(unpack(file), file).rejects.toBeInstanceOf(UsageError);
  });

  it('refuses more bytes or files than it may hold, though the archive is small', async () => {
    const bomb = await archive([['zeros', Buffer.alloc(70_000_000)]]);
    await expect(unpack(bomb, { bytes: 1e9, files: 10 })).rejects.toThrow('expected at most 64000000 bytes unpacked');
    await expect(unpack(await archive([['a', 'x'.repeat(2_000_000)]]))).rejects.toThrow('--max-bytes N allows more');
    const many = Array.from({ length: 11 }, (_, i) => [`f${i}`, ''] as const);
    await expect(unpack(await archive(many))).rejects.toThrow('at most 10 files');
  });

  it('refuses what is no archive, is cut off, or lies about a length', async () => {
    const text = join(folder, 'text.zip');
    writeFileSync(text, 'no archive');
    await expect(unpack(text)).rejects.toThrow('expected a ZIP archive');
    const cut = await archive([['a.txt', 'abc'.repeat(1000)]], (bytes) => bytes.subarray(40));
    await expect(unpack(cut)).rejects.toBeInstanceOf(UsageError);
    const lying = await archive([['a.txt', 'abc'.repeat(1000)]], (bytes) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt32LE(10, copy.indexOf(Buffer.from('PK\x01\x02')) + 24);
      return copy;
    });
    await expect(unpack(lying)).rejects.toBeInstanceOf(UsageError);
  });

  it('knows plain relative names', () => {
    for (const good of ['a', 'a/b.txt', '.zenodo.json', 'runs/2026-01-01-ab/rows.jsonl'])
      expect(isPlainPath(good)).toBe(true);
    for (const bad of ['', '/a', '..', 'a/../b', './a', 'a//b', 'a\\b', 'a/', 'a\nb', 'C:/a'])
      expect(isPlainPath(bad), bad).toBe(false);
  });
});
