import { Command } from 'commander';
import { ofTurn, resolveSide } from '../../audit/read/resolve-side.ts';
import { DIVIDED_BY, type DividedBy, type RunSummary, summarizeRun } from '../../audit/read/summarize-run.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Salvage } from '../../store/salvage.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, tell, writeJson } from '../cli-io.ts';
import { dividedText, originRankText, wordingText } from '../divided-text.ts';
import { factsText } from '../facts-text.ts';
import { type EstimandName, estimandFlag, estimandOf } from '../flags/estimand-flag.ts';
import { choicesFlag } from '../flags/lists.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { turnFlag } from '../flags/turn-flag.ts';
import { labelsFlag, verdictsFlag } from '../flags/verdicts-flag.ts';
import { homeText } from '../home-text.ts';
import { knowledgeText, otherText, switchText } from '../kept-back-text.ts';
import { isMany } from '../many-summary-text.ts';
import { namedSummary } from '../named-summary.ts';
import { summaryCsv } from '../summary-csv.ts';
import { summaryText } from '../summary-text.ts';
import { withStoreToRead } from '../with-store.ts';

interface SummaryOptions {
  readonly store: string;
  readonly by?: ('topic' | 'style' | 'home' | DividedBy)[];
  readonly classifier?: string;
  readonly labelsBy?: string;
  readonly turn?: number;
  readonly estimand?: EstimandName;
  readonly facts?: true;
  readonly all?: true;
  readonly csv?: true;
  readonly json?: true;
}

/** `candor summary RUN`: rates with intervals, sensitive against control. */
export const summaryCommand: BuildCommand = (io) =>
  new Command('summary')
    .description('Rates of refusal, official narrative and neutral with intervals: sensitive, control, difference.')
    .argument('<run>', 'RUN, RUN/TARGET or RUN/TARGET/LANG')
    .addOption(
      choicesFlag(
        '--by <what>',
        'divide further; phrasing: by wording; origin: written by hand, or drawn from a frame; arm: by each level of what was varied; home: subjects of the own state and of others',
        ['topic', 'style', 'home', ...DIVIDED_BY],
      ),
    )
    .addOption(estimandFlag())
    .addOption(verdictsFlag())
    .addOption(labelsFlag())
    .addOption(turnFlag())
    .addOption(defaultStoreFlag())
    .option('--facts', 'also how many of the listed facts answers state, contradict and leave out')
    .option('--all', 'of more than six targets: every one, not only who refuses and who recites')
    .option('--csv', 'print every figure as CSV')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor summary latest --by topic')
    .action(async (reference: string, options: SummaryOptions) => {
      if (options.csv === true && options.json === true) throw new UsageError('expected --csv or --json, got both');
      const machine = options.csv === true || options.json === true;
      await withStoreToRead(io, options.store, async (store, salvage) => {
        const { run, filter } = ofTurn(await resolveSide(store, reference), options.turn);
        const by = (options.by ?? []).filter((one) => one === 'topic' || one === 'style');
        const divide = DIVIDED_BY.filter((one) => options.by?.includes(one) === true);
        const home = options.by?.includes('home') === true;
        const summary = await summarizeRun(store, run.id, {
          by: machine ? ['topic', 'style'] : by,
          crossed: machine,
          filter,
          home,
          facts: options.facts === true,
          divide,
          estimand: estimandOf(options.estimand),
          ...(options.labelsBy === undefined ? {} : { labelsBy: options.labelsBy }),
          ...(options.classifier === undefined ? {} : { classifier: { name: options.classifier } }),
        });
        if (divide.length > 0 && summary.divided?.length === 0) {
          const nothing = `Nothing to divide by ${divide.join(' or ')}: the run varies no wordings, arms or origins of questions.\n`;
          await tell(io, nothing);
          if (options.json !== true && options.csv !== true && by.length === 0 && !home && options.facts !== true) {
            await tell(io, 'The rates as they are: the same command without --by.\n');
            return;
          }
        }
        if (options.csv === true) return say(io, summaryCsv(summary));
        const shown = namedSummary(summary);
        await (options.json === true
          ? writeJson(io, salvage === null ? summary : { ...summary, unreadable: unreadable(salvage) })
          : say(
              io,
              summaryText(summary, by, options.all === true) +
                (isMany(summary) && by.length === 0 && options.all !== true && divide.length === 0
                  ? ''
                  : further(shown)) +
                (shown.facts === undefined ? '' : `\n${factsText(shown.facts)}`) +
                (shown.home === undefined ? '' : `\n${homeText(shown.home)}`),
            ));
      });
    });

/** The rows of a damaged store that stand in no rate. */
function unreadable({ tables }: Salvage): { table: string; rows: number }[] {
  return tables.filter(({ lost }) => lost > 0).map(({ table, lost }) => ({ table, rows: lost }));
}

/** What stands below the tables: parts that were asked for, and how far wordings matter where there are several. */
function further({
  divided = [],
  wordings = [],
  knowledge = [],
  otherReasons = [],
  languageSwitches = [],
  originRanks = [],
}: RunSummary): string {
  return (
    otherText(otherReasons) +
    switchText(languageSwitches) +
    knowledgeText(knowledge) +
    DIVIDED_BY.map((by) => dividedText(divided.filter((part) => part.by === by))).join('') +
    originRankText(originRanks) +
    wordingText(wordings)
  );
}
