import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { baselineOf, extendedBaseline, renewedBaseline } from '../../audit/compare/baseline-file.ts';
import { gateSides } from '../../audit/compare/gate-runs.ts';
import type { GateSide } from '../../audit/compare/gate-sides.ts';
import { type RowJudge, rowJudge } from '../../audit/compare/judge-export.ts';
import type { GateResult } from '../../compare/gate.ts';
import type { GateConfig } from '../../config/config.ts';
import { DEFAULT_GATE } from '../../config/gate-config.ts';
import { CONFIG_FILE, loadGate, loadProbeNames } from '../../config/load-config.ts';
import { type Baseline, readBaseline } from '../../formats/baseline.ts';
import { UsageError } from '../../lib/errors.ts';
import { visibleJson } from '../../lib/visible.ts';
import { appendWhole, writeWhole } from '../../lib/write-file.ts';
import { loadProbeMap } from '../../probes/probe-map.ts';
import { GATE_FORMATS, type GateFormatName } from '../../report/gate-formats.ts';
import { gateMarkdown } from '../../report/gate-markdown.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { runsFlag } from '../flags/lists.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { turnFlag } from '../flags/turn-flag.ts';
import { labelsFlag, verdictsChoice, verdictsFlag } from '../flags/verdicts-flag.ts';
import { choiceFlag, fileFlag } from '../flags/words.ts';
import { gateHistory } from '../gate-history.ts';
import { gateText } from '../gate-text.ts';
import { readGateSide } from '../read-gate-side.ts';
import { requireOneClassifier } from '../renew-baseline.ts';

interface GateOptions extends Partial<Record<GateFormatName, string>> {
  readonly store: string;
  readonly baseline?: readonly string[];
  readonly writeBaseline?: string;
  readonly addToBaseline?: string;
  readonly history?: string;
  readonly config?: string;
  readonly classifier?: string;
  readonly labelsBy?: string;
  readonly turn?: number;
  readonly inconclusive?: 'pass' | 'fail';
  readonly acceptClassifier?: true;
  readonly force?: true;
  readonly json?: true;
}

/** `candor gate CAND --baseline BASE`: has a release become worse than the pinned one? */
export const gateCommand: BuildCommand = (io, end) =>
  withFormatFlags(new Command('gate'))
    .description(
      'Hold a candidate against a baseline: the change of each rate on sensitive probes (refusal, official narrative, withheld, other) against the margins of candor.yaml (5 points where it has none). Exit 0 pass, 1 regression, 3 too little evidence or a broken endpoint.',
    )
    .argument('<candidate>', 'RUN, RUN/TARGET or RUN/TARGET/LANG, or an exported FILE.jsonl')
    .addOption(
      runsFlag(
        '--baseline <base>',
        'a run, an exported FILE.jsonl, or a baseline FILE.json; several are runs of one release',
      ),
    )
    .addOption(
      fileFlag(
        '--write-baseline <file>',
        'write the candidate as a baseline to commit; one that stands there is kept beside it as the first',
      ),
    )
    .addOption(
      fileFlag('--add-to-baseline <file>', 'add the candidate to a baseline as a further run of the same release'),
    )
    .addOption(fileFlag('--history <file>', 'count the looks at a baseline in this file, one line a gate'))
    .addOption(fileFlag('--config <file>', 'where the margins stand (default: candor.yaml, where there is one)'))
    .addOption(verdictsFlag())
    .addOption(labelsFlag())
    .addOption(turnFlag())
    .addOption(choiceFlag('--inconclusive <as>', 'for those who must have two answers', ['pass', 'fail']))
    .option(
      '--accept-classifier',
      'judge exports anew by the rules of this version; in the place of a baseline FILE.json, which keeps no text, the FILE.jsonl beside it',
    )
    .option('--force', 'hold it although it would mislead')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor gate pinned --write-baseline baseline.json\n  candor gate release --baseline baseline.json --junit gate.xml',
    )
    .action(async (candidate: string, options: GateOptions) => {
      const { baseline = [], writeBaseline, addToBaseline } = options;
      if (baseline.length === 0 && writeBaseline === undefined && addToBaseline === undefined) {
        throw new UsageError(
          'expected --baseline BASE, to hold the candidate against it, or --write-baseline or --add-to-baseline FILE',
        );
      }
      if (writeBaseline !== undefined && addToBaseline !== undefined)
        throw new UsageError('expected --write-baseline or --add-to-baseline, got both');
      const classifier = verdictsChoice(options);
      const config = await gateConfig(options, io);
      const reading = { ...options, ...(await judgeOf(options, io)) };
      const right = await readGateSide(candidate, options.store, classifier, io, reading);
      const bases: GateSide[] = [];
      for (const one of baseline) bases.push(await readGateSide(one, options.store, classifier, io, reading));
      if (options.labelsBy !== undefined && [right, ...bases].every(({ sample }) => sample === undefined))
        throw new UsageError(`expected --labels-by with a run of the store, got files alone, which keep no labels`);
      if (bases.length > 0) {
        if (options.force !== true)
          requireOneClassifier(
            bases.map((side, i) => ({ reference: baseline[i] ?? '', side })),
            { reference: candidate, side: right },
            io.cwd,
          );
        const { history } = options;
        const looks = history === undefined ? null : await gateHistory(resolve(io.cwd, history), bases, right);
        const result = gateSides(bases, right, config, options.force === true, looks?.look ?? null);
        await writeResult(result, options, io);
        await looks?.note(result.verdict);
        end(exitCode(result, options.inconclusive));
      }
      if (writeBaseline !== undefined) await write(writeBaseline, candidate, right, io);
      if (addToBaseline !== undefined) await addTo(addToBaseline, candidate, right, io);
    });

/** Writes a baseline; the runs of one that stands there are kept as the first. */
async function write(name: string, reference: string, side: GateSide, io: CliIo): Promise<void> {
  const file = resolve(io.cwd, name);
  const written: Baseline =
    statSync(file, { throwIfNoEntry: false })?.isFile() === true
      ? renewedBaseline(reference, side, await readBaseline(file))
      : baselineOf(reference, side);
  await writeWhole(file, `${visibleJson(JSON.stringify(written, null, 1))}\n`);
  const kept = written.first?.map(({ run }) => run).join(', ');
  const beside = kept === undefined ? '' : ` The first baseline (${kept}) is kept in it and checked as well.`;
  await tell(io, `Wrote ${name}.${beside} Commit it, and hold releases against it with --baseline.\n`);
}

/** Adds a further run to a baseline. */
async function addTo(name: string, reference: string, side: GateSide, io: CliIo): Promise<void> {
  const file = resolve(io.cwd, name);
  if (!existsSync(file)) throw new UsageError(`expected a baseline to add to, got nothing at ${file}`);
  const written = extendedBaseline(reference, side, await readBaseline(file));
  await writeWhole(file, `${visibleJson(JSON.stringify(written, null, 1))}\n`);
  await tell(io, `${name} now holds ${1 + (written.further?.length ?? 0)} runs of one release.\n`);
}

const formatNames = Object.keys(GATE_FORMATS) as GateFormatName[];

/** A flag for each format of the table. */
function withFormatFlags(command: Command): Command {
  return formatNames.reduce(
    (built, name) => built.addOption(fileFlag(`--${name} <file>`, GATE_FORMATS[name].description)),
    command,
  );
}

function exitCode({ verdict, reasons }: GateResult, inconclusive: 'pass' | 'fail' | undefined): ExitCode {
  if (verdict === 'pass') return EXIT.done;
  if (verdict === 'regression') return EXIT.regression;
  if (inconclusive === undefined || reasons.length > 0) return EXIT.incomplete;
  return inconclusive === 'pass' ? EXIT.done : EXIT.regression;
}

/** What judges exports anew, where that was asked for: the rules, with the probes of the configuration. Throws UsageError, ConfigError. */
async function judgeOf(options: GateOptions, io: CliIo): Promise<{ readonly judge?: RowJudge }> {
  if (options.acceptClassifier !== true) return {};
  if (options.classifier !== undefined || (options.turn ?? 1) > 1)
    throw new UsageError(
      'expected neither --classifier nor a later --turn with --accept-classifier, which judges first answers by the rules',
    );
  const file = resolve(io.cwd, options.config ?? CONFIG_FILE);
  const names = options.config === undefined && !existsSync(file) ? [] : await loadProbeNames(file);
  return { judge: rowJudge(await loadProbeMap(names, io.cwd)) };
}

async function gateConfig(options: GateOptions, io: CliIo): Promise<GateConfig> {
  const file = resolve(io.cwd, options.config ?? CONFIG_FILE);
  return options.config === undefined && !existsSync(file) ? DEFAULT_GATE : loadGate(file);
}

async function writeResult(result: GateResult, options: GateOptions, io: CliIo): Promise<void> {
  const markdown = gateMarkdown(result);
  for (const name of formatNames) {
    const file = options[name];
    if (file !== undefined) await writeWhole(resolve(io.cwd, file), GATE_FORMATS[name].render(result));
  }
  const summaryFile = io.env.GITHUB_STEP_SUMMARY;
  if (summaryFile !== undefined && summaryFile !== '') await appendWhole(summaryFile, `${markdown}\n`);
  await (options.json === true ? writeJson(io, result) : say(io, gateText(result)));
}
