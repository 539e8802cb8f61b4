import { CommanderError } from 'commander';
import { CandorError, isDiskFull, LostStoreError, PartlyReadError, reasonText } from '../lib/errors.ts';
import { PACKAGE_ROOT } from '../lib/package-root.ts';
import { type CliIo, tell } from './cli-io.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { buildProgram } from './program.ts';
import { atWidth } from './width.ts';

/** Carries out one command line and gives its exit code. Nothing it does ends the process. */
export function main(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  return atWidth(io.columns, () => carryOut(argv, io));
}

async function carryOut(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const said: Promise<void>[] = [];
  try {
    const program = await buildProgram(
      argv,
      io,
      (ended) => {
        code = ended;
      },
      said,
    );
    if (argv.length === 0) {
      program.outputHelp();
      await Promise.all(said);
      return EXIT.done;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    const failed = await Promise.all(said).then(
      () => error,
      (reason: unknown) => reason,
    );
    return explain(failed, io);
  }
}

function explain(error: unknown, io: CliIo): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CandorError) {
    void tell(io, `candor: ${error.message}\n`);
    return error.code === 'target' ||
      error instanceof LostStoreError ||
      error instanceof PartlyReadError ||
      isDiskFull(error)
      ? EXIT.incomplete
      : EXIT.usage;
  }
  if (isOfSystem(error)) {
    void tell(io, `candor: ${error.path ?? 'a file'}: ${reasonOf(error)} (${error.code})\n`);
    return isDiskFull(error) ? EXIT.incomplete : EXIT.usage;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  void tell(
    io,
    `candor: this is a bug of Candor; what was stored is kept. Please report it with these lines:\n${stack}\n`,
  );
  return EXIT.bug;
}

/** What the system said no to, in words; what is missing may have been meant to be read. */
function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code !== 'ENOENT' || error.syscall === 'mkdir') return reasonText(error);
  const isOwn = error.path?.startsWith(PACKAGE_ROOT) === true;
  return isOwn ? 'a file of the package is missing; install it again' : 'there is no such file or folder';
}

/** What a file system says no to: the person's disk, folder or permission, not a bug. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !('syscall' in error)) return false;
  return isDiskFull(error) || OF_FILES.has(String((error as NodeJS.ErrnoException).code));
}

const OF_FILES = new Set([
  'EACCES',
  'EPERM',
  'EISDIR',
  'ENOTDIR',
  'ENOTEMPTY',
  'EEXIST',
  'ENOENT',
  'EROFS',
  'ENAMETOOLONG',
  'ELOOP',
  'EMFILE',
  'EIO',
]);
