import { resolve } from 'node:path';
import { Command } from 'commander';
import { exportDataset } from '../../audit/read/export-dataset.ts';
import { exportRows, exportToFile } from '../../audit/read/export-run.ts';
import { resolveSide } from '../../audit/read/resolve-side.ts';
import { withdrawnOf } from '../../audit/site/withdrawals.ts';
import { EXPORT_FORMATS, type ExportFormatName } from '../../formats/export-formats.ts';
import { UsageError } from '../../lib/errors.ts';
import { visible } from '../../lib/visible.ts';
import type { BuildCommand } from '../build-command.ts';
import { isDeserted, tell, write } from '../cli-io.ts';
import { EXIT } from '../exit-code.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { choiceFlag, fileFlag, textFlag } from '../flags/words.ts';
import { withStoreToRead } from '../with-store.ts';
import { withdrawnText } from '../withdrawn-text.ts';

interface ExportOptions {
  readonly store: string;
  readonly format: ExportFormatName | 'dataset';
  readonly output?: string;
  readonly facts?: true;
  readonly bom: boolean;
  readonly license?: string;
  readonly probesLicense?: string;
}

/** `candor export RUN`: everything, safely quoted. */
export const exportCommand: BuildCommand = (io, end) =>
  new Command('export')
    .description(
      'Write a run, or a part of it, as JSONL, CSV, Parquet, tasks of Label Studio, or a folder to publish. With -o, identities and configuration go into FILE.meta.json.',
    )
    .argument('<run>', 'RUN, RUN/TARGET or RUN/TARGET/LANG')
    .addOption(
      choiceFlag('--format <format>', 'what to write', [...Object.keys(EXPORT_FORMATS), 'dataset']).default('jsonl'),
    )
    .addOption(fileFlag('-o, --output <file>', 'write into a file; for a data set, a folder'))
    .option('--no-bom', 'CSV with -o: without the byte order mark by which Excel knows UTF-8')
    .option('--facts', 'JSONL: how each answer treats the facts that its question lists')
    .addOption(textFlag('--license <id>', "for a data set: the answers' licence, such as cc-by-4.0"))
    .addOption(textFlag('--probes-license <id>', "for a data set: the probes' licence"))
    .addOption(defaultStoreFlag())
    .addHelpText(
      'after',
      '\nJSONL is what candor import --format candor takes in again.\n\nExamples:\n  candor export latest --format csv -o answers.csv\n  candor export latest --format dataset -o my-audit --license cc-by-4.0',
    )
    .action(async (reference: string, options: ExportOptions) => {
      const { format, output } = options;
      if (format !== 'dataset' && (options.license !== undefined || options.probesLicense !== undefined))
        throw new UsageError('--license and --probes-license belong to --format dataset');
      if (options.facts === true && format !== 'jsonl')
        throw new UsageError(`expected --facts with --format jsonl, got ${format}`);
      const parts = { facts: options.facts === true };
      let written = 0;
      let warned = false;
      await withStoreToRead(io, options.store, async (store, salvage) => {
        if (salvage !== null) end(EXIT.incomplete);
        const { run, filter } = await resolveSide(store, reference);
        const warning = warned ? '' : withdrawnText(await withdrawnOf(store, run.id, filter));
        if (warning !== '') await tell(io, warning);
        warned = true;
        if (format === 'dataset') {
          if (output === undefined) throw new UsageError('expected a folder for the data set: -o FOLDER');
          const licences = { license: options.license ?? null, probesLicense: options.probesLicense ?? null };
          await exportDataset(store, run, filter, resolve(io.cwd, output), licences);
          await tell(
            io,
            `Wrote ${output}. Read README.md and data.jsonl.meta.json, which names hosts and file paths, before you publish.\n`,
          );
          return;
        }
        if (output === undefined) {
          if (EXPORT_FORMATS[format].binary)
            throw new UsageError(`expected a file for ${format}, which is binary: -o FILE.${format}`);
          // Where damage is found on the way, the rest is written again from its beginning: what was written is passed over.
          let passed = written;
          const writePart = async (part: string | Uint8Array): Promise<void> => {
            const bytes = Buffer.from(part);
            const over = Math.min(passed, bytes.length);
            passed -= over;
            if (over === bytes.length) return;
            written += bytes.length - over;
            await write(io.stdout, io.stdoutIsTerminal ? visible(String(part)) : bytes.subarray(over));
          };
          await exportRows(store, run, format, filter, writePart, parts, () => isDeserted(io.stdout));
          return;
        }
        await exportToFile(store, run, format, filter, resolve(io.cwd, output), parts, { bom: options.bom });
        await tell(io, `Wrote ${output} and ${output}.${format === 'label-studio' ? 'config.xml' : 'meta.json'}.\n`);
      });
    });
