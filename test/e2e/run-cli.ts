import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import type { CliIo } from '../../src/cli/cli-io.ts';
import { main } from '../../src/cli/main.ts';
import { systemClock } from '../../src/lib/clock.ts';

/** What a command line left behind. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder of its own. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'candor-e2e-'));
}

/** Carries out a command line in this process, as `candor` does, in a folder. */
export async function runCli(
  cwd: string,
  args: readonly string[],
  options: {
    readonly stdin?: string;
    readonly env?: Record<string, string>;
    readonly interrupt?: AbortSignal | readonly AbortSignal[];
    /** Called with each piece of the standard output as it comes. */
    readonly onStdout?: (text: string) => void;
  } = {},
): Promise<CliResult> {
  const stdout = new Collected(options.onStdout);
  const stderr = new Collected();
  const io: CliIo = {
    stdout,
    stderr,
    stdin: options.stdin === undefined ? new PassThrough().end() : Readable.from([options.stdin]),
    env: { NO_COLOR: '1', ...options.env },
    cwd,
    clock: { ...systemClock, sleep: async () => undefined },
    random: Math.random,
    stderrIsTerminal: false,
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    columns: 80,
    onInterrupt(handler) {
      const interrupts = [options.interrupt ?? []].flat();
      for (const one of interrupts) one.addEventListener('abort', handler);
      return () => {
        for (const one of interrupts) one.removeEventListener('abort', handler);
      };
    },
  };
  const code = await main(args, io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

class Collected extends Writable {
  readonly #parts: Buffer[] = [];
  readonly #onText: ((text: string) => void) | undefined;

  constructor(onText?: (text: string) => void) {
    super();
    this.#onText = onText;
  }

  override _write(part: Buffer, _encoding: string, done: () => void): void {
    this.#parts.push(part);
    this.#onText?.(part.toString('utf8'));
    done();
  }

  text(): string {
    return Buffer.concat(this.#parts).toString('utf8');
  }
}
