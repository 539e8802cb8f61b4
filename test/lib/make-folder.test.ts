import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/lib/make-folder.ts';

const fresh = (): string => mkdtempSync(join(tmpdir(), 'candor-folder-'));

describe('makeFolder', () => {
  it('makes all that is missing, and leaves what is there', () => {
    const folder = join(fresh(), 'a', 'b', 'c');
    makeFolder(folder);
    makeFolder(folder);
    expect(existsSync(folder)).toBe(true);
  });

  it('throws where a file stands in the way', () => {
    const file = join(fresh(), 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(join(file, 'a'))).toThrow();
  });

  it('throws, and ends, where the file system takes no folders', () => {
    const closed = process.platform === 'linux' ? '/proc' : join(fresh(), '\0');
    expect(() => makeFolder(join(closed, 'candor', 'runs'))).toThrow();
  });
});
