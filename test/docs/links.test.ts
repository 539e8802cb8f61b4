import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './installed-package.ts';

const files = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
/** A page without its blocks of code. */
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8').replaceAll(/```.*?```/gs, '');

/** The names of a page's headings, as GitHub makes them; the second of a name gets a number. */
function anchorsOf(page: string): Set<string> {
  const counts = new Map<string, number>();
  const names = [...page.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '');
    const name = words.trim().toLowerCase().replaceAll(' ', '-');
    const before = counts.get(name) ?? 0;
    counts.set(name, before + 1);
    return before === 0 ? name : `${name}-${before}`;
  });
  return new Set(names);
}

const links = files.flatMap((file) =>
  [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor = ''] = link.split('#');
    return [{ file, link, anchor, to: path === '' ? file : normalize(join(dirname(file), path)) }];
  }),
);

describe('the pages of the repository', () => {
  it('link to files and headings that are there', () => {
    expect(links.length).toBeGreaterThan(100);
    const dead = links.filter(({ to, anchor }) => {
      if (!existsSync(join(ROOT, to))) return true;
      return anchor !== '' && !(to.endsWith('.md') && anchorsOf(read(to)).has(anchor));
    });
    expect(dead.map(({ file, link }) => `${file}: ${link}`)).toEqual([]);
  });

  it('are reached from the README, those of docs and examples', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) for (const { to } of links.filter(({ file }) => file === page)) reached.add(to);
    expect(files.filter((file) => /^(docs|examples)\//.test(file) && !reached.has(file))).toEqual([]);
  });
});
