import type { Command } from 'commander';
import type { CliIo } from './cli-io.ts';
import type { ExitCode } from './exit-code.ts';

/** Makes a command; `end` sets the exit code where it is not 0. */
export type BuildCommand = (io: CliIo, end: (code: ExitCode) => void) => Command;
