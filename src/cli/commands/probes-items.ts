import type { Command } from 'commander';
import { probeItems } from '../../audit/read/probe-items.ts';
import { resolveSide } from '../../audit/read/resolve-side.ts';
import { UsageError } from '../../lib/errors.ts';
import { loadProbeMap } from '../../probes/probe-map.ts';
import { type CliIo, say, writeJson } from '../cli-io.ts';
import { idsFlag, probesFlag } from '../flags/lists.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { verdictsChoice, verdictsFlag } from '../flags/verdicts-flag.ts';
import { itemsCsv } from '../items-csv.ts';
import { itemsText } from '../items-text.ts';
import { withStoreToRead } from '../with-store.ts';

interface ItemsOptions {
  readonly store: string;
  readonly probes?: string[];
  readonly probe?: string[];
  readonly classifier?: string;
  readonly marks?: true;
  readonly json?: true;
  readonly csv?: true;
}

/** `candor probes items RUN…`: what answers tell of the questions. */
export function addItemsCommand(command: Command, io: CliIo): void {
  command
    .command('items')
    .description('How hard each question was, how well it tells targets apart, and which marks fired on what.')
    .argument('<runs...>', 'RUN, RUN/TARGET or RUN/TARGET/LANG')
    .addOption(idsFlag('--probe <id>', 'only these probes; what others were answered still counts in the rest score'))
    .addOption(
      probesFlag('--probes <files>', 'facts, claims and marks as these sets have them now (default: as in the run)'),
    )
    .addOption(verdictsFlag())
    .option('--marks', 'every fact, claim and mark')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .option('--csv', 'print CSV: a line a question, with --marks a line a mark')
    .addHelpText(
      'after',
      '\nExamples:\n  candor probes items latest\n  candor probes items latest --probe taiwan-status --marks',
    )
    .action(async (references: string[], options: ItemsOptions) => {
      if (options.csv === true && options.json === true) throw new UsageError('expected --csv or --json, got both');
      const marks = options.marks === true;
      const current = options.probes === undefined ? new Map() : await loadProbeMap(options.probes, io.cwd);
      await withStoreToRead(io, options.store, async (store) => {
        const sides = [];
        for (const reference of references) sides.push(await resolveSide(store, reference));
        const found = await probeItems(store, sides, {
          classifier: verdictsChoice(options),
          current,
          probes: options.probe ?? [],
        });
        if (options.json === true) return writeJson(io, found);
        return say(io, options.csv === true ? itemsCsv(found, marks) : itemsText(found, marks));
      });
    });
}
