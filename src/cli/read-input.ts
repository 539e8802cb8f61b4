import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { CliIo } from './cli-io.ts';

/** The file that an argument names, or standard input for `-`. */
export function readInput(io: CliIo, file: string): { readonly name: string; readonly stream: Readable } {
  if (file === '-') return { name: 'standard input', stream: io.stdin };
  return { name: file, stream: createReadStream(resolve(io.cwd, file)) };
}
