import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { type BatchPlan, planBatch, planBatchOfRest } from '../../audit/batch/plan-batch.ts';
import { BATCH_LIMITS } from '../../audit/batch/write-batch.ts';
import { planAudit } from '../../audit/run/plan-audit.ts';
import { registerPlan } from '../../audit/run/register-plan.ts';
import { CONFIG_FILE, loadPreregister } from '../../config/load-config.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { writeWhole } from '../../lib/write-file.ts';
import { auditScreen } from '../audit-screen.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { type AuditOptions, addAuditFlags } from '../flags/audit-flags.ts';
import { textsFlag } from '../flags/lists.ts';
import { amountFlag, wholeFlag } from '../flags/numbers.ts';
import { defaultStoreFlag, inStore } from '../flags/store-flag.ts';
import { choiceFlag, fileFlag, textFlag } from '../flags/words.ts';
import { gitVersion } from '../git-version.ts';
import { loadAudit, savedSettings } from '../load-audit.ts';
import { planText } from '../plan-text.ts';
import { withStore } from '../with-store.ts';

interface PlanOptions extends AuditOptions {
  readonly store: string;
  readonly format?: 'openai-batch';
  readonly output?: string;
  readonly resume?: string;
  readonly name?: string;
  readonly maxCalls?: number;
  readonly maxCost?: number;
  readonly maxRequests: number;
  readonly maxBytes: number;
  readonly preregister?: string;
  readonly hypothesis?: readonly string[];
  readonly analysis?: readonly string[];
  readonly json?: true;
}

/** `candor plan`: what an audit would ask; with --format, as a file that others answer. */
export const planCommand: BuildCommand = (io) =>
  addAuditFlags(new Command('plan'))
    .description(
      'Print what an audit would ask, with calls and cost, and ask nothing. With --format openai-batch, store it as a run and write its questions as a batch file, for a batch service or vllm run-batch; candor import --format openai-batch … --into RUN brings the answers back.',
    )
    .addOption(choiceFlag('--format <format>', 'write the questions as a file', ['openai-batch']))
    .addOption(fileFlag('-o, --output <file>', 'the batch file; of several, each has target and number in its name'))
    .addOption(fileFlag('--preregister <file>', 'write the plan down before it is carried out, with its hash'))
    .addOption(textsFlag('--hypothesis <text>', 'with --preregister: what is expected', 'a sentence'))
    .addOption(
      textsFlag(
        '--analysis <command>',
        'with --preregister: a figure, RUN for the run: "compare RUN --across targets"',
        'a command',
      ),
    )
    .addOption(textFlag('--resume <run>', 'write what is left of a run: what failed, and next turns'))
    .addOption(textFlag('--name <name>', 'a name for the run'))
    .addOption(wholeFlag('--max-calls <n>', 'refuse a plan with more calls', 1))
    .addOption(amountFlag('--max-cost <amount>', 'refuse a plan that may cost more'))
    .addOption(wholeFlag('--max-requests <n>', 'requests of one batch file', 1).default(BATCH_LIMITS.requests))
    .addOption(wholeFlag('--max-bytes <n>', 'bytes of one batch file', 1).default(BATCH_LIMITS.bytes))
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor plan --tag quick\n  candor plan --target openai:Qwen/Qwen3-8B@http://127.0.0.1:8000/v1 --tag core --format openai-batch -o ask.jsonl',
    )
    .action(async (options: PlanOptions) => {
      if (options.preregister === undefined && (options.hypothesis ?? options.analysis) !== undefined)
        throw new UsageError('expected --preregister FILE with --hypothesis and --analysis, got none');
      if (options.preregister !== undefined && options.format !== undefined)
        throw new UsageError('expected --preregister or --format, got both: register first, then write the batch file');
      if (options.format === undefined) {
        if (options.output !== undefined || options.resume !== undefined)
          throw new UsageError('expected --format openai-batch with -o and --resume, got none');
        return options.preregister === undefined ? show(options, io) : register(options, options.preregister, io);
      }
      if (options.output === undefined) throw new UsageError('expected a file for the questions: -o FILE.jsonl');
      const file = resolve(io.cwd, options.output);
      if (/\.ya?ml$/i.test(file))
        throw new UsageError(`expected a JSONL file for the questions, got ${options.output}`);
      await withStore(io, options.store, async (store) => {
        const auditIo = { ...io, onEvent: auditScreen(io) };
        const limits = { requests: options.maxRequests, bytes: options.maxBytes };
        if (options.resume !== undefined) {
          const { targets } = await savedSettings(options, io);
          return tellPlan(
            await planBatchOfRest(options.resume, store, file, { ...auditIo, targets }, limits),
            options,
            io,
          );
        }
        const { config } = await loadAudit(options, io);
        const audit = {
          ...auditIo,
          name: options.name ?? null,
          gitVersion: await gitVersion(io.cwd),
          ...(options.maxCalls === undefined ? {} : { maxCalls: options.maxCalls }),
          ...(options.maxCost === undefined ? {} : { maxCost: options.maxCost }),
        };
        return tellPlan(await planBatch(config, store, file, audit, limits), options, io);
      });
    });

async function show(options: PlanOptions, io: CliIo): Promise<void> {
  const { config } = await loadAudit(options, io);
  const plan = await planAudit(config, { ...io, onEvent: auditScreen(io) }, { free: true });
  await plan.close();
  if (options.json === true)
    await writeJson(io, { run: null, trials: plan.plan.trials.length, estimates: plan.estimates });
  else await say(io, `${planText(plan)}\n`);
}

/** Writes a plan down before anything is asked; what stands there already is kept. */
async function register(options: PlanOptions, name: string, io: CliIo): Promise<void> {
  const path = resolve(io.cwd, name);
  if (existsSync(path))
    throw new UsageError(`expected a new file for the registration, got ${name}, which is there: name another one`);
  const config = resolve(io.cwd, options.config ?? CONFIG_FILE);
  const hasFile = options.demo !== true && (options.config !== undefined || existsSync(config));
  const written = hasFile ? await loadPreregister(config) : { hypotheses: [], analysis: [] };
  const words = {
    hypotheses: [...written.hypotheses, ...(options.hypothesis ?? [])],
    analysis: [...written.analysis, ...(options.analysis ?? [])],
  };
  if (words.hypotheses.length === 0)
    throw new UsageError(
      'expected what is to be found out: --hypothesis "…" (repeatable), or preregister: { hypotheses: […] } in candor.yaml',
    );
  const { config: audit } = await loadAudit(options, io);
  const plan = await planAudit(audit, { ...io, onEvent: auditScreen(io) });
  const registration = await registerPlan(plan, words, io.clock.now()).finally(() => plan.close());
  await writeWhole(path, `${JSON.stringify(registration, null, 2)}\n`);
  if (options.json === true) return writeJson(io, registration);
  await say(io, `${planText(plan)}\n`);
  await say(
    io,
    `Wrote ${name}: ${numberOf(registration.trials, 'trial')}, ${numberOf(words.hypotheses.length, 'hypothesis', 'hypotheses')}, ${numberOf(registration.analysis.length, 'figure')} of the analysis.\nSHA-256 of the registration: ${registration.hash}\nDeposit it where somebody else keeps the time. Then: candor run --preregistered ${name}\n`,
  );
}

async function tellPlan(
  { run, files, later, estimates, warnings }: BatchPlan,
  options: PlanOptions,
  io: CliIo,
): Promise<void> {
  const at = inStore(options.store, io.env);
  if (options.json === true) return writeJson(io, { run, files, later, estimates, warnings });
  if (files.length === 0) return say(io, `Run ${run}: nothing is left to ask.\n`);
  for (const { file, target, requests } of files)
    await say(io, `${file}: ${numberOf(requests, 'request')} to ${target}\n`);
  if (later > 0)
    await say(
      io,
      `${numberOf(later, 'question follows', 'questions follow')} on answers; when these are in: candor plan --resume ${run} --format openai-batch -o NEXT.jsonl${at}\n`,
    );
  await say(
    io,
    `Run ${run} waits for the answers. Bring them back with: candor import RESULTS.jsonl --format openai-batch --into ${run}${at}\n`,
  );
  for (const warning of options.resume === undefined ? [] : warnings) await tell(io, `warning: ${warning}\n`);
}
