import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandGlob } from '../../src/lib/glob.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glob-'));
  for (const inner of ['a/b', 'node_modules']) await mkdir(join(folder, inner), { recursive: true });
  for (const file of ['x.yaml', 'y.yml', 'a/x1.yaml', 'a/b/x2.yaml', 'x.yaml.bak', 'node_modules/z.yaml'])
    await writeFile(join(folder, file), '');
});

afterAll(() => rm(folder, { recursive: true }));

describe('expandGlob', () => {
  it.each([
    ['*.yaml', ['x.yaml']],
    ['?.{yaml,yml}', ['x.yaml', 'y.yml']],
    ['**/*.yaml', ['a/b/x2.yaml', 'a/x1.yaml', 'x.yaml']],
    ['a/*/[xy]2.yaml', ['a/b/x2.yaml']],
    ['a/b/[!y]2.yaml', ['a/b/x2.yaml']],
    ['none/*.yaml', []],
    ['[x', []],
    ['node_modules/*.yaml', ['node_modules/z.yaml']],
  ])('expands %s', async (pattern, files) => {
    const found = await expandGlob(pattern, folder);
    expect(found.map((file) => relative(folder, file))).toEqual(files);
    expect(await expandGlob(join(folder, pattern), '/')).toEqual(found);
  });
});
