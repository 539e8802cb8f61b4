import { resolve } from 'node:path';
import { Command } from 'commander';
import type { AuditEvent } from '../../audit/run/audit-event.ts';
import type { AuditIo } from '../../audit/run/audit-io.ts';
import type { AuditResult } from '../../audit/run/audit-result.ts';
import { runAudit } from '../../audit/run/run-audit.ts';
import type { AuditConfig } from '../../config/config.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import type { Store } from '../../store/store.ts';
import { ENGINE_INSTALL } from '../../targets/llama-cpp/engine-package.ts';
import { agreeToCalls } from '../agree-to-calls.ts';
import { auditScreen } from '../audit-screen.ts';
import type { BuildCommand } from '../build-command.ts';
import { CallPace } from '../call-pace.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type AuditOptions, addAuditFlags } from '../flags/audit-flags.ts';
import { amountFlag, timeFlag, wholeFlag } from '../flags/numbers.ts';
import { defaultStoreFlag, inStore } from '../flags/store-flag.ts';
import { fileFlag, textFlag } from '../flags/words.ts';
import { gitVersion } from '../git-version.ts';
import { loadAudit, savedSettings } from '../load-audit.ts';
import { twoStepStop } from '../stop-signal.ts';
import { openStoreFile, withSharedStore } from '../with-store.ts';

interface RunOptions extends AuditOptions {
  readonly store: string;
  readonly name?: string;
  readonly maxCalls?: number;
  readonly maxCost?: number;
  readonly yes?: true;
  readonly sameFamily?: true;
  readonly dryRun?: true;
  readonly resume?: string;
  readonly preregistered?: string;
  readonly takeOver?: true;
  readonly detach?: true;
  readonly json?: true;
}

/** `candor run`: the whole audit. */
export const runCommand: BuildCommand = (io, end) =>
  addAuditFlags(new Command('run'))
    .description(
      'Ask models the probes, classify the answers, store both and print the summary. Without a candor.yaml and without --target it carries out the embedded audit, which needs no server, key or network.',
    )
    .addOption(textFlag('--name <name>', 'a name for the run'))
    .addOption(wholeFlag('--max-calls <n>', 'refuse a plan with more calls', 1))
    .addOption(amountFlag('--max-cost <amount>', 'refuse a plan that may cost more'))
    .addOption(
      timeFlag(
        '--patience <time>',
        'how long a target that answers no more is waited for (default: 15min, with CI set 2min); one that never answered is given up earlier',
      ),
    )
    .option('-y, --yes', 'do not ask before hosted targets are called')
    .option('--same-family', 'let a judge of candor.yaml judge models of its own family')
    .option('--demo', 'carry out the embedded audit, whatever candor.yaml says')
    .option('--dry-run', 'print the plan and stop')
    .addOption(
      fileFlag(
        '--preregistered <file>',
        'what candor plan --preregister wrote: reports say whether the run kept to it',
      ),
    )
    .addOption(textFlag('--resume <run>', 'go on with a run that was stopped'))
    .option('--take-over', 'with --resume: take the run from a process that has not been heard of for a minute')
    .option('--detach', 'plan, and put the questions in line for candor worker; needs --store postgres://…')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor run --target ollama:qwen3:8b --tag quick --lang en,zh-Hans\n  candor run --resume latest',
    )
    .action(async (options: RunOptions) => {
      if (options.detach === true) return detach(options, io);
      return end(await (options.resume === undefined ? startRun(options, io) : goOn(options, options.resume, io)));
    });

async function startRun(options: RunOptions, io: CliIo): Promise<ExitCode> {
  if (options.takeOver === true) throw new UsageError('expected --resume RUN with --take-over, got a new run');
  const git = gitVersion(io.cwd);
  const { config: loaded, embedded, withoutEngine } = await loadAudit(options, io);
  const config = await registered(loaded, options, io);
  const json = options.json === true;
  if (embedded && !json) await tell(io, withoutEngine.length === 0 ? `${EMBEDDED_NOTE}${WIRED_NOTE}\n` : EMBEDDED_NOTE);
  if (withoutEngine.length > 0) {
    await tell(io, `Left out: ${withoutEngine.join(', ')}. For models under llama.cpp: ${ENGINE_INSTALL}\n\n`);
  }
  if (options.dryRun === true) return showPlan(config, options, io);
  return carryOut(io, options, async (auditIo, open) => {
    const result = await runAudit(config, open, {
      ...auditIo,
      name: options.name ?? null,
      gitVersion: await git,
      sameFamily: options.sameFamily === true,
      ...(options.maxCalls === undefined ? {} : { maxCalls: options.maxCalls }),
      ...(options.maxCost === undefined ? {} : { maxCost: options.maxCost }),
      agree: async ({ estimates }) => {
        await agreeToCalls(estimates, options.yes === true, io);
        return true;
      },
    });
    const code = await outcome(result, options, io);
    if (embedded && !json && code !== EXIT.interrupted) await tell(io, WHAT_NEXT);
    return code;
  });
}

/** The audit with what was registered of it, by whose seed it is asked. Throws ConfigError. */
async function registered(config: AuditConfig, { preregistered }: RunOptions, io: CliIo): Promise<AuditConfig> {
  if (preregistered === undefined) return config;
  const { readRegistration } = await import('../../formats/registration-file.ts');
  const registration = await readRegistration(resolve(io.cwd, preregistered));
  return { ...config, seed: config.seed ?? registration.seed, preregistered: registration };
}

/** Plans a run, or takes what is left of one, for workers. */
async function detach(options: RunOptions, io: CliIo): Promise<void> {
  const { detachRest, detachRun } = await import('../../audit/workers/detach-run.ts');
  await withSharedStore(options.store, async (store) => {
    const detached =
      options.resume === undefined
        ? await detachRun(await registered((await loadAudit(options, io)).config, options, io), store, {
            ...io,
            onEvent: auditScreen(io),
            name: options.name ?? null,
            gitVersion: await gitVersion(io.cwd),
            ...(options.maxCalls === undefined ? {} : { maxCalls: options.maxCalls }),
            ...(options.maxCost === undefined ? {} : { maxCost: options.maxCost }),
            agree: async ({ estimates }) => {
              await agreeToCalls(estimates, options.yes === true, io);
              return true;
            },
          })
        : await detachRest(options.resume, store, { ...io, takeOver: options.takeOver === true });
    if (options.json === true) return writeJson(io, detached);
    const { run, trials } = detached;
    const at = inStore(options.store, io.env);
    return say(
      io,
      `Run ${run}: ${numberOf(trials, 'trial waits', 'trials wait')} for workers (candor worker${at}). How it goes: candor runs --follow ${run}${at}\n`,
    );
  });
}

async function showPlan(config: AuditConfig, options: RunOptions, io: CliIo): Promise<ExitCode> {
  const { planAudit } = await import('../../audit/run/plan-audit.ts');
  const { planText } = await import('../plan-text.ts');
  const plan = await planAudit(
    config,
    { ...io, onEvent: auditScreen(io) },
    { sameFamily: options.sameFamily === true, free: true },
  );
  await plan.close();
  const text = `${planText(plan)}\n`;
  if (options.json === true) {
    await tell(io, text);
    await writeJson(io, { run: null, trials: plan.plan.trials.length, estimates: plan.estimates });
  } else await say(io, text);
  return EXIT.done;
}

const OF_A_NEW_RUN = {
  probes: '--probes',
  topic: '--topic',
  style: '--style',
  tag: '--tag',
  lang: '--lang',
  samples: '--samples',
  phrasings: '--phrasings',
  // biome-ignore lint/suspicious/noThenProperty: the name of a flag
  then: '--then',
  knowledge: '--knowledge',
  limit: '--limit',
  seed: '--seed',
  name: '--name',
  preregistered: '--preregistered',
  maxCalls: '--max-calls',
  maxCost: '--max-cost',
  demo: '--demo',
  dryRun: '--dry-run',
} as const satisfies Partial<Record<keyof RunOptions, string>>;

async function goOn(options: RunOptions, reference: string, io: CliIo): Promise<ExitCode> {
  const given = (Object.keys(OF_A_NEW_RUN) as (keyof typeof OF_A_NEW_RUN)[]).filter(
    (key) => options[key] !== undefined,
  );
  if (given.length > 0) {
    const flags = given.map((key) => OF_A_NEW_RUN[key]).join(', ');
    throw new UsageError(
      `expected no ${flags} with --resume: a run goes on as it was planned. Leave it out, or start a new run`,
    );
  }
  return carryOut(io, options, async (auditIo, open) => {
    const { targets, patience } = await savedSettings(options, io);
    const waits = options.patience ?? patience;
    const { resumeAudit } = await import('../../audit/run/resume-audit.ts');
    const result = await resumeAudit(reference, await open(), {
      ...auditIo,
      sameFamily: options.sameFamily === true,
      takeOver: options.takeOver === true,
      targets,
      ...(waits === undefined ? {} : { patience: waits }),
    });
    return outcome(result, options, io);
  });
}

/** Loaded at the end: what comes before the first call is waited for. */
async function outcome(result: AuditResult, { json, store }: RunOptions, io: CliIo): Promise<ExitCode> {
  const { tellOutcome } = await import('../run-outcome.ts');
  return tellOutcome(result, json === true, store, io);
}

/** Gives the work a store that is opened when it is wanted, a screen, and Ctrl-C; closes all again. */
async function carryOut(
  io: CliIo,
  { store: file }: RunOptions,
  work: (auditIo: AuditIo, open: () => Promise<Store>) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { clock, random, cwd, env } = io;
  const pace = new CallPace();
  const stop = twoStepStop(io, () => pace.drainText());
  const show = auditScreen(io, stop.signal);
  const onEvent = (event: AuditEvent): void => {
    if (event.type === 'asking') stop.arm();
    pace.note(event);
    show(event);
  };
  let store: Store | null = null;
  const open = async (): Promise<Store> => {
    store = await openStoreFile(io, file);
    return store;
  };
  try {
    return await work({ clock, random, cwd, env, signal: stop.signal, abort: stop.abort, onEvent }, open);
  } finally {
    stop.release();
    await (store as Store | null)?.close();
  }
}

const EMBEDDED_NOTE = `The embedded audit: no server, no key, no network.
- qwen2.5-coder-0.5b (twice: with the system prompt of its template, and with an empty one) is a recording
  of a real but very small model made for code, from a copy of unknown hands. No finding about Qwen.
`;

const WIRED_NOTE = `- wired is a model of 242 kB wired by hand: it refuses, recites or answers by the words in the question.
  It runs here, under llama.cpp, to show that real inference works. No finding about anybody.
`;

const WHAT_NEXT = `
To audit a model of your own:
  candor run --target ollama:qwen3:8b --tag quick --lang en,zh-Hans
  candor run --target openai:MODEL@https://HOST/v1 --api-key-env NAME --tag quick
  candor init      (looks for model servers on this machine and writes candor.yaml)
`;
