import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { importInstrument } from '../../audit/probes/import-instrument.ts';
import { INSTRUMENT_FORMATS, type InstrumentFormatName } from '../../formats/instruments/instrument-formats.ts';
import { readTextFile } from '../../lib/decode-text.ts';
import { ConfigError, UsageError } from '../../lib/errors.ts';
import { writeWhole } from '../../lib/write-file.ts';
import { ROLES, type Role, STYLES, type Style } from '../../model/probe.ts';
import { type CliIo, tell, writeJson } from '../cli-io.ts';
import { choiceFlag, fileFlag, textFlag } from '../flags/words.ts';

interface ImportOptions {
  readonly output: string;
  readonly id?: string;
  readonly title?: string;
  readonly state?: string;
  readonly license?: string;
  readonly role: Role;
  readonly style: Style;
  readonly question?: string;
  readonly force?: true;
  readonly json?: true;
}

/** `candor probes import FORMAT FILE… -o set.yaml`: public items as a probe set. */
export function addImportCommand(command: Command, io: CliIo): void {
  command
    .command('import')
    .description(
      `Turn public items into a probe set, with their ids, licence and origin: ${Object.keys(INSTRUMENT_FORMATS).join(', ')}.`,
    )
    .argument('<format>', Object.keys(INSTRUMENT_FORMATS).join(', '))
    .argument('<files...>', 'their YAML, JSON, JSONL or (promptfoo) CSV files')
    .addOption(fileFlag('-o, --output <file>', 'the set to write').makeOptionMandatory())
    .addOption(textFlag('--id <id>', 'the set’s id (default: the name of the file to write)'))
    .addOption(textFlag('--title <text>', 'the set’s title (default: what the items call themselves)'))
    .addOption(
      textFlag('--state <code>', 'whose guarded subjects they are (ISO 3166), where items do not say; of ccp-bench CN'),
    )
    .addOption(textFlag('--license <id>', 'the items’ licence, such as CC-BY-4.0 (default: that of the instrument)'))
    .addOption(choiceFlag('--role <role>', 'of items that do not say', ROLES).default('sensitive'))
    .addOption(choiceFlag('--style <style>', 'of items that do not say', STYLES).default('factual'))
    .addOption(textFlag('--question <variable>', 'of promptfoo, the variable that holds the question'))
    .option('--force', 'overwrite an existing file')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor probes import ccp-bench xinjiang.yaml tibet.yaml -o ccp-bench.yaml')
    .action(async (format: string, names: string[], options: ImportOptions) => {
      if (!isFormat(format))
        throw new UsageError(`expected one of ${Object.keys(INSTRUMENT_FORMATS).join(', ')}, got "${format}"`);
      const files = await Promise.all(
        names.map(async (name) => ({ name, text: await textOf(resolve(io.cwd, name), name) })),
      );
      const { title, license, question, role, style } = options;
      const found = await importInstrument({
        format,
        files,
        id: options.id ?? basename(options.output).replace(/\.[^.]*$/, ''),
        state: options.state ?? (format === 'ccp-bench' ? 'CN' : null),
        role,
        style,
        ...(title === undefined ? {} : { title }),
        ...(license === undefined ? {} : { license }),
        ...(question === undefined ? {} : { question }),
      });
      const file = resolve(io.cwd, options.output);
      if (options.force !== true && existsSync(file))
        throw new UsageError(`${options.output} exists already; --force overwrites it`);
      await writeWhole(file, found.yaml);
      for (const { file: where, place, reason } of found.notes) await tell(io, `${where}: ${place}: ${reason}\n`);
      const { yaml: _yaml, ...counts } = found;
      if (options.json === true) return writeJson(io, counts);
      const terms = found.license === null ? 'no licence stated: ask before you publish' : `licence ${found.license}`;
      return tell(
        io,
        `Wrote ${options.output}: ${found.probes} probes, ${found.facts} facts, ${found.claims} claims (${terms}). Without controls there is no difference to tell. Next: candor probes lint ${options.output}\n`,
      );
    });
}

function isFormat(name: string): name is InstrumentFormatName {
  return Object.hasOwn(INSTRUMENT_FORMATS, name);
}

async function textOf(path: string, name: string): Promise<string> {
  return readTextFile(path, name).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof ConfigError) throw error;
    throw new UsageError(`expected a file at "${name}", got none that can be read (${error.code ?? error.message})`);
  });
}
