import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { LineSource } from '../formats/read-lines.ts';
import type { CliIo } from './cli-io.ts';

/** The file that an argument names, or standard input for `-`; `said`: how it is encoded, and who hears what was guessed. */
export function readInput(io: CliIo, file: string, said: Pick<LineSource, 'encoding' | 'onNote'> = {}): LineSource {
  if (file === '-') return { ...said, name: 'standard input', stream: io.stdin };
  return { ...said, name: file, stream: createReadStream(resolve(io.cwd, file)) };
}
