import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { PACKAGE_ROOT } from '../lib/package-root.ts';
import type { CliIo } from './cli-io.ts';
import type { ExitCode } from './exit-code.ts';

/** Makes a command; `end` sets the exit code where it is not 0. */
export type BuildCommand = (io: CliIo, end: (code: ExitCode) => void) => Command;

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the command's file; only the command that is called is loaded. */
  readonly load: () => Promise<BuildCommand>;
}

/** Every command, in the order of the help. */
const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'ask models the probes, classify the answers, print the summary',
    load: async () => (await import('./commands/run.ts')).runCommand,
  },
];

/** The version of this package, and so of the program. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')).version;
}

/** The whole command line, with the called command loaded and the others as names. */
export async function buildProgram(
  argv: readonly string[],
  io: CliIo,
  end: (code: ExitCode) => void,
): Promise<Command> {
  const program = new Command('candor')
    .description('Audits open language models for political refusal and official narrative.')
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('(candor --help lists the commands; candor COMMAND --help its flags)')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
    })
    .exitOverride();
  const called = argv[0] === 'help' ? argv[1] : argv.find((word) => !word.startsWith('-'));
  for (const { name, summary, load } of COMMANDS) {
    const command = name === called ? (await load())(io, end) : new Command(name);
    program.addCommand(command.summary(summary).copyInheritedSettings(program));
  }
  return program;
}
