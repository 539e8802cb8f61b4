import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { BUILT_CLI } from '../built-program.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const PROMPT = (i: number) => `What happened in the year ${1900 + i}?`;
const RESPONSE = 'The market burned down. '.repeat(80);

const BATCH = [
  ...['--format', 'openai-batch', '--target', 'openai:m@http://127.0.0.1:9/v1'],
  ...['--probes', 'demo', '--samples', '1', '--limit', '4'],
];

/** Files that are left, hidden ones too. */
function left(place: string): string[] {
  return existsSync(place) ? readdirSync(place).toSorted() : [];
}

/** Whether this machine lets a test have a small file system of its own. */
const canMount = spawnSync('unshare', ['-rm', 'true']).status === 0;

/** Carries out a command with a full disk at `full`, in a process of its own. */
function onFullDisk(args: readonly string[], size = '64k'): { code: number | null; stderr: string; left: string } {
  const place = join(folder, 'full');
  mkdirSync(place, { recursive: true });
  const command = [process.execPath, BUILT_CLI, ...args].map((word) => `'${word}'`).join(' ');
  const script = `mount -t tmpfs -o size=${size} none '${place}' && cd '${folder}' && { ${command} >/dev/null; code=$?; echo "LEFT $(ls -A '${place}' | tr '\\n' ' ')" >&2; exit $code; }`;
  const { status, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', script], {
    encoding: 'utf8',
  });
  const [said = '', files = ''] = stderr.split('LEFT ');
  return { code: status, stderr: said, left: files.trim() };
}

beforeAll(async () => {
  const numbers = Array.from({ length: 200 }, (_, i) => i);
  writeFileSync(
    join(folder, 'rows.csv'),
    `prompt,response\n${numbers.map((i) => `${PROMPT(i)},${RESPONSE}\n`).join('')}`,
  );
  writeFileSync(join(folder, 'items.json'), JSON.stringify([{ vars: { question: 'Why is water wet?' } }]));
  writeFileSync(
    join(folder, 'rows.jsonl'),
    numbers.map((i) => `${JSON.stringify({ prompt: PROMPT(i), response: RESPONSE })}\n`).join(''),
  );
  const { code, stderr } = await runCli(folder, ['import', 'rows.csv', '--format', 'csv']);
  expect(stderr).toMatch(/^200 answers have no role: taken as sensitive\.\n/);
  expect(code).toBe(0);
});

describe('output', () => {
  it('takes the place of what stood there only when it is whole, and keeps its permissions', async () => {
    const file = join(folder, 'kept.jsonl');
    writeFileSync(file, 'before');
    chmodSync(file, 0o600);
    symlinkSync('kept.jsonl', join(folder, 'link.jsonl'));
    expect((await runCli(folder, ['export', 'latest', '-o', 'link.jsonl'])).code).toBe(0);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(201);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(left(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each([
    ['export', 'latest', '-o', 'FULL'],
    ['export', 'latest', '--format', 'csv', '-o', 'FULL'],
    ['export', 'latest', '--format', 'parquet', '-o', 'FULL'],
    ['report', 'latest', '-o', 'FULL'],
    ['report', 'latest', '--format', 'md', '-o', 'FULL'],
    ['gate', 'latest', '--write-baseline', 'FULL'],
    ['gate', 'latest', '--baseline', 'latest', '--force', '--junit', 'FULL'],
    ['init', '--force', '--template', '-o', 'FULL'],
    ['gate', 'latest', '--baseline', 'latest', '--force', '--history', 'FULL'],
    ['probes', 'import', 'promptfoo', 'items.json', '--force', '-o', 'FULL'],
    ['plan', ...BATCH, '-o', 'FULL'],
  ])('is 3 with the name of the file on a full disk: %s %s %s %s', async (...args) => {
    const { code, stderr } = await runCli(
      folder,
      args.map((word) => (word === 'FULL' ? '/dev/full' : word)),
    );
    expect(stderr).toContain('could not write /dev/full: the disk is full');
    expect(code).toBe(3);
  });

  it.runIf(canMount).each([
    ['export', 'latest', '-o', 'full/rows.jsonl'],
    ['export', 'latest', '--format', 'dataset', '-o', 'full/set'],
    ['export', 'latest', '--format', 'dataset', '-o', 'full'],
    ['report', 'latest', '-o', 'full/report.html'],
    ['import', 'rows.csv', '--format', 'csv', '--store', 'full/candor.db'],
  ])(
    'leaves nothing on a small disk: %s %s %s %s',
    (...args) => {
      const { code, stderr, left } = onFullDisk(args);
      expect(stderr).toMatch(/full.*full/);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(code).toBe(3);
      if (args[0] !== 'import') expect(left).toBe('');
    },
    60_000,
  );

  it.each([
    [['export', 'latest', '-o', '.'], /\. ?: it is a folder|: it is a folder/],
    [['report', 'latest', '-o', '.'], /it is a folder/],
    [['report', 'latest', '-o', 'rows.jsonl/report.html'], /a file, not a folder/],
    [['export', 'latest', '-o', '/proc/none/rows.jsonl'], /could not write \/proc\/none/],
    [['export', 'latest', '--format', 'dataset', '-o', 'rows.jsonl'], /rows\.jsonl/],
    [['gate', 'latest', '--write-baseline', '/proc/none.json'], /could not write \/proc\/none\.json/],
    [['report', 'latest', '--charts', 'rows.jsonl', '-o', 'r.html'], /rows\.jsonl/],
    [
      ['gate', 'latest', '--baseline', 'latest', '--history', '.'],
      /expected a file for the history of a gate, got a folder/,
    ],
    [['gate', 'latest', '--add-to-baseline', '/dev/full'], /\/dev\/full: expected a baseline in a file, got a device/],
    [
      ['probes', 'import', 'promptfoo', 'items.json', '--id', 'items', '--force', '-o', '.'],
      /could not write .*: it is a folder/,
    ],
    [
      ['probes', 'import', 'promptfoo', 'items.json', '-o', '/proc/none/a.yaml'],
      /could not write \/proc\/none\/a\.yaml/,
    ],
    [['plan', ...BATCH, '-o', '.'], /could not write .*: it is a folder/],
    [['plan', ...BATCH, '-o', '/proc/none/b.jsonl'], /could not write \/proc\/none\/b\.jsonl/],
    [['init', '--template', '-o', '/proc/none/a.yaml'], /could not write \/proc\/none\/a\.yaml/],
    [
      ['store', 'backup', 'runs/candor.db', 'rows.jsonl/copy.db'],
      /could not write .*rows\.jsonl\/copy\.db: a part of the path is a file/,
    ],
    [
      ['store', 'repair', 'runs/candor.db', '/sys/copy.db'],
      /could not write \/sys\/copy\.db: (no permission|it cannot be written to)/,
    ],
    [['runs', '--store', '.'], /./],
    [['import', '.', '--format', 'candor'], /folder/],
    [['import', '.', '--format', 'inspect'], /folder/],
    [['label', '.'], /folder/],
    [['run', '--config', '.'], /./],
  ] as const)('is 2 with a message where nothing can be written or read: %j', async (args, said) => {
    const { code, stderr } = await runCli(folder, args);
    expect(stderr).not.toContain('bug of Candor');
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
  });

  it.each([
    ['export', 'latest'],
    ['summary', 'latest', '--json'],
    ['report', 'latest', '--format', 'md'],
    ['show', 'latest'],
    ['probes', 'schema'],
    ['label', 'rows.jsonl'],
    ['--help'],
    ['export', '--help'],
  ])(
    'is 3 without a stack trace where standard output goes to a full disk: %s %s %s %s',
    (...args) => {
      const words = [process.execPath, BUILT_CLI, ...args.filter((word) => typeof word === 'string')];
      const { status, stderr } = spawnSync('sh', ['-c', `${words.map((word) => `'${word}'`).join(' ')} > /dev/full`], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(stderr).toMatch(/could not write standard output: the disk is full/);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(status).toBe(3);
    },
    60_000,
  );

  it.each([
    ['export', 'latest', '-o', 'runs/candor.db'],
    ['export', 'latest', '-o', 'store.jsonl'],
    ['report', 'latest', '-o', 'runs/candor.db'],
    ['gate', 'latest', '--write-baseline', 'runs/candor.db'],
  ])('is never written over a store: %s %s %s %s', async (...args) => {
    if (args[3] === 'store.jsonl' && !existsSync(join(folder, 'store.jsonl')))
      symlinkSync('runs/candor.db', join(folder, 'store.jsonl'));
    const before = readFileSync(join(folder, 'runs/candor.db'));
    const { code, stderr } = await runCli(folder, args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/database|store|baseline/)]);
    expect(readFileSync(join(folder, 'runs/candor.db')).equals(before)).toBe(true);
  });

  it('goes on where nobody hears its messages', async () => {
    const deaf = new Writable({
      write: (_part, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'ENOSPC' })),
    });
    deaf.on('error', () => undefined);
    const heard: string[] = [];
    const stdout = new Writable({
      write: (part, _encoding, done) => {
        heard.push(String(part));
        done();
      },
    });
    const io = {
      stdout,
      stderr: deaf,
      stdin: new PassThrough().end(),
      env: {},
      cwd: folder,
      clock: systemClock,
      random: Math.random,
      stderrIsTerminal: false,
      stdinIsTerminal: false,
      stdoutIsTerminal: false,
      columns: 80,
      onInterrupt: () => () => undefined,
    };
    expect(await main(['export', 'latest', '-o', 'heard.jsonl'], io)).toBe(0);
    expect(existsSync(join(folder, 'heard.jsonl'))).toBe(true);
  });

  it('goes into a pipe as it comes', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const words = [process.execPath, BUILT_CLI, 'report', 'latest', '--format', 'md', '-o', 'pipe'];
    const script = `cat pipe > piped.md & ${words.map((word) => `'${word}'`).join(' ')} && wait`;
    expect(spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' }).status).toBe(0);
    expect(statSync(join(folder, 'piped.md')).size).toBeGreaterThan(1000);
    expect(statSync(pipe).isFIFO()).toBe(true);
  }, 60_000);

  it('is 2 and nothing is stored where a line to import is cut, and goes on with --skip-bad', async () => {
    const place = emptyFolder();
    await runCli(folder, ['export', 'latest', '-o', join(place, 'all.jsonl')]);
    const whole = readFileSync(join(place, 'all.jsonl'), 'utf8').trimEnd();
    writeFileSync(join(place, 'cut.jsonl'), whole.slice(0, -20));
    const cut = await runCli(place, ['import', 'cut.jsonl', '--format', 'candor']);
    expect([cut.code, cut.stderr]).toEqual([2, expect.stringContaining('cut.jsonl:200: expected a JSON object')]);
    expect((await runCli(place, ['runs', '--json'])).stdout.trim()).toBe('[]');
    const skipped = await runCli(place, ['import', 'cut.jsonl', '--format', 'candor', '--skip-bad', '--json']);
    expect(skipped.code).toBe(0);
    expect(JSON.parse(skipped.stdout)).toMatchObject({ trials: 199, skipped: [{ line: 200 }] });
  });
});
