import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { emptyDatabase, type PostgresServer, startPostgres } from '../test/servers/postgres-server.ts';
import { generateStore } from './generated-store.ts';

/**
 * Time and peak memory of every command that reads a store, each as a process of its own, over generated stores of several sizes. A PostgreSQL
 * server's own memory is not counted. `npm run build` first.
 * Usage: tsx bench/store-at-scale.ts [--size 10000,100000] [--store sqlite|postgres] [--only summary,report] [--keep FOLDER]
 */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '10000,100000' },
    store: { type: 'string', default: 'sqlite' },
    only: { type: 'string' },
    keep: { type: 'string' },
  },
});
const cli = join(import.meta.dirname, '../dist/cli.js');
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'candor-scale-'));
const usageFile = join(folder, 'usage.json');
/** Writes what the process used when it ends, without another program that measures. */
const meter = join(folder, 'meter.mjs');
writeFileSync(
  meter,
  `import { writeFileSync } from 'node:fs';\nprocess.on('exit', () => writeFileSync(${JSON.stringify(usageFile)}, JSON.stringify(process.resourceUsage())));\n`,
);

const RUN = 'generated';
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  summary: ['summary', RUN],
  runs: ['runs'],
  compare: ['compare', RUN, '--across', 'targets'],
  gate: ['gate', `${RUN}/alder-7b`, '--baseline', `${RUN}/birch-8b`, '--force'],
  items: ['probes', 'items', RUN],
  show: ['show', RUN],
  'show a class': ['show', RUN, '--class', 'refusal', '--target', 'alder-7b'],
  'export jsonl': ['export', RUN, '-o', join(folder, 'rows.jsonl')],
  'export csv': ['export', RUN, '--format', 'csv', '-o', join(folder, 'rows.csv')],
  'export parquet': ['export', RUN, '--format', 'parquet', '-o', join(folder, 'rows.parquet')],
  'gate a file': ['gate', RUN, '--baseline', join(folder, 'rows.jsonl'), '--force'],
  report: ['report', RUN, '-o', join(folder, 'report.html')],
  site: ['site', RUN, '-o', join(folder, 'site')],
  'site again': ['site', RUN, '-o', join(folder, 'site')],
  import: ['import', join(folder, 'rows.jsonl'), '--format', 'candor', '--name', 'imported'],
  classify: ['classify', RUN],
};
/** Judging again takes as long as there are answers, and is shown at the smallest size. */
const SMALLEST_ONLY: readonly string[] = ['classify'];

interface Measured {
  readonly seconds: number;
  /** Of the process, in seconds: what is left of its time where others use the machine. */
  readonly cpu: number;
  readonly peakMb: number;
  readonly code: number | null;
}

const sizes = values.size.split(',').map(Number);
const wanted = values.only?.split(',') ?? Object.keys(COMMANDS);
const server: PostgresServer | null = values.store === 'postgres' ? await startPostgres() : null;
const table = new Map<string, Measured[]>(wanted.map((name) => [name, []]));
try {
  for (const [i, size] of sizes.entries()) {
    const file = join(folder, `${size}.db`);
    const place = server === null ? file : await emptyDatabase(server.address);
    if (server !== null || !existsSync(file)) {
      const started = performance.now();
      await generateStore(place, size, RUN);
      const bytes = server === null ? `, ${(statSync(file).size / 1e6).toFixed(0)} MB` : '';
      console.log(`${size} answers stored in ${((performance.now() - started) / 1000).toFixed(0)} s${bytes}`);
    }
    for (const name of wanted) {
      if (i > 0 && SMALLEST_ONLY.includes(name)) continue;
      const measured = measure([...(COMMANDS[name] ?? []), '--store', place]);
      table.get(name)?.push(measured);
      const { seconds, cpu, peakMb, code } = measured;
      console.log(
        `${size}  ${name.padEnd(16)} ${seconds.toFixed(1).padStart(7)} s ${cpu.toFixed(1).padStart(7)} s CPU ${peakMb.toFixed(0).padStart(5)} MB  exit ${code}`,
      );
      if (name === 'report')
        console.log(`${size}  page of ${(statSync(join(folder, 'report.html')).size / 1e6).toFixed(1)} MB`);
    }
  }
} finally {
  await server?.remove();
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
console.log(
  `\n| command | ${sizes.map((size) => size.toLocaleString('en')).join(' | ')} |\n|---|${sizes.map(() => '---').join('|')}|`,
);
for (const [name, cells] of table) {
  console.log(
    `| ${name} | ${cells.map(({ seconds, cpu, peakMb }) => `${seconds.toFixed(1)} s (${cpu.toFixed(1)} s), ${peakMb.toFixed(0)} MB`).join(' | ')} |`,
  );
}

function measure(args: readonly string[]): Measured {
  rmSync(usageFile, { force: true });
  const started = performance.now();
  const output = openSync('/dev/null', 'w');
  const { status, stderr } = spawnSync(process.execPath, ['--import', meter, cli, ...args], {
    cwd: folder,
    stdio: ['ignore', output, 'pipe'],
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - started) / 1000;
  if (!existsSync(usageFile)) return { seconds, cpu: Number.NaN, peakMb: Number.NaN, code: status };
  if (status !== null && status > 3) console.log(String(stderr).slice(-500));
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(readFileSync(usageFile, 'utf8')) as NodeJS.ResourceUsage;
  return { seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024, code: status };
}
