import { resolve } from 'node:path';
import { Command } from 'commander';
import { type WatchResult, watchOnce } from '../../audit/watch/watch-once.ts';
import type { WatchConfig } from '../../config/config.ts';
import { CONFIG_FILE } from '../../config/load-config.ts';
import { loadWatch } from '../../config/watch-config.ts';
import type { Store } from '../../store/store.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, write, writeJson } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { fileFlag } from '../flags/words.ts';
import { withStopSignal } from '../stop-signal.ts';
import { lookText } from '../watch-text.ts';
import { withStore } from '../with-store.ts';

interface WatchCommandOptions {
  readonly store: string;
  readonly config?: string;
  readonly once?: true;
  readonly allNew?: true;
  readonly json?: true;
}

/** `candor watch`: which models are new since last time? */
export const watchCommand: BuildCommand = (io, end) =>
  new Command('watch')
    .description(
      'Ask the sources of releases under watch: in candor.yaml what is new since last time. The first time all that a source lists is recorded and nothing is new. With --once it looks once and prints JSON; else it goes on until Ctrl-C.',
    )
    .option('--once', 'look once, print the new releases as JSON, and end')
    .option('--all-new', 'take all that a source lists at first as new')
    .addOption(fileFlag('--config <file>', 'where the sources stand (default: candor.yaml)'))
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON: a line for each look, where it goes on')
    .addHelpText(
      'after',
      '\nExit 0 done, whatever is new; 3 a source could not be asked: the others were, and nothing of it is missed next time.\n\nExamples:\n  candor watch --once\n  candor watch --once --all-new --config watch.yaml',
    )
    .action((options: WatchCommandOptions) =>
      withStopSignal(io, end, async (signal) => {
        const watch = await loadWatch(resolve(io.cwd, options.config ?? CONFIG_FILE), io.env);
        await withStore(io, options.store, async (store) => {
          if (options.once === true) end(await look(watch, store, options, io, signal));
          else await goOn(watch, store, options, io, signal);
        });
      }),
    );

/** One look; what is new goes to the standard output, what happens beside it to people. */
async function look(
  watch: WatchConfig,
  store: Store,
  options: WatchCommandOptions,
  io: CliIo,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { clock, random, cwd, env } = io;
  const result = await watchOnce(watch, store, {
    ...{ clock, random, cwd, env, signal },
    allNew: options.allNew === true,
    tell: (found) => print(found, options, io),
  });
  return result.sources.some(({ error }) => error !== null) ? EXIT.incomplete : EXIT.done;
}

async function print(result: WatchResult, { once, json }: WatchCommandOptions, io: CliIo): Promise<void> {
  const text = lookText(result);
  if (once === true) {
    await tell(io, text);
    await writeJson(io, result);
  } else if (json === true) await write(io.stdout, `${JSON.stringify(result)}\n`);
  else await say(io, text);
}

/** Looks again and again; ends with the signal. */
async function goOn(
  watch: WatchConfig,
  store: Store,
  options: WatchCommandOptions,
  io: CliIo,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await look(watch, store, options, io, signal);
    await io.clock.sleep(watch.interval * 1000, signal);
  }
}
