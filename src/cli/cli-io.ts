import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../lib/clock.ts';
import { OutputError } from '../lib/errors.ts';
import { visible, visibleJson } from '../lib/visible.ts';
import { asCalled, OWN_NAME } from './called-as.ts';

/** The world as commands see it: everything that a test may want to replace. */
export interface CliIo {
  /** Results go here. */
  readonly stdout: Writable;
  /** Messages for people go here. */
  readonly stderr: Writable;
  readonly stdin: Readable;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether stderr is a terminal: live lines instead of plain ones. */
  readonly stderrIsTerminal: boolean;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  /** Width of the terminal in columns. */
  readonly columns: number;
  /** How Candor is called here; absent: `candor`. */
  readonly calledAs?: string;
  /** Calls back at each Ctrl-C, SIGTERM or SIGHUP instead of ending the process; the result takes that back. */
  onInterrupt(handler: () => void): () => void;
}

/** Streams whose reader went away. A process's own output does not say so of itself: Node takes its destruction back. */
const deserted = new WeakSet<Writable>();

/** Who waits for a stream to take what was written, to be told where it is closed: one listener for all of them. */
const waiters = new WeakMap<Writable, Set<() => void>>();

function waitingOn(stream: Writable): Set<() => void> {
  const known = waiters.get(stream);
  if (known !== undefined) return known;
  const waiting = new Set<() => void>();
  stream.once('close', () => {
    for (const leave of waiting) leave();
  });
  waiters.set(stream, waiting);
  return waiting;
}

/** True where nobody reads what is written. */
export function isDeserted(stream: Writable): boolean {
  return stream.destroyed || deserted.has(stream);
}

/** Writes text as it is, and waits where the reader is slow. A reader that has gone away is no error. Throws OutputError. */
export async function write(stream: Writable, text: string | Uint8Array): Promise<void> {
  if (isDeserted(stream)) return;
  await new Promise<void>((resolve, reject) => {
    const leave = (): void => {
      deserted.add(stream);
      resolve();
    };
    const waiting = waitingOn(stream);
    waiting.add(leave);
    stream.write(text, (error) => {
      waiting.delete(leave);
      if (error == null) resolve();
      else if (['EPIPE', 'ERR_STREAM_DESTROYED'].includes(String((error as { code?: string }).code))) leave();
      else reject(new OutputError('standard output', error));
    });
  });
}

/** A text of Candor's own, made safe for a terminal, with its commands as they are called here. */
function worded(io: CliIo, text: string): string {
  return asCalled(visible(text), io.calledAs ?? OWN_NAME);
}

/** Writes a result for people. Answers of models go through `write`, letter by letter. */
export function say(io: CliIo, text: string): Promise<void> {
  return write(io.stdout, worded(io, text));
}

/** Writes a message for people. Where nobody can hear it, the work goes on. */
export function tell(io: CliIo, text: string): Promise<void> {
  return write(io.stderr, worded(io, text)).catch(() => undefined);
}

/** Writes one value as JSON on a line of its own, for what goes on. */
export function writeJsonLine(io: CliIo, value: unknown): Promise<void> {
  return write(io.stdout, `${visibleJson(JSON.stringify(value))}\n`);
}

/** Writes one value as JSON, with a line break. */
export function writeJson(io: CliIo, value: unknown): Promise<void> {
  return write(io.stdout, `${visibleJson(JSON.stringify(value, null, 2))}\n`);
}
