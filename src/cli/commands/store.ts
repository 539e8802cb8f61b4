import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../../lib/errors.ts';
import { isPostgresAddress, shownPlace } from '../../store/postgres-address.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, tell, writeJson } from '../cli-io.ts';

/** `candor store copy FROM TO`. */
export const storeCommand: BuildCommand = (io) => {
  const command = new Command('store').description('Work on a whole store: a SQLite file or a PostgreSQL database.');
  command
    .command('copy <from> <to>')
    .description(
      'Copy every run with all that belongs to it. What is there already stays; a copy that broke off is done again, and one of a store that has grown adds what is new.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor store copy runs/candor.db postgres://candor@db.example.org/audits')
    .action((from: string, to: string, options: { json?: true }) => copy(io, from, to, options.json === true));
  return command;
};

async function copy(io: CliIo, from: string, to: string, json: boolean): Promise<void> {
  const [source, target] = [from, to].map((place) => (isPostgresAddress(place) ? place : resolve(io.cwd, place)));
  if (source === undefined || target === undefined || source === target)
    throw new UsageError('expected two stores, got the same one twice');
  if (!isPostgresAddress(source) && !existsSync(source))
    throw new UsageError(`expected a store at ${from}, got nothing there`);
  const { openDatabase } = await import('../../store/open-store.ts');
  const { copyStore } = await import('../../store/copy-store.ts');
  const sourceDb = await openDatabase(source);
  try {
    const targetDb = await openDatabase(target);
    try {
      const places = { from: shownPlace(from), to: shownPlace(to) };
      const copied = await copyStore({ db: sourceDb, place: places.from }, { db: targetDb, place: places.to });
      if (json) return await writeJson(io, { ...places, copied });
      const { runs, trials, responses, attempts, verdicts } = copied;
      await tell(
        io,
        `Copied to ${places.to}: ${runs} runs with ${trials} trials, ${responses} responses, ${attempts} failed attempts, ${verdicts} verdicts. What was there already stayed.\n`,
      );
    } finally {
      await targetDb.destroy();
    }
  } finally {
    await sourceDb.destroy();
  }
}
