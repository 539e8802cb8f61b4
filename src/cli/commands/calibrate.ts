import { Command, Option } from 'commander';
import { calibrateClassifier } from '../../audit/calibrate-classifier.ts';
import { classifierNamed } from '../../audit/classifier-named.ts';
import { loadProbeMap } from '../../audit/load-probe-map.ts';
import { shippedErrors } from '../../audit/shipped-error.ts';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import { calibrationText, shippedErrorText } from '../calibration-text.ts';
import { write, writeJson } from '../cli-io.ts';
import type { BuildCommand } from '../program.ts';
import { readInput } from '../read-input.ts';
import { storeOption, withStore } from '../store-option.ts';

interface CalibrateOptions {
  readonly classifier: string;
  readonly mode: 'general' | 'probe';
  readonly group: 'question' | 'id';
  readonly probes?: string[];
  readonly errors?: true;
  readonly save?: true;
  readonly shipped?: true;
  readonly store: string;
  readonly json?: true;
}

/** `candor calibrate GOLD.jsonl`: a classifier against human labels; `--shipped`: the error that was measured before. */
export const calibrateCommand: BuildCommand = (io) =>
  new Command('calibrate')
    .description(
      'Hold a classifier against human labels: confusion matrix, precision, recall, F1, κ with intervals, by language and source.',
    )
    .argument('[gold]', 'a JSONL file of labelled answers, or - for standard input; left out with --shipped')
    .option('--classifier <name>', 'who is measured', 'rules')
    .addOption(
      new Option('--mode <mode>', 'general: prompt and answer only; probe: its claims and facts too')
        .choices(['general', 'probe'])
        .default('general'),
    )
    .addOption(
      new Option(
        '--group <field>',
        'question: all rows of a question belong together, in intervals and in the folds by which the rules are fitted anew and judged on the rest',
      )
        .choices(['question', 'id'])
        .default('id'),
    )
    .option('--probes <file|id...>', 'probe sets for rows that name a probe')
    .option('--errors', 'list the answers that were judged wrongly')
    .option(
      '--save',
      'keep the measured error in the store; summaries of what this classifier judged are corrected by it',
    )
    .option('--shipped', 'show the measured error of the classifiers that ship')
    .addOption(storeOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor calibrate gold.jsonl --group question --errors')
    .action(async (file: string | undefined, options: CalibrateOptions) => {
      if (file === undefined) {
        if (options.shipped !== true) throw new UsageError('expected GOLD.jsonl, or --shipped, got neither');
        const shipped = shippedErrors();
        return options.json === true ? writeJson(io, shipped) : write(io.stdout, shippedErrorText(shipped));
      }
      if (options.shipped === true) throw new UsageError('expected GOLD.jsonl or --shipped, got both');
      const report = await calibrateClassifier(readInput(io, file), classifierNamed(options.classifier, options.mode), {
        group: options.group,
        probes: options.probes === undefined ? null : await loadProbeMap(options.probes, io.cwd),
        at: isoTime(io.clock.now()),
        signal: new AbortController().signal,
      });
      if (options.save === true) await withStore(io, options.store, (store) => store.addCalibration(report.record));
      if (options.json === true) {
        const { errors: _errors, record: _record, ...rest } = report;
        return writeJson(io, rest);
      }
      return write(io.stdout, calibrationText(report, options.errors === true));
    });
