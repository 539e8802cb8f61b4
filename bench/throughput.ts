import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { variedTexts } from './varied-texts.ts';

/**
 * Asks a local server that streams answers of real size, once by undici alone (`raw`: each body read, nothing kept) and once by
 * `candor run`, in turn, so that a busy machine is as busy for both; only the ratios of one row count. Then `candor label` and `import`.
 * `npm run build` first. Usage: tsx bench/throughput.ts [--against DIR] [--rounds 3] [--trials 5000] [--only WORDS] [--large] [--record]
 * (--against: another built checkout, measured in the same rounds; --only: the rows whose name has these words; --large: 50,000 trials
 * more; --record: adds the medians, with date, version, machine and its load, to `bench/results/speed.csv`)
 */
const { values: options } = parseArgs({
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    trials: { type: 'string', default: '5000' },
    only: { type: 'string', default: '' },
    large: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
});
const here = join(import.meta.dirname, '..');
const trials = Number(options.trials);
const rounds = Number(options.rounds);
const folder = mkdtempSync(join(tmpdir(), 'candor-bench-'));
const builds = new Map<string, string>([
  ...(options.against === undefined ? [] : [['before', resolve(options.against, 'dist/cli.js')] as const]),
  ['now', join(here, 'dist/cli.js')] as const,
]);

/** What one process took. */
interface Taken {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  /** Milliseconds from its start to the first call; NaN: there was none. */
  readonly firstCallMs: number;
}

class StreamServer {
  readonly #process: ChildProcess;
  readonly port: Promise<number>;
  firstCallAt = Number.NaN;

  constructor(delayMs: number) {
    this.#process = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'stream-server.ts')], {
      env: { ...process.env, DELAY_MS: String(delayMs) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.port = new Promise((found) => {
      this.#process.stdout?.on('data', (data) => {
        for (const line of String(data).split('\n')) {
          const [word, value] = line.split(' ');
          if (word === 'port') found(Number(value));
          if (word === 'first') this.firstCallAt = Number(value);
        }
      });
    });
  }

  async mark(): Promise<void> {
    this.firstCallAt = Number.NaN;
    await (await fetch(`http://127.0.0.1:${await this.port}/mark`)).text();
  }

  stop(): void {
    this.#process.kill();
  }
}

async function take(args: readonly string[], server: StreamServer | null = null): Promise<Taken> {
  await server?.mark();
  const began = Date.now();
  const timed = join(folder, 'time');
  const child = spawn('/usr/bin/time', ['-f', '%e %U %S %M', '-o', timed, process.execPath, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr = (stderr + data).slice(-4_000);
  });
  const status = await new Promise((ended) => child.once('close', ended));
  if (status !== 0) throw new Error(`${args.slice(0, 3).join(' ')}: exit ${status}\n${stderr}`);
  const [seconds = 0, user = 0, system = 0, peakKb = 0] = readFileSync(timed, 'utf8').trim().split(' ').map(Number);
  const firstCallMs = (server?.firstCallAt ?? Number.NaN) - began;
  return { seconds, cpuSeconds: user + system, peakMb: peakKb / 1024, firstCallMs };
}

function writeAudit(port: number, atOnce: number): void {
  const probes = Array.from({ length: 100 }, (_, i) => {
    return `  - { id: bench-${i}, style: factual, role: neutral, ask: { en: "Bench question number ${i}?" } }`;
  });
  writeFileSync(
    join(folder, 'bench.yaml'),
    `id: bench\ntitle: Bench\nstate: CN\nversion: 1.0.0\nprobes:\n${probes.join('\n')}\n`,
  );
  const target = `{ id: bench, provider: openai, model: bench, baseURL: "http://127.0.0.1:${port}/v1", concurrency: ${atOnce} }`;
  writeFileSync(
    join(folder, 'candor.yaml'),
    `probes: [bench.yaml]\nlanguages: [en]\nsamples: 50\ntargets:\n  - ${target}\n`,
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`.replaceAll(',', ' ');

function record(what: string, who: string, figures: readonly (number | null)[]): void {
  if (!options.record) return;
  const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as { version: string };
  const cells = figures.map((one) => (one === null || Number.isNaN(one) ? '' : String(Math.round(one * 1000) / 1000)));
  const load = (loadavg()[0] ?? Number.NaN).toFixed(1);
  const row = [new Date().toISOString().slice(0, 10), version, process.version, machine, what, who, ...cells, load];
  appendFileSync(join(import.meta.dirname, 'results/speed.csv'), `${row.join(',')}\n`);
}

/** Who is measured by turns, and what each took in every round. */
async function inTurn(
  names: readonly string[],
  count: number,
  takeOne: (name: string, round: number) => Promise<Taken>,
): Promise<Map<string, Taken[]>> {
  const taken = new Map(names.map((name) => [name, [] as Taken[]]));
  for (let round = 0; round < count; round++) {
    for (const name of names) taken.get(name)?.push(await takeOne(name, round));
  }
  return taken;
}

async function measureRun(delayMs: number, atOnce: number, calls: number, times: number): Promise<void> {
  const delay = delayMs === 0 ? 'no delay' : `${delayMs} ms`;
  const what = `${calls} trials ${atOnce} at once ${delay}`;
  if (!what.includes(options.only)) return;
  const server = new StreamServer(delayMs);
  const port = await server.port;
  writeAudit(port, atOnce);
  const store = (name: string, round: number): string =>
    join(folder, `${name}-${what}-${round}.db`.replaceAll(' ', '-'));
  const taken = await inTurn(['raw', ...builds.keys()], times, (name, round) => {
    if (name === 'raw') {
      const url = `http://127.0.0.1:${port}/v1/chat/completions`;
      return take([join(import.meta.dirname, 'raw-client.mjs'), url, String(atOnce), String(calls)], server);
    }
    const samples = String(calls / 100);
    const cli = builds.get(name) ?? '';
    return take([cli, 'run', '--yes', '--samples', samples, '--store', store(name, round), '--json'], server);
  });
  server.stop();
  const ideal = (calls * delayMs) / 1000 / atOnce;
  console.log(what);
  for (const [name, all] of taken) {
    const toRaw = (of: (one: Taken) => number): number =>
      median(all.map((one, i) => of(one) / of(taken.get('raw')?.[i] ?? one)));
    const seconds = median(all.map((one) => one.seconds));
    const cpuMs = (1000 * median(all.map((one) => one.cpuSeconds))) / calls;
    const peakMb = median(all.map((one) => one.peakMb));
    const first = median(all.map((one) => one.firstCallMs));
    const ratio = toRaw((one) => one.seconds);
    const bytes = name === 'raw' ? null : statSync(store(name, 0)).size / calls;
    const beside = ideal === 0 ? '' : `, wall/ideal ${(seconds / ideal).toFixed(2)}`;
    console.log(
      `  ${name.padEnd(6)} ${seconds.toFixed(2)} s (${ratio.toFixed(2)} x raw)${beside}, ${(calls / seconds).toFixed(0)} trials/s, CPU ${cpuMs.toFixed(2)} ms a trial (${toRaw((one) => one.cpuSeconds).toFixed(2)} x raw), peak ${peakMb.toFixed(0)} MB, first call after ${first} ms${bytes === null ? '' : `, ${bytes.toFixed(0)} B an answer`}`,
    );
    record(what, name, [
      seconds,
      ideal === 0 ? null : seconds / ideal,
      ratio,
      calls / seconds,
      cpuMs,
      peakMb,
      first,
      bytes,
    ]);
  }
  for (const name of builds.keys())
    for (let round = 0; round < times; round++) rmSync(store(name, round), { force: true });
}

/** `label`, or `import` into a new store. */
async function measureCollected(command: 'label' | 'import', answers: number): Promise<void> {
  const what = `${command} ${answers} answers`;
  if (!what.includes(options.only)) return;
  const lines = variedTexts(answers).map((response, i) =>
    JSON.stringify({ prompt: `Bench question number ${i}?`, response }),
  );
  const file = join(folder, 'answers.jsonl');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const store = (name: string, round: number): string => join(folder, `${command}-${name}-${round}.db`);
  const taken = await inTurn([...builds.keys()], rounds, (name, round) => {
    const args = command === 'label' ? [] : ['--format', 'jsonl', '--store', store(name, round)];
    return take([builds.get(name) ?? '', command, file, ...args]);
  });
  console.log(what);
  for (const [name, all] of taken) {
    const seconds = median(all.map((one) => one.seconds));
    const cpuMs = (1000 * median(all.map((one) => one.cpuSeconds))) / answers;
    const peakMb = median(all.map((one) => one.peakMb));
    console.log(
      `  ${name.padEnd(6)} ${(answers / seconds).toFixed(0)} answers/s, CPU ${cpuMs.toFixed(2)} ms an answer, peak ${peakMb.toFixed(0)} MB`,
    );
    record(what, name, [seconds, null, null, answers / seconds, cpuMs, peakMb, null, null]);
  }
}

function timeOf(args: string[]): number {
  const started = performance.now();
  spawnSync(process.execPath, args);
  return performance.now() - started;
}

function measureVersion(): void {
  const what = 'candor --version';
  if (!what.includes(options.only)) return;
  const bare: number[] = [];
  const version: number[] = [];
  for (let i = 0; i < 15; i++) {
    bare.push(timeOf(['-e', '0']));
    version.push(timeOf([builds.get('now') ?? '', '--version']));
  }
  const ratio = median(version) / median(bare);
  console.log(`${what}: ${median(version).toFixed(0)} ms, ${ratio.toFixed(2)} x node -e 0`);
  record(what, 'now', [median(version) / 1000, null, ratio, null, null, null, null, null]);
}

measureVersion();
await measureRun(100, 32, trials, rounds);
await measureRun(100, 128, trials, rounds);
await measureRun(0, 32, trials, rounds);
await measureCollected('label', trials);
await measureCollected('import', trials);
if (options.large) await measureRun(0, 32, 50_000, 1);
rmSync(folder, { recursive: true });
