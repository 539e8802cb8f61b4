import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { requireRun } from '../../audit/read/resolve-side.ts';
import { servedTargets } from '../../audit/read/served-targets.ts';
import { removeRun } from '../../audit/run/run-lease.ts';
import { UsageError } from '../../lib/errors.ts';
import { visible } from '../../lib/visible.ts';
import { targetNames } from '../../model/target-names.ts';
import { isPostgresAddress } from '../../store/postgres-address.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, tell, writeJson } from '../cli-io.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { textFlag } from '../flags/words.ts';
import { followRun } from '../follow-run.ts';
import { renderTable, wrapped } from '../table.ts';
import { withExistingStore, withStoreToRead } from '../with-store.ts';

/** `candor runs` and `candor runs remove RUN`. */
export const runsCommand: BuildCommand = (io) => {
  const command = new Command('runs')
    .description('List the stored runs, or remove one.')
    .addOption(defaultStoreFlag())
    .addOption(
      textFlag(
        '--follow <run>',
        'show the answers of a run as they come until it ends, and its workers; also of a run in another terminal',
      ),
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor runs\n  candor runs --follow latest\n  candor runs remove 2026-11-24-k3f9x2',
    )
    .action(async (options: { store: string; follow?: string; json?: true }, called: Command) => {
      // The store that is taken where none is named may not be there yet; one that was named should be.
      const isNamed = called.getOptionValueSource('store') !== 'default' && !isPostgresAddress(options.store);
      if (isNamed && !existsSync(resolve(io.cwd, options.store)))
        throw new UsageError(`expected a store at ${options.store}, got nothing there`);
      if (options.follow !== undefined) return followRun(options.follow, options, io);
      await withStoreToRead(io, options.store, async (store) => {
        const runs = await store.listRuns();
        if (options.json === true) {
          const list = runs.map(async ({ id, name, startedAt, endedAt, targets, trials, delivered, undelivered }) => {
            const counts = { targets, trials, delivered, undelivered };
            const served = (await servedTargets(store, id)).flatMap(({ target, answers }) =>
              answers.map((one) => ({ target, ...one })),
            );
            return { run: id, name, started_at: startedAt, ended_at: endedAt, ...counts, served };
          });
          return writeJson(io, await Promise.all(list));
        }
        if (runs.length === 0) return say(io, 'No runs yet. "candor run" makes the first one.\n');
        const rows: string[][] = [];
        for (const run of runs)
          rows.push([
            run.id,
            run.name ?? '',
            run.endedAt === null ? 'not ended' : 'ended',
            `${run.delivered}/${run.trials}`,
            run.targets.length > 3
              ? `${run.targets.length} targets`
              : run.targets.map(targetNames(await store.targets(run.id))).join(', '),
          ]);
        await say(io, renderTable(['run', 'name', 'state', 'delivered', 'targets'], rows, 5));
        for (const { id } of runs) {
          const warnings = (await servedTargets(store, id)).flatMap((one) => one.warnings);
          for (const warning of warnings) await say(io, `${wrapped(visible(`${id}: warning: ${warning}`))}\n`);
        }
        return undefined;
      });
    });
  command
    .command('remove <run>')
    .description(
      'Remove a run with its answers, verdicts and labels, for good. One that is being carried out is not removed.',
    )
    .addOption(defaultStoreFlag())
    .action(async (reference: string, _options: unknown, called: Command) => {
      const { store: file } = called.optsWithGlobals<{ store: string }>();
      await withExistingStore(io, file, async (store) => {
        const run = await requireRun(store, reference, reference === 'latest' ? 'delivered' : 'any');
        await removeRun(run.id, store, io);
        await tell(io, `Removed run ${run.id}.\n`);
      });
    });
  return command;
};
