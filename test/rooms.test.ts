import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which rooms a room may import from; `types` rooms give it types only. */
const RULES: Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }> = {
  lib: { values: [] },
  stats: { values: [] },
  probes: { values: ['lib'] },
  formats: { values: ['lib'] },
  config: { values: ['probes', 'targets', 'lib'] },
  targets: { values: ['formats', 'lib'] },
  runner: { values: ['probes', 'targets', 'lib'] },
  classify: { values: ['probes', 'targets', 'stats', 'lib'] },
  store: { values: ['lib'], types: ['probes', 'targets', 'runner', 'classify'] },
  compare: { values: ['stats'], types: ['config', 'probes', 'targets', 'runner', 'classify', 'store', 'lib'] },
  report: { values: ['compare', 'store', 'stats', 'lib'], types: ['probes', 'targets', 'runner', 'classify', 'lib'] },
  review: { values: ['compare', 'store', 'stats', 'lib'], types: ['probes', 'targets', 'runner', 'classify'] },
  audit: {
    values: [
      'lib',
      'stats',
      'probes',
      'formats',
      'config',
      'targets',
      'runner',
      'classify',
      'store',
      'compare',
      'report',
      'review',
    ],
  },
  cli: {
    values: ['audit', 'config', 'report', 'review', 'lib'],
    types: ['store', 'compare', 'classify', 'targets', 'runner', 'probes', 'formats', 'stats'],
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

  it('finds imports at all, so that the rule above means something', () => {
    expect(files.flatMap(importsOf).length).toBeGreaterThan(50);
  });
});
