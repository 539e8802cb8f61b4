import { resolve } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { isPostgresAddress, shownPlace } from '../../store/postgres-address.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { newFile, storeThatIs } from '../store-places.ts';

/** `candor store copy|check|repair|backup`. */
export const storeCommand: BuildCommand = (io, end) => {
  const command = new Command('store').description('Work on a whole store: a SQLite file or a PostgreSQL database.');
  command
    .command('copy <from> <to>')
    .description(
      'Copy every run with all that belongs to it. What is there already stays; a copy that broke off is done again, and one of a store that has grown adds what is new.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor store copy runs/candor.db postgres://candor@db.example.org/audits')
    .action((from: string, to: string, options: { json?: true }) => copy(io, from, to, options.json === true));
  command
    .command('check <store>')
    .description(
      'Read every row, and look through a SQLite file and its references; ends in 3 where something is wrong.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor store check runs/candor.db')
    .action(async (place: string, options: { json?: true }) => end(await check(io, place, options.json === true)));
  command
    .command('repair <from> <to>')
    .description('Write what can be read of a damaged SQLite file into a new one; the old one is not touched.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor store repair runs/candor.db runs/repaired.db')
    .action(async (from: string, to: string, options: { json?: true }) =>
      end(await repair(io, from, to, options.json === true)),
    );
  command
    .command('backup <from> <to>')
    .description('Write a store into a new SQLite file, also while a run goes on.')
    .addHelpText('after', '\nExample:\n  candor store backup runs/candor.db backups/candor.db')
    .action((from: string, to: string) => backup(io, from, to));
  return command;
};

async function check(io: CliIo, place: string, json: boolean): Promise<ExitCode> {
  const [{ checkStore }, { openToCheck }] = await Promise.all([
    import('../../store/check-store.ts'),
    import('../../store/open-to-check.ts'),
  ]);
  const opened = await openToCheck(storeThatIs(io, place));
  try {
    const { rows, answers, findings } = await checkStore(opened.db, !isPostgresAddress(place));
    if (json) await writeJson(io, { store: shownPlace(place), rows, answers, findings });
    else {
      const counts = [
        numberOf(rows.runs ?? 0, 'run'),
        numberOf(rows.trials ?? 0, 'trial'),
        numberOf(answers, 'answer'),
        numberOf(rows.verdicts ?? 0, 'verdict'),
      ].join(', ');
      const advice = isPostgresAddress(place)
        ? 'Take it out of its last backup.'
        : `candor store repair ${place} NEW keeps what can be read.`;
      await say(
        io,
        findings.length === 0
          ? `${shownPlace(place)} is whole: ${counts}.\n`
          : `${shownPlace(place)} is damaged. What can be read: ${counts}. ${advice}\n${findings.map((one) => `- ${one}\n`).join('')}`,
      );
    }
    return findings.length === 0 ? EXIT.done : EXIT.incomplete;
  } finally {
    await opened.close();
  }
}

async function repair(io: CliIo, from: string, to: string, json: boolean): Promise<ExitCode> {
  if (isPostgresAddress(from))
    throw new UsageError(
      'expected a SQLite file to repair, got a PostgreSQL database: take that out of its last backup, or copy what it still gives with candor store copy',
    );
  const [{ repairStore }, { lostRows, salvageText }] = await Promise.all([
    import('../../store/new-store-file.ts'),
    import('../../store/salvage.ts'),
  ]);
  const salvage = await repairStore(storeThatIs(io, from), newFile(io, to));
  const lost = lostRows(salvage);
  if (json) await writeJson(io, { from, to, lost, findings: salvage.findings, tables: salvage.tables });
  else
    await say(io, `Wrote what can be read of ${from} into ${to}; ${salvageText(salvage)} ${from} was not changed.\n`);
  return lost === 0 ? EXIT.done : EXIT.incomplete;
}

async function backup(io: CliIo, from: string, to: string): Promise<void> {
  const { backUpStore } = await import('../../store/new-store-file.ts');
  await backUpStore(storeThatIs(io, from), newFile(io, to));
  await tell(io, `Wrote ${to}.\n`);
}

async function copy(io: CliIo, from: string, to: string, json: boolean): Promise<void> {
  const source = storeThatIs(io, from);
  const target = isPostgresAddress(to) ? to : resolve(io.cwd, to);
  if (source === target) throw new UsageError('expected two stores, got the same one twice');
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
        `Copied to ${places.to}: ${numberOf(runs, 'run')} with ${numberOf(trials, 'trial')}, ${numberOf(responses, 'response')}, ${numberOf(attempts, 'failed attempt')}, ${numberOf(verdicts, 'verdict')}. What was there already stayed.\n`,
      );
    } finally {
      await targetDb.destroy();
    }
  } finally {
    await sourceDb.destroy();
  }
}
