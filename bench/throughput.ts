import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Asks a local server that streams 1.2 KB in 20 chunks, with storing and classifying, and prints wall time beside the
 * ideal, trials per second, peak memory, bytes per answer, and the start-up time. `npm run build` first.
 * Usage: tsx bench/throughput.ts [--large] [--record]   (--large adds 50,000 trials; --record adds the figures, with date,
 * version and machine, to `bench/results/throughput.csv`)
 */
const cli = join(import.meta.dirname, '../dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'candor-bench-'));
const results = join(import.meta.dirname, 'results/throughput.csv');
const { version: packageVersion } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};

/** Adds a row to the dated results: a figure that is not measured stays empty. */
function record(what: string, figures: readonly (string | number)[]): void {
  if (!process.argv.includes('--record')) return;
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`.replaceAll(',', ' ');
  const row = [new Date().toISOString().slice(0, 10), packageVersion, process.version, machine, what, ...figures];
  appendFileSync(results, `${row.join(',')}\n`);
}

async function startServer(delayMs: number): Promise<{ process: ChildProcess; port: number }> {
  const server = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'stream-server.ts')], {
    env: { ...process.env, DELAY_MS: String(delayMs) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve) => server.stdout.once('data', (data) => resolve(Number(data))));
  return { process: server, port };
}

function writeAudit(port: number, concurrency: number): string {
  const probes = Array.from({ length: 100 }, (_, i) => {
    return `  - { id: bench-${i}, style: factual, role: neutral, ask: { en: "Bench question number ${i}?" } }`;
  });
  writeFileSync(
    join(folder, 'bench.yaml'),
    `id: bench\ntitle: Bench\nstate: CN\nversion: 1.0.0\nprobes:\n${probes.join('\n')}\n`,
  );
  const config = join(folder, 'candor.yaml');
  const target = `{ id: bench, provider: openai, model: bench, baseURL: "http://127.0.0.1:${port}/v1", concurrency: ${concurrency} }`;
  writeFileSync(config, `probes: [bench.yaml]\nlanguages: [en]\nsamples: 50\ntargets:\n  - ${target}\n`);
  return config;
}

async function measure(label: string, delayMs: number, concurrency: number, trials: number): Promise<void> {
  const server = await startServer(delayMs);
  writeAudit(server.port, concurrency);
  const store = join(folder, `${label.replaceAll(' ', '-')}.db`);
  const args = [
    '-v',
    process.execPath,
    cli,
    'run',
    '--yes',
    '--samples',
    String(trials / 100),
    '--store',
    store,
    '--json',
  ];
  const started = performance.now();
  const result = spawnSync('/usr/bin/time', args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  const seconds = (performance.now() - started) / 1000;
  server.process.kill();
  if (result.status !== 0) throw new Error(`${label}: exit ${result.status}\n${result.stderr.slice(-2000)}`);
  const peakKb = Number(/Maximum resident set size \(kbytes\): (\d+)/.exec(result.stderr)?.[1]);
  const ideal = (trials * delayMs) / 1000 / concurrency;
  const bytes = statSync(store).size / trials;
  const ratio = ideal === 0 ? '' : `, wall/ideal ${(seconds / ideal).toFixed(2)}`;
  const rate = `${(trials / seconds).toFixed(0)} trials/s`;
  record(label.replaceAll(',', ''), [
    seconds.toFixed(2),
    ideal === 0 ? '' : (seconds / ideal).toFixed(2),
    (trials / seconds).toFixed(0),
    (peakKb / 1024).toFixed(0),
    bytes.toFixed(0),
  ]);
  console.log(
    `${label}: ${seconds.toFixed(2)} s${ratio}, ${rate}, peak ${(peakKb / 1024).toFixed(0)} MB, ${bytes.toFixed(0)} B/answer`,
  );
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function timeOf(args: string[]): number {
  const started = performance.now();
  execFileSync(process.execPath, args);
  return performance.now() - started;
}

const bare: number[] = [];
const version: number[] = [];
for (let i = 0; i < 15; i++) {
  bare.push(timeOf(['-e', '0']));
  version.push(timeOf([cli, '--version']));
}
record('start-up against bare node', ['', (median(version) / median(bare)).toFixed(2), '', '', '']);
console.log(
  `--version: ${median(version).toFixed(0)} ms, node -e 0: ${median(bare).toFixed(0)} ms, ratio ${(median(version) / median(bare)).toFixed(2)}`,
);
await measure('5,000 trials, 32 at once, 100 ms', 100, 32, 5_000);
await measure('5,000 trials, 128 at once, 100 ms', 100, 128, 5_000);
await measure('5,000 trials, 32 at once, no delay', 0, 32, 5_000);
if (process.argv.includes('--large')) await measure('50,000 trials, 32 at once, no delay', 0, 32, 50_000);
rmSync(folder, { recursive: true });
