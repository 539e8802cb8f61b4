import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { writeConfig } from '../../config/write-config.ts';
import { UsageError } from '../../lib/errors.ts';
import { writeWhole } from '../../lib/write-file.ts';
import { discoverServers } from '../../targets/discover.ts';
import type { BuildCommand } from '../build-command.ts';
import { say } from '../cli-io.ts';
import { fileFlag } from '../flags/words.ts';

/** `candor init`: looks for model servers and writes a commented candor.yaml. */
export const initCommand: BuildCommand = (io) =>
  new Command('init')
    .description(
      'Look for model servers on this machine (Ollama, llama-server, LM Studio, vLLM) and write a commented candor.yaml.',
    )
    .addOption(fileFlag('-o, --output <file>', 'where to write').default('candor.yaml'))
    .option('--force', 'overwrite an existing file')
    .addHelpText('after', '\nExample:\n  candor init && candor run --dry-run')
    .action(async (options: { output: string; force?: true }) => {
      const file = resolve(io.cwd, options.output);
      if (options.force !== true && existsSync(file))
        throw new UsageError(`${options.output} exists already; --force overwrites it`);
      const servers = await discoverServers();
      await writeWhole(file, writeConfig(servers));
      const found = servers.map(
        ({ server, models }) => `${server} with ${models.length} model${models.length === 1 ? '' : 's'}`,
      );
      await say(
        io,
        found.length === 0
          ? `Found no server. Wrote ${options.output}, without a target. Next: name one there, then candor run --dry-run\n`
          : `Found ${found.join(', ')}. Wrote ${options.output}. Next: candor run --dry-run\n`,
      );
    });
