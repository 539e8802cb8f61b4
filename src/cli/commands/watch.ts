import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Audits, type WatchResult, watchOnce } from '../../audit/watch/watch-once.ts';
import type { WatchConfig } from '../../config/config.ts';
import { CONFIG_FILE, loadConfig } from '../../config/load-config.ts';
import { loadWatch } from '../../config/watch-config.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Store } from '../../store/store.ts';
import { agreeToCalls } from '../agree-to-calls.ts';
import { auditScreen } from '../audit-screen.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, writeJson, writeJsonLine } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { amountFlag, wholeFlag } from '../flags/numbers.ts';
import { defaultStoreFlag, inStore } from '../flags/store-flag.ts';
import { fileFlag } from '../flags/words.ts';
import { gitVersion } from '../git-version.ts';
import { withStopSignal } from '../stop-signal.ts';
import { writeWatchSite } from '../watch-site.ts';
import { auditsText, canaryText, lookText, releaseText } from '../watch-text.ts';
import { withStore } from '../with-store.ts';

interface WatchCommandOptions {
  readonly store: string;
  readonly config?: string;
  readonly once?: true;
  readonly allNew?: true;
  readonly audit?: true;
  readonly canary?: true;
  readonly yes?: true;
  readonly maxCalls?: number;
  readonly maxCost?: number;
  readonly json?: true;
}

/** What a look needs beside the sources. */
interface Look {
  readonly watch: WatchConfig;
  readonly store: Store;
  readonly options: WatchCommandOptions;
  readonly io: CliIo;
  readonly audits: Audits | null;
  /** The file of the configuration. */
  readonly file: string;
  readonly signal: AbortSignal;
}

/** `candor watch`: which models are new since last time, and what became of them? */
export const watchCommand: BuildCommand = (io, end) =>
  new Command('watch')
    .description(
      'Ask the sources of releases under watch: in candor.yaml what is new since last time. The first time all that a source lists is recorded and nothing is new. With --audit each new release is audited, with the former one of its family asked again beside it. With --once it looks once and prints JSON; else it goes on until Ctrl-C.',
    )
    .option('--once', 'look once, print the new releases as JSON, and end')
    .option('--audit', 'audit each new release as watch.audit says, compare it with the former one, hold the gate')
    .option(
      '--canary',
      'ask the targets of watch.canary their questions of today: is the model behind the name another?',
    )
    .option('--all-new', 'take all that a source lists at first as new')
    .addOption(fileFlag('--config <file>', 'where the sources stand (default: candor.yaml)'))
    .addOption(wholeFlag('--max-calls <n>', 'refuse an audit with more calls', 1))
    .addOption(amountFlag('--max-cost <amount>', 'refuse an audit that may cost more'))
    .option('-y, --yes', 'do not ask before hosted targets are called')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON: a line for each look, where it goes on')
    .addHelpText(
      'after',
      '\nExit 0 done, whatever is new; 1 a gate found a regression; 3 a source could not be asked, or an audit is not complete or decides nothing: nothing of it is missed next time.\n\nExamples:\n  candor watch --once\n  candor watch --once --audit --yes',
    )
    .action((options: WatchCommandOptions) =>
      withStopSignal(io, end, async (signal) => {
        const file = resolve(io.cwd, options.config ?? CONFIG_FILE);
        const watch = await loadWatch(file, io.env);
        const release = secondStop(io);
        try {
          requireParts(watch, options);
          const asks = options.audit === true || options.canary === true;
          const audits = asks ? await auditsOf(file, watch, options, io, signal, release.abort) : null;
          await withStore(io, options.store, async (store) => {
            const looking = { watch, store, options, io, audits, file, signal };
            if (options.once === true) end(await look(looking));
            else await goOn(looking);
          });
        } finally {
          release.off();
        }
      }),
    );

/** The second Ctrl-C breaks off what the first lets end. */
function secondStop(io: CliIo): { readonly abort: AbortSignal; readonly off: () => void } {
  const abort = new AbortController();
  let times = 0;
  const off = io.onInterrupt(() => {
    times += 1;
    if (times > 1) abort.abort();
  });
  return { abort: abort.signal, off };
}

/** Throws UsageError where a flag asks for what the configuration does not have. */
function requireParts(watch: WatchConfig, options: WatchCommandOptions): void {
  for (const part of ['audit', 'canary'] as const)
    if (options[part] === true && watch[part] === undefined)
      throw new UsageError(
        `expected watch.${part} in the configuration with --${part}, got none; docs/watch.md shows it`,
      );
}

async function auditsOf(
  file: string,
  { canary }: WatchConfig,
  options: WatchCommandOptions,
  io: CliIo,
  signal: AbortSignal,
  abort: AbortSignal,
): Promise<Audits> {
  const { clock, random, cwd, env } = io;
  return {
    ...{ clock, random, cwd, env, signal, abort },
    base: await loadConfig(
      file,
      env,
      options.audit === true ? null : { targets: canary?.targets ?? [], judges: false },
    ),
    gitVersion: await gitVersion(cwd),
    onEvent: auditScreen(io, signal),
    ...(options.maxCalls === undefined ? {} : { maxCalls: options.maxCalls }),
    ...(options.maxCost === undefined ? {} : { maxCost: options.maxCost }),
    agree: async ({ estimates }) => {
      await agreeToCalls(estimates, options.yes === true, io);
      return true;
    },
    agreeToGoOn: (left) => agreeToCalls(left, options.yes === true, io),
    onRelease: (release, former) => {
      const beside = former === null ? 'alone: no former release is known' : `beside ${former.name}, ${former.why}`;
      void tell(io, `Auditing ${releaseText(release)} ${beside}\n`);
    },
  };
}

/** One look; what is new goes to the standard output, what happens beside it to people. */
async function look({ watch, store, options, io, audits, file, signal }: Look): Promise<ExitCode> {
  const { clock, random, cwd, env } = io;
  const result = await watchOnce(watch, store, {
    ...{ clock, random, cwd, env, signal },
    ...(audits !== null && options.audit === true ? { audits } : {}),
    ...(audits !== null && options.canary === true ? { canaries: audits } : {}),
    allNew: options.allNew === true,
    tell: (found) => print(found, options, io),
  });
  const isOther =
    result.new.some(({ audit }) => audit?.state === 'done') || result.canary.some(({ run }) => run !== null);
  if (watch.site !== undefined && isOther) await writeWatchSite({ watch, folder: watch.site, store, file }, io);
  return codeOf(result);
}

function codeOf({ sources, new: found, canary }: WatchResult): ExitCode {
  const audits = found.flatMap(({ audit }) => audit ?? []);
  if (audits.some(({ gate }) => gate?.verdict === 'regression')) return EXIT.regression;
  const isWhole = audits.every(
    ({ state, error, gate }) => state === 'done' && error === null && gate?.verdict !== 'inconclusive',
  );
  const isAsked = canary.every(({ error }) => error === null);
  return isWhole && isAsked && sources.every(({ error }) => error === null) ? EXIT.done : EXIT.incomplete;
}

async function print(result: WatchResult, { once, json, store }: WatchCommandOptions, io: CliIo): Promise<void> {
  const text = lookText(result) + canaryText(result) + auditsText(result, inStore(store, io.env));
  if (once === true) {
    await tell(io, text);
    await writeJson(io, result);
  } else if (json === true) await writeJsonLine(io, result);
  else await say(io, text);
}

/** Looks again and again; ends with the signal. */
async function goOn(looking: Look): Promise<void> {
  const { watch, io, signal } = looking;
  while (!signal.aborted) {
    await look(looking);
    await io.clock.sleep(watch.interval * 1000, signal);
  }
}
