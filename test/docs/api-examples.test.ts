import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { installPackage, ROOT, TSX_ENV } from './installed-package.ts';

const page = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');

/** What each example must print, in the order of the page. */
const PRINTED: Readonly<Record<string, RegExp>> = {
  'Run an audit': /^\d{4}-\d\d-\d\d-\w+: (\d+) of \1 answered$/m,
  'Look at the plan, follow it, stop it': /^true \d+ of \d+$/m,
  'Go on with a run': /^0 [1-9]\d*$/m,
  'Read a run': /^qwen en taiwan sensitive \S+ \S+ \S+$/m,
  'Compare and gate': /^(pass|regression|inconclusive) true$/m,
  Report: /^$/,
  'Classify a text': /^refusal canned .*\n\w+ ok$/m,
};

interface Example {
  readonly heading: string;
  readonly code: string;
}

const examples: Example[] = [...page.matchAll(/^## (.+)\n(?:(?!^## )[\s\S])*?^```ts\n([\s\S]*?)^```/gm)].map(
  ([, heading = '', code = '']) => ({ heading, code }),
);

/** Stands between what two examples print. */
const MARK = '---- next ----';
let printed: readonly string[];
let complaints: string;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'candor-api-'));
  const [, yaml = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(page) ?? [];
  writeFileSync(join(folder, 'candor.yaml'), yaml);
  for (const end of ['', '.meta.json'])
    copyFileSync(join(ROOT, `runs/sample.jsonl${end}`), join(folder, `answers.jsonl${end}`));
  installPackage(folder);
  const files = examples.map(({ code }, i) => {
    writeFileSync(join(folder, `example-${i}.ts`), code);
    return `console.log('${MARK}');\nawait import('./example-${i}.ts');\n`;
  });
  writeFileSync(join(folder, 'all.ts'), files.join(''));
  const run = await promisify(execFile)(process.execPath, ['--import', 'tsx', join(folder, 'all.ts')], {
    cwd: folder,
    env: { ...process.env, ...TSX_ENV },
  });
  complaints = run.stderr;
  printed = run.stdout.split(`${MARK}\n`).slice(1);
}, 180_000);

describe('docs/api.md', () => {
  it('has an example under every heading', () => {
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(examples.map(({ heading }) => heading)).toEqual(headings);
    expect(Object.keys(PRINTED)).toEqual(headings);
  });

  it.each(examples.map(({ heading }, i) => ({ heading, i })))(
    'has an example that runs: $heading',
    ({ heading, i }) => {
      expect(printed[i]).toMatch(PRINTED[heading] ?? /never/);
    },
  );

  it('has examples that complain of nothing', () => {
    expect(complaints).toBe('');
  });

  it('names only what the package exports', async () => {
    const exported = new Set(Object.keys(await import('../../src/index.ts')));
    const named = examples.flatMap(({ code }) => [
      ...(/import \{([^}]+)\} from 'candor-audit'/.exec(code)?.[1] ?? '').split(',').map((name) => name.trim()),
    ]);
    expect(named.filter((name) => !exported.has(name))).toEqual([]);
    const calls = [...page.matchAll(/`([a-z]\w+)\(/g)].map(([, name = '']) => name);
    const own = new Set(['now', 'elapsed', 'sleep']);
    expect(calls.filter((name) => !exported.has(name) && !own.has(name))).toEqual([]);
  });
});
