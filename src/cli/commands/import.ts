import { resolve } from 'node:path';
import { Command } from 'commander';
import { importAnswers } from '../../audit/collect/import-answers.ts';
import { newRunId } from '../../audit/run/create-run.ts';
import type { ColumnMap } from '../../formats/answer-fields.ts';
import { IMPORT_FORMATS, type ImportFormatName } from '../../formats/import-formats.ts';
import { packageVersion } from '../../lib/package-version.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, tell, writeJson } from '../cli-io.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { choiceFlag, columnsFlag, textFlag } from '../flags/words.ts';
import { readInput } from '../read-input.ts';
import { withStore } from '../with-store.ts';

interface ImportOptions {
  readonly store: string;
  readonly format: ImportFormatName;
  readonly columns?: ColumnMap;
  readonly name?: string;
  readonly skipBad?: true;
  readonly json?: true;
}

/** `candor import FILE --format F`: collected answers as a run. */
export const importCommand: BuildCommand = (io) =>
  new Command('import')
    .description('Take answers in that somebody already collected, as a run; they are judged by the rules.')
    .argument('<file>', 'a file, or - for standard input')
    .addOption(choiceFlag('--format <format>', 'what the file is', Object.keys(IMPORT_FORMATS)).makeOptionMandatory())
    .addOption(
      columnsFlag('--columns <map>', 'for CSV and JSONL, which column is which field: prompt=question,response=answer'),
    )
    .addOption(textFlag('--name <name>', 'a name for the run'))
    .option('--skip-bad', 'go on after lines that cannot be parsed')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor import answers.jsonl --format speechmap --name speechmap')
    .action(async (file: string, options: ImportOptions) => {
      await withStore(io, options.store, async (store) => {
        const now = io.clock.now();
        const imported = await importAnswers(
          {
            source: readInput(io, file),
            format: options.format,
            file: file === '-' ? null : resolve(io.cwd, file),
            columns: options.columns,
            skipBad: options.skipBad === true,
            run: newRunId(now, io.random),
            name: options.name ?? null,
            packageVersion: packageVersion(),
            now,
          },
          store,
        );
        if (options.json === true) return writeJson(io, imported);
        for (const warning of imported.warnings) await tell(io, `warning: ${warning}\n`);
        for (const { line, reason } of imported.skipped) await tell(io, `line ${line} skipped: ${reason}\n`);
        const left = imported.skipped.length === 0 ? '' : `, ${imported.skipped.length} lines skipped`;
        return say(
          io,
          `Run ${imported.run}: ${imported.trials} answers${left}. Next: candor summary ${imported.run}\n`,
        );
      });
    });
