import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { writeConfig } from '../../config/write-config.ts';
import { UsageError } from '../../lib/errors.ts';
import { writeWhole } from '../../lib/write-file.ts';
import { discoverServers } from '../../targets/discover.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, tell } from '../cli-io.ts';
import { EXIT } from '../exit-code.ts';
import { fileFlag } from '../flags/words.ts';
import { notWritten, notYet } from '../init-text.ts';

interface InitOptions {
  readonly output: string;
  readonly force?: true;
  readonly template?: true;
}

/** `candor init`: looks for model servers and writes a commented candor.yaml. */
export const initCommand: BuildCommand = (io, end) =>
  new Command('init')
    .description(
      'Look for model servers on this machine (Ollama, llama-server, LM Studio, vLLM) and write a commented candor.yaml with their models. Where no model is found, nothing is written.',
    )
    .addOption(fileFlag('-o, --output <file>', 'where to write').default('candor.yaml'))
    .option('--force', 'overwrite an existing file')
    .option('--template', 'write the file without a target where no model is found')
    .addHelpText('after', '\nExample:\n  candor init && candor run --dry-run')
    .action(async (options: InitOptions) => {
      const file = resolve(io.cwd, options.output);
      if (options.force !== true && existsSync(file))
        throw new UsageError(`${options.output} exists already; --force overwrites it`);
      const servers = await discoverServers();
      for (const server of servers) await tell(io, notYet(server));
      const ready = servers.filter(({ models }) => models.length > 0);
      if (ready.length === 0 && options.template !== true) {
        await tell(io, notWritten(servers));
        return end(EXIT.incomplete);
      }
      await writeWhole(file, writeConfig(servers));
      const found = ready.map(
        ({ server, models }) => `${server} with ${models.length} model${models.length === 1 ? '' : 's'}`,
      );
      return say(
        io,
        found.length === 0
          ? `Found no model. Wrote ${options.output}, without a target. Next: name one there, then candor run --dry-run\n`
          : `Found ${found.join(', ')}. Wrote ${options.output}. Next: candor run --dry-run\n`,
      );
    });
