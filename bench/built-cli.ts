import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../dist/cli.js');
/** Milliseconds between two looks at what a process has used. */
const LOOK_MS = 100;

/** What a process used until its last sign of life, as Linux counts it. */
export interface Used {
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** A process of the built `candor`. */
export interface BuiltCli {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  used(): Used;
}

/** Starts `candor` as it was built by `npm run build`. */
export function startBuilt(cwd: string, args: readonly string[], env: Record<string, string> = {}): BuiltCli {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  let last: Used = { cpuSeconds: 0, peakMb: 0 };
  const timer = setInterval(() => {
    last = usedBy(child.pid ?? 0) ?? last;
  }, LOOK_MS);
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
    child.once('close', (code) => {
      clearInterval(timer);
      done({ code, stdout, stderr });
    });
  });
  return { child, ended, used: () => last };
}

/** Runs `candor` to its end. Throws where it does not end as it should. */
export async function runBuilt(cwd: string, args: readonly string[], code = 0): Promise<string> {
  const result = await startBuilt(cwd, args).ended;
  if (result.code !== code) throw new Error(`candor ${args.join(' ')}: exit ${result.code}\n${result.stderr}`);
  return result.stdout;
}

/** CPU seconds and peak memory of a process; null: it is gone. */
function usedBy(pid: number): Used | null {
  try {
    const [, utime = 0, stime = 0] = cpuFields(pid);
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return peak === undefined ? null : { cpuSeconds: (utime + stime) / 100, peakMb: Number(peak) / 1024 };
  } catch {
    return null;
  }
}

/** CPU seconds of a process and of all of its children that have ended. */
export function cpuWithChildren(pid: number): number {
  const [, ...ticks] = cpuFields(pid);
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}

/** Fields 13 to 17 of a process's `stat`: the second and third are its own ticks, the last two those of its children. */
function cpuFields(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(10, 15)
    .map(Number);
}
