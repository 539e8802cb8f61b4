import { resolve } from 'node:path';
import { Command } from 'commander';
import { concludeBatch } from '../../audit/batch/conclude-batch.ts';
import { takeBatch } from '../../audit/batch/take-batch.ts';
import { type Imported, importAnswers } from '../../audit/collect/import-answers.ts';
import { requireRun } from '../../audit/read/resolve-side.ts';
import { takeInLabelStudio } from '../../audit/review/take-in-label-studio.ts';
import { newRunId } from '../../audit/run/create-run.ts';
import type { ColumnMap } from '../../formats/answer-fields.ts';
import { IMPORT_FORMATS, type ImportFormatName } from '../../formats/import-formats.ts';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { packageVersion } from '../../lib/package-version.ts';
import { visible } from '../../lib/visible.ts';
import type { Store } from '../../store/store.ts';
import { assumedText } from '../assumed-text.ts';
import { auditScreen } from '../audit-screen.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { defaultStoreFlag, inStore } from '../flags/store-flag.ts';
import { choiceFlag, columnsFlag, delimiterFlag, encodingFlag, fileFlag, textFlag } from '../flags/words.ts';
import { takenInText } from '../packet-text.ts';
import { readInput } from '../read-input.ts';
import { wrapped } from '../table.ts';
import { withStore } from '../with-store.ts';

interface ImportOptions {
  readonly store: string;
  readonly format: ImportFormatName | typeof STUDIO;
  readonly into?: string;
  readonly columns?: ColumnMap;
  readonly map?: ColumnMap;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly requests?: string;
  readonly name?: string;
  readonly skipBad?: true;
  readonly json?: true;
}

/** Results of a batch service, for a run that was planned. */
const BATCH = 'openai-batch';

/** Labels of people, for a run whose answers were exported as tasks. */
const STUDIO = 'label-studio';

/** `candor import FILE --format F`: collected answers as a run, or into one. */
export const importCommand: BuildCommand = (io) =>
  new Command('import')
    .description('Take answers in that somebody already collected, as a run; they are judged by the rules.')
    .argument('<files...>', 'a file, or - for standard input; several of openai-batch')
    .addOption(
      choiceFlag('--format <format>', 'what the file is', [
        ...Object.keys(IMPORT_FORMATS),
        STUDIO,
      ]).makeOptionMandatory(),
    )
    .addOption(
      columnsFlag(
        '--map <map>',
        'which column, key or path is which field: prompt=question,response=choices[0].message,model=meta.model',
      ),
    )
    .addOption(columnsFlag('--columns <map>', 'the same as --map').hideHelp())
    .addOption(delimiterFlag('--delimiter <sign>', 'what lies between the fields of a CSV file (default: guessed)'))
    .addOption(encodingFlag())
    .addOption(
      textFlag(
        '--into <run>',
        'with openai-batch: the run that candor plan stored; with label-studio: the run that was labelled',
      ),
    )
    .addOption(fileFlag('--requests <file>', 'with openai-batch: the file that was sent, which holds the questions'))
    .addOption(textFlag('--name <name>', 'a name for the run'))
    .option('--skip-bad', 'go on after lines that cannot be parsed')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  candor import answers.jsonl --format speechmap --name speechmap\n  candor import results.jsonl errors.jsonl --format openai-batch --into 2026-11-30-k3f9x2',
    )
    .action(async (files: string[], options: ImportOptions) => {
      const { format, into } = options;
      await withStore(io, options.store, async (store) => {
        if (format === STUDIO) return takeLabels(files, into ?? null, options, store, io);
        if (format === BATCH && into !== undefined) return takeResults(files, into, options, store, io);
        if (options.requests !== undefined && format !== BATCH)
          throw new UsageError(`expected --requests with --format ${BATCH}, got ${format}`);
        const [file = '-', ...more] = files;
        if (more.length > 0 || into !== undefined)
          throw new UsageError(
            `expected one file and no --into with --format ${format}, got more; they belong to ${BATCH}`,
          );
        const now = io.clock.now();
        const notes: string[] = [];
        const imported = await importAnswers(
          {
            source: readInput(io, file, { encoding: options.encoding ?? null, onNote: (note) => notes.push(note) }),
            format,
            file: file === '-' ? null : resolve(io.cwd, file),
            columns: options.map ?? options.columns,
            reading: {
              delimiter: options.delimiter ?? null,
              requests:
                options.requests === undefined
                  ? null
                  : readInput(io, options.requests, { encoding: options.encoding ?? null }),
            },
            skipBad: options.skipBad === true,
            run: newRunId(now, io.random),
            name: options.name ?? null,
            packageVersion: packageVersion(),
            now,
          },
          store,
        );
        for (const note of notes) await tell(io, `note: ${visible(note)}\n`);
        if (options.json === true) return writeJson(io, { ...imported, notes });
        for (const warning of imported.warnings) await tell(io, `warning: ${warning}\n`);
        for (const said of assumedText(imported)) await tell(io, `${wrapped(said)}\n`);
        for (const { line, reason } of imported.skipped) await tell(io, `line ${line} skipped: ${reason}\n`);
        const left = imported.skipped.length === 0 ? '' : `, ${numberOf(imported.skipped.length, 'line')} skipped`;
        return say(
          io,
          `Run ${imported.run}: ${cameTo(imported)}${left}. Next: candor summary ${imported.run}${inStore(options.store, io.env)}\n`,
        );
      });
    });

/** `9344 trials: 9316 answers, 28 withheld by the service`; nothing but answers: `9344 answers`. */
function cameTo({ trials, deliveries }: Imported): string {
  const { ok, truncated, provider_filter: withheld, empty, error } = deliveries;
  const answers = numberOf(ok + truncated, 'answer');
  const others = [
    [withheld, 'withheld by the service'],
    [empty, 'empty'],
    [error, 'failed'],
  ].flatMap(([n, what]) => (n === 0 ? [] : [`, ${n} ${what}`]));
  return others.length === 0 ? answers : `${numberOf(trials, 'trial')}: ${answers}${others.join('')}`;
}

async function takeLabels(
  [file = '-', ...more]: readonly string[],
  into: string | null,
  options: ImportOptions,
  store: Store,
  io: CliIo,
): Promise<void> {
  if (more.length > 0 || options.name !== undefined || (options.map ?? options.columns) !== undefined)
    throw new UsageError(`expected one file, and neither --name nor --map, with --format ${STUDIO}`);
  const run = into === null ? null : (await requireRun(store, into, 'any')).id;
  const source = readInput(io, file, { encoding: options.encoding ?? null });
  const taken = await takeInLabelStudio(store, source, { into: run, at: isoTime(io.clock.now()) });
  if (options.json === true) return writeJson(io, taken);
  if (taken.passed > 0) await tell(io, `${numberOf(taken.passed, 'annotation')} cancelled or without a class.\n`);
  await say(io, takenInText({ ...taken, undecided: [] }));
  const { length: open } = taken.undecided;
  if (open > 0)
    await say(
      io,
      `${open} ${open === 1 ? 'answer is' : 'answers are'} labelled differently and not decided. To decide: candor review ${taken.run}${inStore(options.store, io.env)}\n`,
    );
}

async function takeResults(
  files: readonly string[],
  into: string,
  options: ImportOptions,
  store: Store,
  io: CliIo,
): Promise<void> {
  if (options.name !== undefined || options.columns !== undefined || files.includes('-'))
    throw new UsageError(`expected files, and neither --name nor --columns, with --format ${BATCH}`);
  const run = await requireRun(store, into, 'any');
  const paths = files.map((file) => resolve(io.cwd, file));
  const taken = await takeBatch(run, paths, store, io, { skipBad: options.skipBad === true });
  const { trials, undelivered } = await concludeBatch(run, store, { ...io, onEvent: auditScreen(io) });
  if (options.json === true) return writeJson(io, { run: run.id, trials, undelivered, ...taken });
  for (const { file, line, reason } of taken.skipped)
    await tell(io, `${file}, line ${line} skipped: ${visible(reason)}\n`);
  const at = inStore(options.store, io.env);
  const { stored, failed, known, skipped } = taken;
  const beside = [
    [failed, 'of them failed requests'],
    [known, 'known already'],
    [skipped.length, 'lines skipped'],
  ].flatMap(([n, what]) => (n === 0 ? [] : [`, ${n} ${what}`]));
  await say(
    io,
    `Run ${run.id}: ${numberOf(stored, 'result')} stored${beside.join('')}; ${undelivered} of ${trials} trials are still to be answered.\n`,
  );
  if (undelivered > 0)
    await say(
      io,
      `For those: candor plan --resume ${run.id} --format ${BATCH} -o NEXT.jsonl${at}, or candor run --resume ${run.id}${at}\n`,
    );
  else await say(io, `Next: candor summary ${run.id}${at}\n`);
}
