import { resolve } from 'node:path';
import { Command } from 'commander';
import { type BatchJob, batchStates, collectBatches, submitBatches } from '../../audit/batch/batch-jobs.ts';
import { concludeBatch } from '../../audit/batch/conclude-batch.ts';
import { requireRun } from '../../audit/read/resolve-side.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { visible } from '../../lib/visible.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import type { BatchState } from '../../targets/openai/batch-service.ts';
import { auditScreen } from '../audit-screen.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { EXIT } from '../exit-code.ts';
import { defaultStoreFlag, inStore } from '../flags/store-flag.ts';
import { withStore } from '../with-store.ts';

interface BatchOptions {
  readonly store: string;
  readonly again?: true;
  readonly json?: true;
}

/** `candor batch submit|status|collect`: files of `candor plan` through a service that has the batch API. */
export const batchCommand: BuildCommand = (io, end) => {
  const command = new Command('batch').description(
    'Have a batch service answer what candor plan --format openai-batch wrote: hand files in, see how they stand, take the answers in.',
  );
  const add = (name: string, description: string): Command =>
    command.command(name).description(description).addOption(defaultStoreFlag()).option('--json', 'print JSON');
  const within = <T>(
    reference: string,
    options: BatchOptions,
    work: (run: RunRecord, store: Store) => Promise<T>,
  ): Promise<T> =>
    withStore(io, options.store, async (store) => work(await requireRun(store, reference, 'any'), store));

  add(
    'submit <run> <files...>',
    'Hand files of requests in. The key is read from the variable that the configuration names.',
  )
    .option('--again', 'hand a file in that was handed in before, and pay for it twice')
    .action((reference: string, files: string[], options: BatchOptions) =>
      within(reference, options, async (run, store) => {
        const paths = files.map((file) => resolve(io.cwd, file));
        const jobs = await submitBatches(run, paths, store, io, options.again === true);
        if (options.json === true) return writeJson(io, { run: run.id, batches: jobs });
        for (const { batch, file, target, requests } of jobs)
          await say(io, `${file}: ${requests} requests to ${target} handed in as ${visible(batch)}\n`);
        return say(io, `Next: candor batch collect ${run.id}${inStore(options.store, io.env)}\n`);
      }),
    );
  add('status <run>', 'Say how the batches of a run stand.').action((reference: string, options: BatchOptions) =>
    within(reference, options, async (run, store) => {
      const states = await batchStates(run, store, io);
      if (options.json === true)
        return writeJson(io, { run: run.id, batches: states.map(({ job, state }) => ({ ...job, ...state })) });
      if (states.length === 0)
        throw new UsageError(`expected batches of run ${run.id}, got none: candor batch submit hands files in`);
      for (const one of states) await say(io, stateText(one));
      return undefined;
    }),
  );
  add('collect <run>', 'Take the answers in that are there. 3 where some are still to come.').action(
    (reference: string, options: BatchOptions) =>
      within(reference, options, (run, store) => collect(run, store, options, io, end)),
  );
  return command;
};

async function collect(
  run: RunRecord,
  store: Store,
  options: BatchOptions,
  io: CliIo,
  end: Parameters<BuildCommand>[1],
): Promise<void> {
  const collected = await collectBatches(run, store, io);
  if (collected.length === 0)
    throw new UsageError(`expected batches of run ${run.id}, got none: candor batch submit hands files in`);
  const { trials, undelivered } = await concludeBatch(run, store, { ...io, onEvent: auditScreen(io) });
  if (options.json === true) {
    const batches = collected.map(({ job, state, taken }) => ({ ...job, ...state, taken }));
    await writeJson(io, { run: run.id, trials, undelivered, batches });
  } else {
    for (const one of collected) await say(io, stateText(one));
    for (const { taken } of collected)
      for (const { line, reason } of taken?.skipped ?? [])
        await tell(io, `line ${line} of the results skipped: ${visible(reason)}\n`);
    await say(io, `Run ${run.id}: ${undelivered} of ${trials} trials are still to be answered.\n`);
  }
  if (collected.some(({ state }) => !state.over) || undelivered > 0) end(EXIT.incomplete);
}

/** Said of files that hold less than the service counts: they are not taken for collected. */
function short(missing: number): string {
  return missing === 0
    ? ''
    : `; ${numberOf(missing, 'result')} fewer than the service counts: collect again before anything is asked again`;
}

function stateText({
  job,
  state,
  taken,
}: {
  job: BatchJob;
  state: BatchState;
  taken?: { stored: number; failed: number; missing: number } | null;
}): string {
  const { requests } = state;
  const counts =
    requests === null ? '' : `, ${requests.completed} of ${requests.total} done, ${requests.failed} failed`;
  const came =
    taken === undefined || taken === null
      ? ''
      : `; ${numberOf(taken.stored, 'answer')} stored, ${taken.failed} of them failed calls${short(taken.missing)}`;
  const before = job.collectedAt !== null && came === '' ? `; taken in at ${job.collectedAt}` : '';
  const errors = state.errors.map((error) => `  ${visible(error)}\n`).join('');
  return `${visible(state.id)} (${job.file}, ${job.target}): ${visible(state.status)}${counts}${came}${before}\n${errors}`;
}
