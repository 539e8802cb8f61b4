import { CommanderError } from 'commander';
import { CandorError } from '../lib/errors.ts';
import { type CliIo, tell } from './cli-io.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { buildProgram } from './program.ts';

/** Carries out one command line and gives its exit code. Nothing it does ends the process. */
export async function main(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  try {
    const program = await buildProgram(argv, io, (ended) => {
      code = ended;
    });
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.done;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, io);
  }
}

function explain(error: unknown, io: CliIo): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CandorError) {
    void tell(io, `candor: ${error.message}\n`);
    return error.code === 'target' ? EXIT.incomplete : EXIT.usage;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  void tell(
    io,
    `candor: this is a bug of Candor; what was stored is kept. Please report it with these lines:\n${stack}\n`,
  );
  return EXIT.bug;
}
