import { Command } from 'commander';
import { type PowerPlan, type PowerRequest, planPower } from '../../audit/compare/plan-power.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, writeJson } from '../cli-io.ts';
import { shareFlag, wholeFlag } from '../flags/numbers.ts';
import { percent, renderTable } from '../table.ts';

interface PowerOptions extends PowerRequest {
  readonly json?: true;
}

/** `candor power`: how many probes and samples a difference needs. */
export const powerCommand: BuildCommand = (io) =>
  new Command('power')
    .description('How many probes and samples a difference needs, and how a gate of that size would end.')
    .addOption(wholeFlag('--probes <n>', 'sensitive probes that are paired', 2).default(100))
    .addOption(wholeFlag('--samples <n>', 'answers to each probe on each side', 1).default(5))
    .addOption(
      shareFlag('--rate <share>', 'expected rate of the class at the base, between 0 and 1', 'between').default(0.1),
    )
    .addOption(shareFlag('--change <share>', 'the rise that should be found', 'between').default(0.1))
    .addOption(shareFlag('--margin <share>', 'the rise that the gate allows', 'between').default(0.05))
    .addOption(shareFlag('--between <share>', 'share of the variance that lies between probes', 'between').default(0.6))
    .addOption(wholeFlag('--checks <n>', 'rates and scopes that the gate holds together', 1).default(2))
    .addOption(wholeFlag('--seed <n>', 'seed of the simulated audits', 0).default(1))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor power --probes 60 --samples 5 --rate 0.1 --change 0.15')
    .action(async (options: PowerOptions) => {
      const plan = planPower(options);
      await (options.json === true ? writeJson(io, plan) : say(io, powerText(options, plan)));
    });

function powerText({ probes, samples, rate, change, margin, checks }: PowerOptions, plan: PowerPlan): string {
  const points = (value: number | null): string => (value === null ? 'none' : `${(value * 100).toFixed(1)} points`);
  const odds = Object.entries(plan.gate).map(([name, { pass, regression, inconclusive }]) => [
    name === 'unchanged' ? 'nothing changed' : `a rise of ${points(change)}`,
    percent(pass),
    percent(regression),
    percent(inconclusive),
  ]);
  const needed = plan.needed.map((one) => [String(one.samples), String(one.releases), String(one.controls)]);
  return `${probes} probes × ${samples} samples, base rate ${percent(rate)}. Found with 80 % power:
  between two releases, hosts or languages   ${points(plan.detectable.releases)}
  between sensitive and control              ${points(plan.detectable.controls)}

A gate with a margin of ${points(margin)}, ${checks} checks held together:
${renderTable(['if', 'pass', 'regression', 'inconclusive'], odds)}
Probes that find ${points(change)} with 80 % power:
${renderTable(['samples', 'releases', 'sensitive − control'], needed, 0)}
Normal approximation for differences; the gate by 2,000 simulated audits.
`;
}
