import { Command } from 'commander';
import { resolveSide } from '../../audit/read/resolve-side.ts';
import { summarizeRun } from '../../audit/read/summarize-run.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, writeJson } from '../cli-io.ts';
import { type EstimandName, estimandFlag, estimandOf } from '../flags/estimand-flag.ts';
import { choicesFlag } from '../flags/lists.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { labelsFlag, verdictsFlag } from '../flags/verdicts-flag.ts';
import { homeText } from '../home-text.ts';
import { summaryText } from '../summary-text.ts';
import { withStoreToRead } from '../with-store.ts';

interface SummaryOptions {
  readonly store: string;
  readonly by?: ('topic' | 'style' | 'home')[];
  readonly classifier?: string;
  readonly labelsBy?: string;
  readonly estimand?: EstimandName;
  readonly json?: true;
}

/** `candor summary RUN`: rates with intervals, sensitive against control. */
export const summaryCommand: BuildCommand = (io) =>
  new Command('summary')
    .description('Rates of refusal, official narrative and neutral with intervals: sensitive, control, difference.')
    .argument('<run>', 'RUN, RUN/TARGET or RUN/TARGET/LANG')
    .addOption(
      choicesFlag('--by <what>', 'divide further; home: subjects of the own state and of others', [
        'topic',
        'style',
        'home',
      ]),
    )
    .addOption(estimandFlag())
    .addOption(verdictsFlag())
    .addOption(labelsFlag())
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor summary latest --by topic')
    .action(async (reference: string, options: SummaryOptions) => {
      await withStoreToRead(io, options.store, async (store) => {
        const { run, filter } = await resolveSide(store, reference);
        const by = (options.by ?? []).filter((one) => one !== 'home');
        const home = options.by?.includes('home') === true;
        const summary = await summarizeRun(store, run.id, {
          by: options.json === true ? ['topic', 'style'] : by,
          crossed: options.json === true,
          filter,
          home,
          estimand: estimandOf(options.estimand),
          ...(options.labelsBy === undefined ? {} : { labelsBy: options.labelsBy }),
          ...(options.classifier === undefined ? {} : { classifier: { name: options.classifier } }),
        });
        await (options.json === true
          ? writeJson(io, summary)
          : say(io, summaryText(summary, by) + (summary.home === undefined ? '' : `\n${homeText(summary.home)}`)));
      });
    });
