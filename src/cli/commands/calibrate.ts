import { Command, Option } from 'commander';
import { type CalibrationReport, calibrateClassifier } from '../../audit/calibrate-classifier.ts';
import { loadProbeMap } from '../../audit/load-probe-map.ts';
import { judgesOf } from '../../audit/open-classifier.ts';
import { requireOtherFamily } from '../../audit/other-family.ts';
import { estimateJudging } from '../../audit/plan-judging.ts';
import { isoTime } from '../../lib/clock.ts';
import type { Probe } from '../../probes/probe.ts';
import type { Store } from '../../store/store.ts';
import { agreeToCalls } from '../agree-to-calls.ts';
import { addClassifierOptions, type ClassifierOptions, classifierRequest } from '../classifier-flags.ts';
import { type CliIo, write, writeJson } from '../cli-io.ts';
import { estimateTable } from '../estimate-table.ts';
import { EXIT } from '../exit-code.ts';
import { withJudges } from '../open-judges.ts';
import type { BuildCommand } from '../program.ts';
import { readInput } from '../read-input.ts';
import { storeOption, withStore } from '../store-option.ts';
import { renderTable, visible } from '../table.ts';

interface CalibrateOptions extends ClassifierOptions {
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
export const calibrateCommand: BuildCommand = (io, end) =>
  addClassifierOptions(new Command('calibrate'))
    .description(
      'Hold a classifier against human labels: confusion matrix, precision, recall, F1, κ with intervals, by language and source.',
    )
    .argument('<gold>', 'a JSONL file of labelled answers, or - for standard input')
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
    .addHelpText(
      'after',
      '\nExamples:\n  candor calibrate gold.jsonl --group question --errors\n  candor calibrate gold.jsonl --classifier judge:ollama:gemma3:12b --save',
    )
    .action(async (file: string, options: CalibrateOptions) => {
      const stop = new AbortController();
      const release = io.onInterrupt(() => stop.abort());
      const isRules = options.classifier === 'rules' && options.panel === undefined;
      try {
        const work = (store: Store | null): Promise<CalibrationReport> =>
          measure(file, options, store, io, stop.signal);
        const report =
          isRules && options.save !== true
            ? await work(null)
            : await withStore(io, options.store, (store) => work(store));
        if (options.json === true) {
          const { errors: _errors, record: _record, ...rest } = report;
          await writeJson(io, rest);
        } else await write(io.stdout, calibrationText(report, options.errors === true));
      } catch (error) {
        if (!stop.signal.aborted) throw error;
        end(EXIT.interrupted);
      } finally {
        release();
      }
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
): Promise<CalibrationReport> {
  const request = await classifierRequest(options, io);
  const judges = judgesOf(request);
  const report = await withJudges(io, request, store, signal, async (source) => {
    const opened = await source.in(options.mode);
    return calibrateClassifier(readInput(io, file), opened.classifier, {
      group: options.group,
      probes: await probesFor(options, io.cwd),
      train: (options.train ?? []).map((further) => readInput(io, further)),
      at: isoTime(io.clock.now()),
      signal,
      async beforeJudging(items, models) {
        for (const warning of requireOtherFamily(judges, models, options.sameFamily === true))
          io.stderr.write(`warning: ${warning}\n`);
        if (judges.length === 0) return;
        const estimates = await estimateJudging(items, opened, store, signal);
        await write(io.stderr, `${items.length} answers to judge\n${estimateTable(estimates)}`);
        await agreeToCalls(estimates, options.yes === true, io);
      },
    });
  });
  if (options.save === true) await store?.addCalibration(report.record);
  return report;
}

function calibrationText(report: CalibrationReport, withErrors: boolean): string {
  const { classifier, classes, overall, by, reliability, errors } = report;
  const how =
    report.folds === 0
      ? 'as it is; in-sample where these labels helped to make it'
      : `weights fitted anew in ${report.folds} folds, each judged by the fit on the others`;
  const without = overall.unjudged === 0 ? '' : `, ${overall.unjudged} left unjudged; κ and accuracy are of the others`;
  const parts = [
    `${classifier.name} ${classifier.version} (${classifier.mode}), ${report.n} labelled answers${without}\n${how}\n`,
  ];
  const groups = [['all', overall], ...Object.entries(by.lang)] as const;
  for (const [name, agreement] of groups) {
    const { kappa, accuracy, n, unjudged } = agreement;
    const left = unjudged === 0 ? '' : `, ${unjudged} unjudged`;
    const ofAll = unjudged === 0 || n === 0 ? '' : `, of all ${fixed(((accuracy ?? 0) * (n - unjudged)) / n)}`;
    const interval = kappa.lo === null || kappa.hi === null ? '' : ` [${kappa.lo.toFixed(2)}, ${kappa.hi.toFixed(2)}]`;
    parts.push(`${name}: n ${n}${left}, κ ${fixed(kappa.value)}${interval}, accuracy ${fixed(accuracy)}${ofAll}`);
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
      parts.push(`${id} ${lang}: labelled ${label}, found ${found ?? 'nothing (unjudged)'}: ${shown}`);
    }
    parts.push('');
  }
  return parts.join('\n');
}

function fixed(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
