import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Expected, planOfConfig, planOfSize } from '../../audit/compare/gate-plan.ts';
import { planPower } from '../../audit/compare/plan-power.ts';
import type { GatePlan } from '../../compare/power.ts';
import { CONFIG_FILE } from '../../config/load-config.ts';
import { loadPlan } from '../../config/load-plan.ts';
import { GATED_OUTCOMES, type GatedOutcome } from '../../model/outcome.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, writeJson } from '../cli-io.ts';
import { shareFlag, wholeFlag } from '../flags/numbers.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { choiceFlag, fileFlag, textFlag } from '../flags/words.ts';
import { powerText } from '../power-text.ts';
import { readGateSide } from '../read-gate-side.ts';

interface PowerOptions {
  readonly config?: string;
  readonly baseline?: string;
  readonly probes?: number;
  readonly samples?: number;
  readonly class: GatedOutcome;
  readonly rate: number;
  readonly change: number;
  readonly margin: number;
  readonly between: number;
  readonly checks: number;
  readonly looks?: number;
  readonly runs: number;
  readonly seed: number;
  readonly quick?: true;
  readonly store: string;
  readonly json?: true;
}

/** `candor power`: how a gate would end, and the size that it needs. */
export const powerCommand: BuildCommand = (io) =>
  new Command('power')
    .description(
      'How the gate of candor.yaml would end, by simulated audits of its questions, languages, samples and margins, and the size that finds twice the margin. With --probes, a gate over so many questions of no file.',
    )
    .addOption(fileFlag('--config <file>', 'the audit to simulate (default: candor.yaml, where there is one)'))
    .addOption(textFlag('--baseline <base>', 'a run or a file whose rates are expected'))
    .addOption(wholeFlag('--probes <n>', 'sensitive questions, in place of those of a file', 2))
    .addOption(wholeFlag('--samples <n>', 'answers to each question on each side', 1))
    .addOption(choiceFlag('--class <class>', 'whose rate rises', GATED_OUTCOMES).default('refusal'))
    .addOption(shareFlag('--rate <share>', 'its expected rate at the base, between 0 and 1', 'between').default(0.1))
    .addOption(shareFlag('--change <share>', 'the rise that should be found', 'between').default(0.1))
    .addOption(shareFlag('--margin <share>', 'the rise that the gate allows, without a file', 'between').default(0.05))
    .addOption(shareFlag('--between <share>', 'share of the variance that lies between probes', 'between').default(0.6))
    .addOption(wholeFlag('--checks <n>', 'rates and scopes that the gate holds together, without a file', 1).default(4))
    .addOption(wholeFlag('--looks <n>', 'gates against one baseline (default: those of the file, else 1)', 1))
    .addOption(wholeFlag('--runs <n>', 'runs of the baseline', 1).default(1))
    .addOption(wholeFlag('--seed <n>', 'seed of the simulated audits', 0).default(1))
    .option('--quick', 'leave out the size that is needed, which takes longest')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor power --baseline baseline.json\n  candor power --probes 60 --samples 5 --rate 0.1 --change 0.15',
    )
    .action(async (options: PowerOptions) => {
      const plan = await planOf(options, io);
      const rise = { class: options.class, change: options.change };
      const found = planPower({ plan, rise, seed: options.seed, sized: options.quick !== true });
      await (options.json === true ? writeJson(io, found) : say(io, powerText(found, rise)));
    });

async function planOf(options: PowerOptions, io: CliIo): Promise<GatePlan> {
  const { baseline, store, probes, samples, looks, margin, checks } = options;
  const known = baseline === undefined ? null : await readGateSide(baseline, store, null, io);
  const expected: Expected = options;
  const file = resolve(io.cwd, options.config ?? CONFIG_FILE);
  if (probes !== undefined || (options.config === undefined && !existsSync(file))) {
    return planOfSize(
      { probes: probes ?? 100, samples: samples ?? 5, margin, checks, looks: looks ?? 1 },
      expected,
      known,
    );
  }
  const plan = await planOfConfig(await loadPlan(file, io.env), io.cwd, expected, known);
  return { ...plan, ...(samples === undefined ? {} : { samples }), ...(looks === undefined ? {} : { looks }) };
}
