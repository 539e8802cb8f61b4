import { Command } from 'commander';
import { type CalibrationReport, calibrateClassifier } from '../../audit/calibrate/calibrate-classifier.ts';
import { shippedErrors } from '../../audit/calibrate/shipped-error.ts';
import type { JudgeUsage } from '../../audit/judge/judge-meter.ts';
import { judgesOf } from '../../audit/judge/open-classifier.ts';
import { requireOtherFamily } from '../../audit/judge/other-family.ts';
import { estimateJudging } from '../../audit/judge/plan-judging.ts';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { visible } from '../../lib/visible.ts';
import type { Probe } from '../../model/probe.ts';
import { MODES, type Mode } from '../../model/verdict.ts';
import { loadProbeMap } from '../../probes/probe-map.ts';
import type { Store } from '../../store/store.ts';
import { agreeToCalls } from '../agree-to-calls.ts';
import type { BuildCommand } from '../build-command.ts';
import { calibrationText, shippedErrorText } from '../calibration-text.ts';
import { classifierRequest } from '../classifier-request.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { estimateTable } from '../estimate-table.ts';
import { addClassifierFlags, type ClassifierOptions } from '../flags/classifier-flags.ts';
import { filesFlag, probesFlag } from '../flags/lists.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { choiceFlag, encodingFlag } from '../flags/words.ts';
import { REPEATS_NOTE, usageText } from '../judge-usage-text.ts';
import { withJudges } from '../open-judges.ts';
import { readInput } from '../read-input.ts';
import { withStopSignal } from '../stop-signal.ts';
import { withStore } from '../with-store.ts';

interface CalibrateOptions extends ClassifierOptions {
  readonly mode: Mode;
  readonly group: 'question' | 'id';
  readonly probes?: string[];
  readonly train?: string[];
  readonly errors?: true;
  readonly save?: true;
  readonly encoding?: string;
  readonly shipped?: true;
  readonly store: string;
  readonly json?: true;
}

/** Labelled answers under which a saved error is warned of. */
const LEAST_SAVED = 30;

/** A calibration, and what its judges took. */
interface MeasuredReport extends CalibrationReport {
  readonly usage: readonly JudgeUsage[];
}

/** `candor calibrate GOLD.jsonl`: a classifier against human labels; `--shipped`: the error that was measured before. */
export const calibrateCommand: BuildCommand = (io, end) =>
  addClassifierFlags(new Command('calibrate'))
    .description(
      'Hold a classifier against human labels: confusion matrix, precision, recall, F1, κ with intervals, by language and source.',
    )
    .argument('[gold]', 'a JSONL file of labelled answers, or - for standard input; left out with --shipped')
    .addOption(
      choiceFlag('--mode <mode>', 'general: prompt and answer only; probe: its claims and facts too', MODES).default(
        'general',
      ),
    )
    .addOption(
      choiceFlag(
        '--group <field>',
        'question: all rows of a question belong together, in intervals and in the folds by which the rules are fitted anew and judged on the rest',
        ['question', 'id'],
      ).default('id'),
    )
    .addOption(
      probesFlag(
        '--probes <file|id>',
        'probe sets for rows that name a probe (default in mode probe: all shipped ones)',
      ),
    )
    .addOption(
      filesFlag(
        '--train <file>',
        'further gold on which the rules are fitted anew, never judged (with --group question)',
      ),
    )
    .addOption(encodingFlag())
    .option('--errors', 'list the answers that were judged wrongly')
    .option(
      '--save',
      'keep the measured error in the store; summaries of what this classifier judged are corrected by it',
    )
    .option('--shipped', 'show the measured error of the classifiers that ship')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor calibrate gold.jsonl --group question --errors\n  candor calibrate gold.jsonl --classifier judge:ollama:gemma3:12b --save',
    )
    .action(async (file: string | undefined, options: CalibrateOptions) => {
      if (file === undefined) {
        if (options.shipped !== true) throw new UsageError('expected GOLD.jsonl, or --shipped, got neither');
        const shipped = shippedErrors();
        return options.json === true ? writeJson(io, shipped) : say(io, shippedErrorText(shipped));
      }
      if (options.shipped === true) throw new UsageError('expected GOLD.jsonl or --shipped, got both');
      if (options.train !== undefined && options.group !== 'question')
        throw new UsageError(
          'expected --group question beside --train: only then are the rules fitted anew; without it the further gold would not be used',
        );
      const isRules = options.classifier === 'rules' && options.panel === undefined;
      await withStopSignal(io, end, async (signal) => {
        const work = (store: Store | null): Promise<MeasuredReport> => measure(file, options, store, io, signal);
        const report =
          isRules && options.save !== true
            ? await work(null)
            : await withStore(io, options.store, (store) => work(store));
        if (options.json === true) {
          const { errors: _errors, record: _record, ...rest } = report;
          await writeJson(io, rest);
        } else await say(io, calibrationText(report, options.errors === true) + usageText(report.usage));
      });
    });

/** Mode `general` looks at no probe; mode `probe` without them would measure something else than it says. */
async function probesFor({ mode, probes }: CalibrateOptions, cwd: string): Promise<Map<string, Probe> | null> {
  if (mode === 'general' && probes === undefined) return null;
  return loadProbeMap(probes ?? [], cwd);
}

async function measure(
  file: string,
  options: CalibrateOptions,
  store: Store | null,
  io: CliIo,
  signal: AbortSignal,
): Promise<MeasuredReport> {
  const request = await classifierRequest(options, io);
  const judges = judgesOf(request);
  const report = await withJudges(io, request, store, signal, async (source) => {
    const opened = await source.in(options.mode);
    const said = {
      encoding: options.encoding ?? null,
      onNote: (note: string) => void tell(io, `note: ${visible(note)}\n`),
    };
    const measured = await calibrateClassifier(readInput(io, file, said), opened.classifier, {
      group: options.group,
      probes: await probesFor(options, io.cwd),
      train: (options.train ?? []).map((further) => readInput(io, further, said)),
      at: isoTime(io.clock.now()),
      signal,
      async beforeJudging(items, models) {
        for (const warning of requireOtherFamily(judges, models, options.sameFamily === true))
          void tell(io, `warning: ${warning}\n`);
        if (judges.length === 0) return;
        const estimates = await estimateJudging(items, opened, store, signal);
        await tell(io, `${numberOf(items.length, 'answer')} to judge\n${estimateTable(estimates)}${REPEATS_NOTE}`);
        await agreeToCalls(estimates, options.yes === true, io);
      },
    });
    return { ...measured, usage: opened.judges.map((judge) => judge.usage()) };
  });
  for (const warning of report.warnings) void tell(io, `warning: ${warning}\n`);
  if (options.save === true && report.n < LEAST_SAVED)
    void tell(
      io,
      `warning: the error is saved from ${report.n} answers; under ${LEAST_SAVED} it corrects no rate to be relied on\n`,
    );
  if (options.save === true) await store?.addCalibration(report.record);
  return report;
}
