import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which rooms a room may import from; `types` rooms give it types only. */
const RULES: Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }> = {
  lib: { values: [] },
  stats: { values: [] },
  model: { values: ['lib'] },
  probes: { values: ['model', 'lib'] },
  formats: { values: ['reading', 'model', 'lib'] },
  reading: { values: ['model', 'lib'] },
  targets: { values: ['reading', 'formats', 'model', 'lib'] },
  releases: { values: ['targets', 'model', 'lib'] },
  config: { values: ['probes', 'targets', 'model', 'lib'] },
  runner: { values: ['probes', 'model', 'lib'], types: ['targets'] },
  classify: { values: ['probes', 'reading', 'stats', 'model', 'lib'], types: ['targets'] },
  training: { values: ['classify', 'stats', 'model'] },
  store: { values: ['model', 'lib'] },
  compare: { values: ['stats', 'model', 'lib'], types: ['config'] },
  report: { values: ['compare', 'stats', 'model', 'lib'], types: ['store'] },
  review: { values: ['compare', 'stats', 'model', 'lib'], types: ['store'] },
  site: { values: ['report', 'review', 'compare', 'model', 'lib'] },
  audit: {
    values: [
      'lib',
      'model',
      'stats',
      'probes',
      'formats',
      'reading',
      'config',
      'targets',
      'releases',
      'runner',
      'classify',
      'training',
      'store',
      'compare',
      'report',
      'review',
      'site',
    ],
  },
  cli: {
    values: ['audit', 'config', 'report', 'review', 'probes', 'formats', 'targets', 'store', 'model', 'lib'],
    types: ['compare', 'classify', 'runner', 'stats', 'site'],
  },
};

const source = resolve(import.meta.dirname, '../src');

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  const pattern = /^(import|export)\s+(type\s+)?[^;]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const target = relative(source, resolve(join(source, dirname(file)), match[3] ?? match[4] ?? ''));
    return { file, from: roomOf(file), to: roomOf(target), typesOnly: match[2] !== undefined };
  });
}

function roomOf(file: string): string {
  const [first = '', second] = file.split(sep);
  return second === undefined ? '' : first;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

/** Circles among files, types included, each from its first file back to it. */
function circles(): string[][] {
  const next = new Map<string, string[]>();
  for (const file of files) {
    const text = readFileSync(join(source, file), 'utf8');
    const relatives = [...text.matchAll(/(?:\bfrom|^import|\bimport\()\s*'(\.[^']+)'/gm)].map(([, path = '']) => path);
    next.set(
      file,
      relatives
        .map((path) => relative(source, resolve(join(source, dirname(file)), path)))
        .filter((to) => files.includes(to)),
    );
  }
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at !== -1) found.push([...way.slice(at), file]);
    if (at !== -1 || done.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

describe('the rooms of src', () => {
  it('are all named in the rules', () => {
    const rooms = new Set(files.map(roomOf).filter((room) => room !== ''));
    expect([...rooms].filter((room) => RULES[room] === undefined)).toEqual([]);
  });

  it('import only from rooms that they may import from', () => {
    const wrong = files
      .flatMap(importsOf)
      .filter(({ from, to }) => from !== '' && from !== to)
      .filter(({ from, to, typesOnly }) => {
        const rule = RULES[from];
        return !(rule?.values.includes(to) === true || (typesOnly && rule?.types?.includes(to) === true));
      })
      .map(({ file, to }) => `${file} imports ${to === '' ? 'the root' : to}`);
    expect(wrong).toEqual([]);
  });

  it('have no circles of imports, of types neither', () => {
    expect(circles().map((circle) => circle.join(' > '))).toEqual([]);
  });

  it('finds imports at all, so that the rule above means something', () => {
    expect(files.flatMap(importsOf).length).toBeGreaterThan(50);
  });
});
