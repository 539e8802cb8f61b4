import { Command } from 'commander';
import {
  ACROSS,
  type Across,
  CORRECTIONS,
  type Correction,
  compareSides,
  compareWithin,
} from '../../audit/compare/compare-runs.ts';
import { resolveSide } from '../../audit/read/resolve-side.ts';
import { UsageError } from '../../lib/errors.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, writeJson } from '../cli-io.ts';
import { comparisonText } from '../comparison-text.ts';
import { type EstimandName, estimandFlag, estimandOf } from '../flags/estimand-flag.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { verdictsChoice, verdictsFlag } from '../flags/verdicts-flag.ts';
import { choiceFlag } from '../flags/words.ts';
import { withStore } from '../with-store.ts';

interface CompareCliOptions {
  readonly store: string;
  readonly across?: Across;
  readonly correction: Correction;
  readonly estimand?: EstimandName;
  readonly unpaired?: true;
  readonly classifier?: string;
  readonly force?: true;
  readonly json?: true;
}

/** `candor compare BASE CAND` and `candor compare RUN --across targets|languages|hosts|reasoning`. */
export const compareCommand: BuildCommand = (io) =>
  new Command('compare')
    .description(
      'Compare two sides by pairs of answers to the same question: differences with intervals, and the probes that changed.',
    )
    .argument('<base>', 'RUN, RUN/TARGET or RUN/TARGET/LANG')
    .argument('[candidate]', 'the other side; left out with --across')
    .addOption(
      choiceFlag(
        '--across <what>',
        'all pairs within one run: its targets, the languages of each, one model through two hosts, or with reasoning on and off',
        ACROSS,
      ),
    )
    .addOption(
      choiceFlag(
        '--correction <method>',
        'over the totals, and over the topics: step-down maxT, Holm, or Benjamini and Hochberg',
        CORRECTIONS,
      ).default('maxt'),
    )
    .addOption(estimandFlag())
    .option('--unpaired', 'the sides share no questions: compare their rates, with Fisher’s test')
    .addOption(verdictsFlag())
    .option('--force', 'compare although it would mislead')
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor compare latest/qwen3-8b latest/llama\n  candor compare latest --across languages',
    )
    .action(async (base: string, candidate: string | undefined, options: CompareCliOptions) => {
      if ((candidate === undefined) === (options.across === undefined)) {
        throw new UsageError(`expected two sides (BASE CANDIDATE), or one run with --across ${ACROSS.join('|')}`);
      }
      if (options.unpaired === true && options.across !== undefined) {
        throw new UsageError('expected --unpaired or --across, got both: within a run the questions are the same');
      }
      const { correction } = options;
      const estimand = estimandOf(options.estimand);
      const classifier = verdictsChoice(options);
      await withStore(io, options.store, async (store) => {
        const left = await resolveSide(store, base);
        if (candidate === undefined) {
          const across = options.across ?? 'targets';
          const force = options.force === true;
          const all = await compareWithin(store, left, across, classifier, { correction, force, estimand });
          if (options.json === true) return writeJson(io, all);
          return say(io, all.length === 0 ? 'There is only one side.\n' : all.map(comparisonText).join('\n'));
        }
        const right = await resolveSide(store, candidate);
        const found = await compareSides(store, left, right, {
          force: options.force === true,
          classifier,
          correction,
          unpaired: options.unpaired === true,
          estimand,
        });
        return options.json === true ? writeJson(io, found) : say(io, comparisonText(found));
      });
    });
