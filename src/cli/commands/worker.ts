import { Command } from 'commander';
import { workOnRuns } from '../../audit/workers/work-on-runs.ts';
import { numberOf } from '../../lib/number-of.ts';
import { visible } from '../../lib/visible.ts';
import { auditScreen } from '../audit-screen.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, tell, writeJson } from '../cli-io.ts';
import { EXIT } from '../exit-code.ts';
import { idsFlag } from '../flags/lists.ts';
import { wholeFlag } from '../flags/numbers.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { fileFlag, textFlag } from '../flags/words.ts';
import { savedSettings } from '../load-audit.ts';
import { twoStepStop } from '../stop-signal.ts';
import { withSharedStore } from '../with-store.ts';

interface WorkerCommandOptions {
  readonly store: string;
  readonly config?: string;
  readonly targets?: string[];
  readonly concurrency?: number;
  readonly name?: string;
  readonly acceptIdentity?: true;
  readonly once?: true;
  readonly json?: true;
}

/** `candor worker`: carries out what `candor run --detach` put in line. */
export const workerCommand: BuildCommand = (io, end) =>
  new Command('worker')
    .description(
      'Ask what candor run --detach put in line, together with other workers on other machines. Targets are those of the run, or, under the same id, those of candor.yaml on this machine; one that is not the model that was planned is refused.',
    )
    .addOption(idsFlag('--targets <id>', 'only these targets'))
    .addOption(wholeFlag('--concurrency <n>', 'calls at a time to each target (default: as configured)', 1))
    .addOption(textFlag('--name <name>', 'what answers and lists call this worker (default: worker-PID)'))
    .addOption(fileFlag('--config <file>', 'where its targets stand (default: candor.yaml, where there is one)'))
    .option('--accept-identity', 'ask a model that is not the planned one as a target of its own')
    .option('--once', 'end when nothing is in line, and do not wait for more')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  candor worker --store postgres://candor@db.example.org/audits --targets qwen3-8b --concurrency 8',
    )
    .action(async (options: WorkerCommandOptions) => {
      const stop = twoStepStop(io);
      try {
        await withSharedStore(options.store, async (store) => {
          const { targets: current } = await savedSettings(options, io, options.targets);
          stop.arm();
          const begun = new Set<string>();
          const onTarget = (run: string, target: string, left: number): void => {
            const what = visible(`${run}, ${target}`);
            if (begun.has(what)) return;
            begun.add(what);
            void tell(io, `${what}: ${numberOf(left, 'trial')} in line; what another worker holds is waited for.\n`);
          };
          const result = await workOnRuns(store, {
            ...io,
            signal: stop.signal,
            abort: stop.abort,
            onEvent: auditScreen(io),
            onTarget,
            name: options.name ?? `worker-${process.pid}`,
            current,
            ...(options.targets === undefined ? {} : { targets: options.targets }),
            ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
            acceptIdentity: options.acceptIdentity === true,
            once: options.once === true,
          });
          for (const { run, target, reason } of result.refused)
            await tell(io, `${run}, ${target}: not asked: ${visible(reason)}\n`);
          if (options.json === true) await writeJson(io, result);
          else
            await say(
              io,
              `${numberOf(result.answered, 'answer')} stored, ${numberOf(result.failed, 'call')} failed.\n`,
            );
          if (stop.signal.aborted) end(EXIT.interrupted);
          else if (result.refused.length > 0) end(EXIT.incomplete);
        });
      } finally {
        stop.release();
      }
    });
