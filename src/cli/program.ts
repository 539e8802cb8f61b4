import { Command } from 'commander';
import { packageVersion } from '../lib/package-version.ts';
import type { BuildCommand } from './build-command.ts';
import { type CliIo, say, tell } from './cli-io.ts';
import type { ExitCode } from './exit-code.ts';

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
  {
    name: 'plan',
    summary: 'what an audit would ask; or as a batch file',
    load: async () => (await import('./commands/plan.ts')).planCommand,
  },
  {
    name: 'batch',
    summary: 'have a batch service answer a plan',
    load: async () => (await import('./commands/batch.ts')).batchCommand,
  },
  {
    name: 'worker',
    summary: 'ask what was put in line, with other machines',
    load: async () => (await import('./commands/worker.ts')).workerCommand,
  },
  {
    name: 'init',
    summary: 'look for model servers and write candor.yaml',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
  {
    name: 'label',
    summary: 'label answers that you already have, JSONL to JSONL',
    load: async () => (await import('./commands/label.ts')).labelCommand,
  },
  {
    name: 'show',
    summary: 'show verbatim answers with verdict and evidence',
    load: async () => (await import('./commands/show.ts')).showCommand,
  },
  {
    name: 'import',
    summary: 'take collected answers in as a run',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'classify',
    summary: 'judge the answers of a run again',
    load: async () => (await import('./commands/classify.ts')).classifyCommand,
  },
  {
    name: 'summary',
    summary: 'rates with intervals: sensitive, control, difference',
    load: async () => (await import('./commands/summary.ts')).summaryCommand,
  },
  {
    name: 'compare',
    summary: 'paired differences between targets, runs or languages',
    load: async () => (await import('./commands/compare.ts')).compareCommand,
  },
  {
    name: 'gate',
    summary: 'hold a candidate against a baseline',
    load: async () => (await import('./commands/gate.ts')).gateCommand,
  },
  {
    name: 'power',
    summary: 'how many probes and samples a difference needs',
    load: async () => (await import('./commands/power.ts')).powerCommand,
  },
  {
    name: 'report',
    summary: 'write one page that stands alone',
    load: async () => (await import('./commands/report.ts')).reportCommand,
  },
  {
    name: 'review',
    summary: 'a local page on which people read blind and label',
    load: async () => (await import('./commands/review.ts')).reviewCommand,
  },
  {
    name: 'calibrate',
    summary: 'hold a classifier against human labels',
    load: async () => (await import('./commands/calibrate.ts')).calibrateCommand,
  },
  {
    name: 'export',
    summary: 'write a run as JSONL, CSV, Parquet or a data set',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'probes',
    summary: 'look at probe sets: lint, list, schema, items, import',
    load: async () => (await import('./commands/probes.ts')).probesCommand,
  },
  {
    name: 'targets',
    summary: 'look at targets: what is served, and whether it answers',
    load: async () => (await import('./commands/targets.ts')).targetsCommand,
  },
  {
    name: 'runs',
    summary: 'list or remove stored runs',
    load: async () => (await import('./commands/runs.ts')).runsCommand,
  },
  {
    name: 'store',
    summary: 'copy a store, into PostgreSQL or out of it',
    load: async () => (await import('./commands/store.ts')).storeCommand,
  },
];

/** The whole command line, with the called command loaded and the others as names. `said` gets what help that it prints has still to write. */
export async function buildProgram(
  argv: readonly string[],
  io: CliIo,
  end: (code: ExitCode) => void,
  said: Promise<void>[] = [],
): Promise<Command> {
  const program = new Command('candor')
    .description('Audits open language models for political refusal and official narrative.')
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('(candor --help lists the commands; candor COMMAND --help its flags)')
    .configureOutput({
      writeOut: (text) => said.push(say(io, text)),
      writeErr: (text) => void tell(io, text),
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
    })
    .exitOverride();
  const called = argv[0] === 'help' ? argv[1] : argv.find((word) => !word.startsWith('-'));
  for (const { name, summary, load } of COMMANDS) {
    const command = name === called ? (await load())(io, end) : new Command(name);
    inherit(program, command.summary(summary));
    program.addCommand(command);
  }
  return program;
}

/** Commands are built before the program is known to them: without this, their own commands would end the process by themselves. */
function inherit(from: Command, command: Command): void {
  command.copyInheritedSettings(from);
  for (const own of command.commands) inherit(command, own);
}
