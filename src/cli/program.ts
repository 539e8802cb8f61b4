import { Command } from 'commander';
import { packageVersion } from '../lib/package-version.ts';
import type { BuildCommand } from './build-command.ts';
import { type CliIo, say, tell } from './cli-io.ts';
import type { ExitCode } from './exit-code.ts';

/** The headings of the help, in their order: five things that people do, and what else there is. */
const GROUPS = ['Run', 'Read', 'Compare', 'Check', 'Publish', 'Answers and labels', 'Stores'] as const;
type Group = (typeof GROUPS)[number];

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Its heading in the help. */
  readonly group: Group;
  /** Shown by `candor --help`; the others by `candor help --all`. */
  readonly first?: true;
  /** Loads the command's file; only the command that is called is loaded. */
  readonly load: () => Promise<BuildCommand>;
}

/** Every command, in the order of the help. */
const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    group: 'Run',
    first: true,
    summary: 'ask models the probes, classify the answers, print the summary',
    load: async () => (await import('./commands/run.ts')).runCommand,
  },
  {
    name: 'plan',
    group: 'Run',
    summary: 'what an audit would ask; or as a batch file',
    load: async () => (await import('./commands/plan.ts')).planCommand,
  },
  {
    name: 'batch',
    group: 'Run',
    summary: 'have a batch service answer a plan',
    load: async () => (await import('./commands/batch.ts')).batchCommand,
  },
  {
    name: 'worker',
    group: 'Run',
    summary: 'ask what was put in line, with other machines',
    load: async () => (await import('./commands/worker.ts')).workerCommand,
  },
  {
    name: 'init',
    group: 'Run',
    first: true,
    summary: 'look for model servers and write candor.yaml',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
  {
    name: 'label',
    group: 'Answers and labels',
    summary: 'label answers that you already have, JSONL to JSONL',
    load: async () => (await import('./commands/label.ts')).labelCommand,
  },
  {
    name: 'show',
    group: 'Read',
    first: true,
    summary: 'show verbatim answers with verdict and evidence',
    load: async () => (await import('./commands/show.ts')).showCommand,
  },
  {
    name: 'import',
    group: 'Answers and labels',
    summary: 'take collected answers in as a run',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'classify',
    group: 'Answers and labels',
    summary: 'judge the answers of a run again',
    load: async () => (await import('./commands/classify.ts')).classifyCommand,
  },
  {
    name: 'summary',
    group: 'Read',
    first: true,
    summary: 'rates with intervals: sensitive, control, difference',
    load: async () => (await import('./commands/summary.ts')).summaryCommand,
  },
  {
    name: 'compare',
    group: 'Compare',
    first: true,
    summary: 'paired differences between targets, runs or languages',
    load: async () => (await import('./commands/compare.ts')).compareCommand,
  },
  {
    name: 'gate',
    group: 'Check',
    first: true,
    summary: 'hold a candidate against a baseline',
    load: async () => (await import('./commands/gate.ts')).gateCommand,
  },
  {
    name: 'watch',
    group: 'Check',
    summary: 'look for new releases, and audit them',
    load: async () => (await import('./commands/watch.ts')).watchCommand,
  },
  {
    name: 'power',
    group: 'Check',
    summary: 'how many probes and samples a difference needs',
    load: async () => (await import('./commands/power.ts')).powerCommand,
  },
  {
    name: 'report',
    group: 'Publish',
    first: true,
    summary: 'write one page that stands alone',
    load: async () => (await import('./commands/report.ts')).reportCommand,
  },
  {
    name: 'site',
    group: 'Publish',
    summary: 'write runs as static pages, for everyone to read',
    load: async () => (await import('./commands/site.ts')).siteCommand,
  },
  {
    name: 'review',
    group: 'Answers and labels',
    summary: 'a local page on which people read blind and label',
    load: async () => (await import('./commands/review.ts')).reviewCommand,
  },
  {
    name: 'calibrate',
    group: 'Answers and labels',
    summary: 'hold a classifier against human labels',
    load: async () => (await import('./commands/calibrate.ts')).calibrateCommand,
  },
  {
    name: 'export',
    group: 'Publish',
    summary: 'write a run as JSONL, CSV, Parquet or a data set',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'cite',
    group: 'Publish',
    summary: 'one answer as it can be quoted',
    load: async () => (await import('./commands/cite.ts')).citeCommand,
  },
  {
    name: 'pack',
    group: 'Publish',
    summary: 'write a study that others can check, or check one',
    load: async () => (await import('./commands/pack.ts')).packCommand,
  },
  {
    name: 'probes',
    group: 'Run',
    summary: 'look at probe sets: lint, list, schema, items, import',
    load: async () => (await import('./commands/probes.ts')).probesCommand,
  },
  {
    name: 'targets',
    group: 'Run',
    summary: 'look at targets: what is served, and whether it answers',
    load: async () => (await import('./commands/targets.ts')).targetsCommand,
  },
  {
    name: 'runs',
    group: 'Stores',
    summary: 'list or remove stored runs',
    load: async () => (await import('./commands/runs.ts')).runsCommand,
  },
  {
    name: 'store',
    group: 'Stores',
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
    .helpCommand(false)
    .exitOverride();
  const called = argv[0] === 'help' ? argv[1] : argv.find((word) => !word.startsWith('-'));
  const entries = GROUPS.flatMap((group) => COMMANDS.filter((entry) => entry.group === group));
  for (const { name, summary, group, load } of entries) {
    const command = name === called ? (await load())(io, end) : new Command(name);
    inherit(program, command.summary(summary).helpGroup(`${group}:`));
    program.addCommand(command);
  }
  return withHelp(program);
}

/** The help of the program: what most people want first, all of it by `candor help --all`. */
function withHelp(program: Command): Command {
  let all = false;
  const first = new Set(COMMANDS.filter((entry) => entry.first).map(({ name }) => name));
  const rest = COMMANDS.length - first.size;
  program
    .configureHelp({
      commandUsage: () => 'candor COMMAND [options]',
      visibleOptions: () => [],
      visibleCommands: ({ commands }) =>
        commands.filter((one) => (all ? one.name() !== 'help' : first.has(one.name()))),
      subcommandTerm: (command) => command.name(),
    })
    .addHelpText('after', () => {
      const others = all ? '' : `candor help --all       lists ${rest} more commands\n`;
      return `\n${others}candor COMMAND --help   tells the flags of one\ncandor --version        tells the version`;
    });
  const help = new Command('help')
    .argument('[command...]', 'the command to tell of')
    .option('--all', 'list every command')
    .action((names: string[], options: { all?: true }) => {
      all = options.all === true;
      let about = program;
      for (const name of names) {
        const inner = about.commands.find((one) => one.name() === name);
        if (inner === undefined) return about.error(`error: unknown command '${names.join(' ')}'`);
        about = inner;
      }
      return about.outputHelp();
    });
  inherit(program, help);
  return program.addCommand(help, { hidden: true });
}

/** Commands are built before the program is known to them: without this, their own commands would end the process by themselves. */
function inherit(from: Command, command: Command): void {
  command.copyInheritedSettings(from);
  for (const own of command.commands) inherit(command, own);
}
