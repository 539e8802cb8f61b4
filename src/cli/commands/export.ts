import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { exportRows, exportToFile } from '../../audit/export-run.ts';
import { resolveSide } from '../../audit/resolve-side.ts';
import { write } from '../cli-io.ts';
import type { BuildCommand } from '../program.ts';
import { storeOption, withStore } from '../store-option.ts';

/** `candor export RUN`: everything, safely quoted. */
export const exportCommand: BuildCommand = (io) =>
  new Command('export')
    .description(
      'Write a run, or a part of it, as JSONL or CSV. With -o, identities and configuration go into FILE.meta.json.',
    )
    .argument('<run>', 'RUN, RUN/TARGET or RUN/TARGET/LANG')
    .addOption(new Option('--format <format>', 'what to write').choices(['jsonl', 'csv']).default('jsonl'))
    .option('-o, --output <file>', 'write into a file')
    .addOption(storeOption())
    .addHelpText('after', '\nExample:\n  candor export latest --format csv -o answers.csv')
    .action(async (reference: string, options: { store: string; format: 'jsonl' | 'csv'; output?: string }) => {
      await withStore(io, options.store, async (store) => {
        const { run, filter } = await resolveSide(store, reference);
        if (options.output === undefined) {
          await exportRows(store, run, options.format, filter, (text) => write(io.stdout, text));
          return;
        }
        await exportToFile(store, run, options.format, filter, resolve(io.cwd, options.output));
        await write(io.stderr, `Wrote ${options.output} and ${options.output}.meta.json.\n`);
      });
    });
