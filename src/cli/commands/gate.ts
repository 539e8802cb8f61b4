import { existsSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { gateSides } from '../../audit/compare/gate-runs.ts';
import {
  baselineOf,
  type GateSide,
  sideOfBaseline,
  sideOfExport,
  sideOfStore,
} from '../../audit/compare/gate-sides.ts';
import type { ClassifierChoice } from '../../audit/read/observations.ts';
import type { GateResult } from '../../compare/gate.ts';
import type { GateConfig } from '../../config/config.ts';
import { CONFIG_FILE, DEFAULT_GATE, loadGate } from '../../config/load-config.ts';
import { UsageError } from '../../lib/errors.ts';
import { makeFolder } from '../../lib/make-folder.ts';
import { gateJunit } from '../../report/gate-junit.ts';
import { gateMarkdown } from '../../report/gate-markdown.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, write, writeJson } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { gateText } from '../gate-text.ts';
import { storeOption, withStore } from '../store-option.ts';

interface GateOptions {
  readonly store: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly config?: string;
  readonly classifier?: string;
  readonly inconclusive?: 'pass' | 'fail';
  readonly markdown?: string;
  readonly junit?: string;
  readonly force?: true;
  readonly json?: true;
}

/** `candor gate CAND --baseline BASE`: has a release become worse than the pinned one? */
export const gateCommand: BuildCommand = (io, end) =>
  new Command('gate')
    .description(
      'Hold a candidate against a baseline: the change of each rate on sensitive probes, with its interval, against the margins of candor.yaml (5 points where it has none). Exit 0 pass, 1 regression, 3 too little evidence or a broken endpoint.',
    )
    .argument('<candidate>', 'RUN, RUN/TARGET or RUN/TARGET/LANG, or an exported FILE.jsonl')
    .option('--baseline <base>', 'a run, an exported FILE.jsonl, or a baseline FILE.json')
    .option('--write-baseline <file>', 'write the candidate as a baseline to commit')
    .option('--config <file>', 'where the margins stand (default: candor.yaml, where there is one)')
    .option('--classifier <name>', 'whose verdicts count (default: the newest of a machine)')
    .addOption(new Option('--inconclusive <as>', 'for those who must have two answers').choices(['pass', 'fail']))
    .option('--markdown <file>', 'write the result for a pull-request comment')
    .option('--junit <file>', 'write the result as JUnit XML')
    .option('--force', 'hold it although it would mislead')
    .addOption(storeOption())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor gate latest --write-baseline baseline.json\n  candor gate latest --baseline baseline.json --junit gate.xml',
    )
    .action(async (candidate: string, options: GateOptions) => {
      const { baseline, writeBaseline } = options;
      if (baseline === undefined && writeBaseline === undefined) {
        throw new UsageError('expected --baseline BASE, to hold the candidate against it, or --write-baseline FILE');
      }
      const classifier = options.classifier === undefined ? null : { name: options.classifier };
      const config = await gateConfig(options, io);
      const right = await readSide(candidate, options.store, classifier, io);
      const left = baseline === undefined ? null : await readSide(baseline, options.store, classifier, io);
      if (left !== null) {
        const result = gateSides(left, right, config, options.force === true);
        await tell(result, options, io);
        end(exitCode(result, options.inconclusive));
      }
      if (writeBaseline === undefined) return;
      const written = `${JSON.stringify(baselineOf(candidate, right), null, 1)}\n`;
      await save(resolve(io.cwd, writeBaseline), written);
      await write(io.stderr, `Wrote ${writeBaseline}. Commit it, and hold releases against it with --baseline.\n`);
    });

function exitCode({ verdict, reasons }: GateResult, inconclusive: 'pass' | 'fail' | undefined): ExitCode {
  if (verdict === 'pass') return EXIT.done;
  if (verdict === 'regression') return EXIT.regression;
  if (inconclusive === undefined || reasons.length > 0) return EXIT.incomplete;
  return inconclusive === 'pass' ? EXIT.done : EXIT.regression;
}

async function gateConfig(options: GateOptions, io: CliIo): Promise<GateConfig> {
  const file = resolve(io.cwd, options.config ?? CONFIG_FILE);
  return options.config === undefined && !existsSync(file) ? DEFAULT_GATE : loadGate(file);
}

/** A file where the name is one; else a run of the store. */
async function readSide(
  reference: string,
  storeFile: string,
  classifier: ClassifierChoice | null,
  io: CliIo,
): Promise<GateSide> {
  const file = resolve(io.cwd, reference);
  if (/\.(json|jsonl)$/.test(reference)) {
    if (!existsSync(file)) throw new UsageError(`expected a file, got nothing at ${file}`);
    return reference.endsWith('.jsonl') ? sideOfExport(file, classifier) : sideOfBaseline(file);
  }
  return withStore(io, storeFile, (store) => sideOfStore(store, reference, classifier));
}

async function tell(result: GateResult, options: GateOptions, io: CliIo): Promise<void> {
  const markdown = gateMarkdown(result);
  if (options.markdown !== undefined) await save(resolve(io.cwd, options.markdown), markdown);
  if (options.junit !== undefined) await save(resolve(io.cwd, options.junit), gateJunit(result));
  const summaryFile = io.env.GITHUB_STEP_SUMMARY;
  if (summaryFile !== undefined && summaryFile !== '') await appendFile(summaryFile, `${markdown}\n`);
  await (options.json === true ? writeJson(io, result) : write(io.stdout, gateText(result)));
}

async function save(file: string, text: string): Promise<void> {
  makeFolder(dirname(file));
  await writeFile(file, text);
}
