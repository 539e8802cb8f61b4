import { Command, Option } from 'commander';
import { type CalibrationReport, calibrateClassifier } from '../../audit/calibrate-classifier.ts';
import { classifierNamed } from '../../audit/classifier-named.ts';
import { loadProbeMap } from '../../audit/load-probe-map.ts';
import { isoTime } from '../../lib/clock.ts';
import type { Probe } from '../../probes/probe.ts';
import { write, writeJson } from '../cli-io.ts';
import type { BuildCommand } from '../program.ts';
import { readInput } from '../read-input.ts';
import { storeOption, withStore } from '../store-option.ts';
import { renderTable, visible } from '../table.ts';

interface CalibrateOptions {
  readonly classifier: string;
  readonly mode: 'general' | 'probe';
  readonly group: 'question' | 'id';
  readonly probes?: string[];
  readonly train?: string[];
  readonly errors?: true;
  readonly save?: true;
  readonly store: string;
  readonly json?: true;
}

/** `candor calibrate GOLD.jsonl`: a classifier against human labels. */
export const calibrateCommand: BuildCommand = (io) =>
  new Command('calibrate')
    .description(
      'Hold a classifier against human labels: confusion matrix, precision, recall, F1, κ with intervals, by language and source.',
    )
    .argument('<gold>', 'a JSONL file of labelled answers, or - for standard input')
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
    .option('--probes <file|id...>', 'probe sets for rows that name a probe (default in mode probe: all shipped ones)')
    .option(
      '--train <file...>',
      'further gold on which the rules are fitted anew, never judged (with --group question)',
    )
    .option('--errors', 'list the answers that were judged wrongly')
    .option('--save', 'keep the measured error in the store')
    .addOption(storeOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor calibrate gold.jsonl --group question --errors')
    .action(async (file: string, options: CalibrateOptions) => {
      const report = await calibrateClassifier(readInput(io, file), classifierNamed(options.classifier, options.mode), {
        group: options.group,
        probes: await probesFor(options, io.cwd),
        at: isoTime(io.clock.now()),
        signal: new AbortController().signal,
        train: (options.train ?? []).map((further) => readInput(io, further)),
      });
      if (options.save === true) await withStore(io, options.store, (store) => store.addCalibration(report.record));
      if (options.json === true) {
        const { errors: _errors, record: _record, ...rest } = report;
        return writeJson(io, rest);
      }
      return write(io.stdout, calibrationText(report, options.errors === true));
    });

/** Mode `general` looks at no probe; mode `probe` without them would measure something else than it says. */
async function probesFor({ mode, probes }: CalibrateOptions, cwd: string): Promise<Map<string, Probe> | null> {
  if (mode === 'general' && probes === undefined) return null;
  return loadProbeMap(probes ?? [], cwd);
}

function calibrationText(report: CalibrationReport, withErrors: boolean): string {
  const { classifier, classes, overall, by, reliability, errors } = report;
  const how =
    report.folds === 0
      ? 'as it is; in-sample where these labels helped to make it'
      : `weights fitted anew in ${report.folds} folds, each judged by the fit on the others`;
  const parts = [
    `${classifier.name} ${classifier.version} (${classifier.mode}), ${report.n} labelled answers\n${how}\n`,
  ];
  const groups = [['all', overall], ...Object.entries(by.lang)] as const;
  for (const [name, agreement] of groups) {
    const { kappa, accuracy, n } = agreement;
    const interval = kappa.lo === null || kappa.hi === null ? '' : ` [${kappa.lo.toFixed(2)}, ${kappa.hi.toFixed(2)}]`;
    parts.push(`${name}: n ${n}, κ ${fixed(kappa.value)}${interval}, accuracy ${fixed(accuracy)}`);
    const rows = classes.map((label, i) => {
      const score = agreement.per_class[label];
      const counts = (agreement.confusion[i] ?? []).map(String);
      return [label, ...counts, fixed(score.precision), fixed(score.recall), fixed(score.f1)];
    });
    parts.push(
      renderTable(['labelled \\ found', 'refus.', 'offic.', 'neutral', 'other', 'prec.', 'recall', 'F1'], rows),
    );
  }
  const sources = Object.entries(by.source).map(([source, { n, kappa, accuracy }]) => [
    source,
    String(n),
    fixed(kappa.value),
    fixed(accuracy),
  ]);
  if (sources.length > 0) parts.push(renderTable(['source', 'n', 'κ', 'accuracy'], sources));
  const bins = reliability.filter(({ n }) => n > 0);
  const rows = bins.map(({ from, to, n, right }) => [`${from}–${to}`, String(n), fixed(right / n)]);
  parts.push(renderTable(['confidence', 'n', 'right'], rows));
  if (withErrors) {
    for (const { id, lang, label, found, evidence, response } of errors) {
      const shown = visible((evidence ?? response.slice(0, 120)).replaceAll('\n', ' '));
      parts.push(`${id} ${lang}: labelled ${label}, found ${found}: ${shown}`);
    }
    parts.push('');
  }
  return parts.join('\n');
}

function fixed(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
