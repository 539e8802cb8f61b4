import { Command } from 'commander';
import { requireOtherFamily, type Subject } from '../../audit/judge/other-family.ts';
import { estimateRunJudging } from '../../audit/judge/plan-judging.ts';
import { requireRun } from '../../audit/read/resolve-side.ts';
import { summarizeRun } from '../../audit/read/summarize-run.ts';
import { auditRequest } from '../../audit/run/audit-request.ts';
import { createRun, newRunId } from '../../audit/run/create-run.ts';
import { executeRun } from '../../audit/run/execute-run.ts';
import { type InspectedTarget, type PreparedRun, prepareRun } from '../../audit/run/prepare-run.ts';
import { resumeRun } from '../../audit/run/resume-run.ts';
import { runClassifier } from '../../audit/run/run-classifier.ts';
import { seededOrder } from '../../audit/run/seeded-order.ts';
import type { JudgeConfig } from '../../config/config.ts';
import { publicConfig } from '../../config/public-config.ts';
import { UsageError } from '../../lib/errors.ts';
import { packageVersion } from '../../lib/package-version.ts';
import type { TrialRecord } from '../../model/answer.ts';
import type { Lang } from '../../model/lang.ts';
import type { Estimate } from '../../runner/estimate.ts';
import type { Store } from '../../store/store.ts';
import { agreeToCalls } from '../agree-to-calls.ts';
import { type AuditOptions, addAuditOptions, wholeNumber } from '../audit-flags.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, write, writeJson } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { gitVersion } from '../git-version.ts';
import { judgeRun } from '../judge-run.ts';
import { loadAudit } from '../load-audit.ts';
import { planText } from '../plan-text.ts';
import { Progress } from '../progress.ts';
import { storeOption, withStore } from '../store-option.ts';
import { summaryText } from '../summary-text.ts';
import { targetProgress } from '../target-progress.ts';

interface RunOptions extends AuditOptions {
  readonly store: string;
  readonly name?: string;
  readonly maxCalls?: number;
  readonly yes?: true;
  readonly sameFamily?: true;
  readonly dryRun?: true;
  readonly resume?: string;
  readonly json?: true;
}

/** `candor run`: the whole audit. */
export const runCommand: BuildCommand = (io, end) =>
  addAuditOptions(new Command('run'))
    .description(
      'Ask models the probes, classify the answers, store both and print the summary. Without a candor.yaml and without --target it carries out the embedded audit, which needs no server, key or network.',
    )
    .option('--name <name>', 'a name for the run')
    .option('--max-calls <n>', 'refuse a plan with more calls', wholeNumber(1))
    .option('-y, --yes', 'do not ask before hosted targets are called')
    .option('--same-family', 'let a judge of candor.yaml judge models of its own family')
    .option('--demo', 'carry out the embedded audit, whatever candor.yaml says')
    .option('--dry-run', 'print the plan and stop')
    .option('--resume <run>', 'go on with a run that was stopped')
    .addOption(storeOption())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor run --target ollama:qwen3:8b --tag quick --lang en,zh-Hans\n  candor run --resume latest',
    )
    .action(async (options: RunOptions) => {
      end(await (options.resume === undefined ? startRun(options, io) : goOn(options, options.resume, io)));
    });

async function startRun(options: RunOptions, io: CliIo): Promise<ExitCode> {
  const audit = await loadAudit(options, io);
  if (audit.config.targets.length === 0)
    throw new UsageError('expected at least one target, got none. Add --target, or targets in candor.yaml.');
  if (audit.embedded && options.json !== true) await write(io.stderr, EMBEDDED_NOTE);
  if (audit.withoutEngine.length > 0) {
    await write(
      io.stderr,
      `Left out: ${audit.withoutEngine.join(', ')}. For models inside this process: npm install node-llama-cpp@3.21.1\n`,
    );
  }
  const { judges } = audit.config;
  await warnOfJudges(
    judges,
    audit.config.targets.map(({ spec }) => spec),
    options,
    io,
  );
  const seed = Math.floor(io.random() * 1_000_000);
  const request = await auditRequest(audit.config, io.cwd, seed);
  const targetIo = { env: io.env, onProgress: targetProgress(io) };
  const prepared = await prepareRun(request, targetIo, seededOrder(request.seed), new AbortController().signal);
  try {
    const estimates = [...prepared.estimates, ...judges.map((judge) => estimateRunJudging(judge, prepared))];
    const text = `${planText(prepared, estimates)}\n`;
    await write(options.dryRun === true && options.json !== true ? io.stdout : io.stderr, text);
    if (options.dryRun === true) {
      const { plan } = prepared;
      if (options.json === true) await writeJson(io, { run: null, trials: plan.trials.length, estimates });
      return EXIT.done;
    }
    await agree(estimates, options, io);
    return await withStore(io, options.store, async (store) => {
      const run = await createRun(
        prepared,
        {
          id: newRunId(io.clock.now(), io.random),
          name: options.name ?? null,
          config: publicConfig({ ...audit.config, seed: request.seed }),
          packageVersion: packageVersion(),
          gitVersion: await gitVersion(io.cwd),
          now: io.clock.now(),
        },
        store,
      );
      const code = await carryOut(
        run.id,
        prepared.plan.trials,
        prepared.targets,
        prepared.variants,
        judges,
        store,
        options,
        io,
      );
      if (audit.embedded && options.json !== true && code !== EXIT.interrupted) await write(io.stderr, WHAT_NEXT);
      return code;
    });
  } finally {
    await prepared.close();
  }
}

async function goOn(options: RunOptions, reference: string, io: CliIo): Promise<ExitCode> {
  return withStore(io, options.store, async (store) => {
    const run = await requireRun(store, reference);
    const targetIo = { env: io.env, onProgress: targetProgress(io) };
    const resumed = await resumeRun(run, store, targetIo, new AbortController().signal);
    try {
      await write(io.stderr, `Run ${run.id}: ${resumed.pending.length} trials left.\n`);
      const { pending, targets, variants, judges } = resumed;
      await warnOfJudges(judges, await store.targets(run.id), options, io);
      return await carryOut(run.id, pending, targets, variants, judges, store, options, io);
    } finally {
      await resumed.close();
    }
  });
}

async function carryOut(
  run: string,
  trials: readonly TrialRecord[],
  targets: readonly InspectedTarget[],
  variants: readonly {
    readonly hash: string;
    readonly lang: Lang;
    readonly prompt: string;
    readonly probe: PreparedRun['variants'][number]['probe'];
  }[],
  judges: readonly JudgeConfig[],
  store: Store,
  options: RunOptions,
  io: CliIo,
): Promise<ExitCode> {
  const drain = new AbortController();
  const abort = new AbortController();
  const release = io.onInterrupt(() => {
    if (drain.signal.aborted) abort.abort();
    else io.stderr.write('Finishing the calls under way; once more stops at once.\n');
    drain.abort();
  });
  const totals = new Map<string, number>();
  for (const { target } of trials) totals.set(target, (totals.get(target) ?? 0) + 1);
  const progress = new Progress(io, totals);
  let complete = true;
  try {
    const events = executeRun({
      run,
      trials,
      targets: new Map(targets.map(({ configured, target }) => [configured.spec.id, target])),
      variants: new Map(variants.map((variant) => [variant.hash, variant])),
      store,
      classifier: runClassifier(),
      clock: io.clock,
      random: io.random,
      drain: drain.signal,
      abort: abort.signal,
    });
    for await (const event of events) progress.show(event);
    progress.finish();
    if (!drain.signal.aborted) complete = await judgeRun(run, judges, store, io, drain.signal);
  } finally {
    release();
  }
  const summary = await summarizeRun(store, run);
  const overview = (await store.listRuns()).find(({ id }) => id === run);
  const { trials: planned = 0, delivered = 0, undelivered = 0 } = overview ?? {};
  if (options.json === true) await writeJson(io, { run, trials: planned, delivered, undelivered, summary });
  else await write(io.stdout, summaryText(summary));
  if (drain.signal.aborted) {
    await write(io.stderr, `Stopped: ${delivered} of ${planned} answered. Go on with: candor run --resume ${run}\n`);
    return EXIT.interrupted;
  }
  if (undelivered > 0) {
    await write(
      io.stderr,
      `${undelivered} of ${planned} trials brought no answer. Try them again with: candor run --resume ${run}\n`,
    );
    return EXIT.incomplete;
  }
  if (!complete) {
    await write(io.stderr, `Answers are left unjudged. Try them again with: candor run --resume ${run}\n`);
    return EXIT.incomplete;
  }
  if (options.json !== true)
    await write(io.stderr, `Run ${run}: candor show ${run} prints every answer with its evidence.\n`);
  return EXIT.done;
}

/** Asks for a yes where a service is to be called, and refuses plans above `--max-calls`. */
async function agree(estimates: readonly Estimate[], options: RunOptions, io: CliIo): Promise<void> {
  const calls = estimates.reduce((sum, one) => sum + one.calls, 0);
  if (options.maxCalls !== undefined && calls > options.maxCalls) {
    throw new UsageError(`expected a plan of at most ${options.maxCalls} calls (--max-calls), got ${calls}`);
  }
  await agreeToCalls(estimates, options.yes === true, io);
}

async function warnOfJudges(
  judges: readonly JudgeConfig[],
  subjects: readonly Subject[],
  options: RunOptions,
  io: CliIo,
): Promise<void> {
  const targets = judges.map(({ target }) => target);
  const warnings = requireOtherFamily(targets, subjects, options.sameFamily === true);
  for (const warning of warnings) await write(io.stderr, `warning: ${warning}\n`);
}

const EMBEDDED_NOTE = `The embedded audit: no server, no key, no network.
- qwen2.5-coder-0.5b (twice: with the system prompt of its template, and with an empty one) is a recording
  of a real but very small model made for code, from a copy of unknown hands. No finding about Qwen.
- wired is a model of 242 kB wired by hand: it refuses, recites or answers by the words in the question.
  It runs here, under llama.cpp, to show that real inference works. No finding about anybody.

`;

const WHAT_NEXT = `
To audit a model of your own:
  candor run --target ollama:qwen3:8b --tag quick --lang en,zh-Hans
  candor run --target openai:MODEL@https://HOST/v1 --api-key-env NAME --tag quick
  candor init      (looks for model servers on this machine and writes candor.yaml)
`;
