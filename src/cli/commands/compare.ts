import { Command } from 'commander';
import {
  ACROSS,
  type Across,
  CORRECTIONS,
  type Correction,
  compareHome,
  compareSides,
  compareWithin,
} from '../../audit/compare/compare-runs.ts';
import { ofTurn, resolveSide } from '../../audit/read/resolve-side.ts';
import { UsageError } from '../../lib/errors.ts';
import { targetNames, withNames } from '../../model/target-names.ts';
import { acrossText } from '../across-text.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, writeJson } from '../cli-io.ts';
import { comparisonCsv } from '../comparison-csv.ts';
import { comparisonText } from '../comparison-text.ts';
import { type EstimandName, estimandFlag, estimandOf } from '../flags/estimand-flag.ts';
import { shareFlag } from '../flags/numbers.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { turnFlag } from '../flags/turn-flag.ts';
import { labelsFlag, verdictsChoice, verdictsFlag } from '../flags/verdicts-flag.ts';
import { choiceFlag } from '../flags/words.ts';
import { homeCsv } from '../home-csv.ts';
import { homeText } from '../home-text.ts';
import { wrapped } from '../table.ts';
import { withStoreToRead } from '../with-store.ts';

/** So many comparisons are printed whole: two fit a screen. */
const FEW = 2;

interface CompareCliOptions {
  readonly store: string;
  readonly across?: Across | 'home';
  readonly correction: Correction;
  readonly estimand?: EstimandName;
  readonly unpaired?: true;
  readonly classifier?: string;
  readonly labelsBy?: string;
  readonly turn?: number;
  readonly equivalent?: number;
  readonly all?: true;
  readonly force?: true;
  readonly csv?: true;
  readonly json?: true;
}

const WITHIN = [...ACROSS, 'home'] as const;

/** What is said where a run has nothing to compare across. */
const ONE_SIDE: Readonly<Record<Across, string>> = {
  targets: 'There is only one target.\n',
  languages: 'There is only one language: candor run --lang en,zh-Hans asks in two.\n',
  hosts: 'No model was asked through two hosts.\n',
  reasoning: 'No model was asked both with reasoning and without.\n',
  arms: 'No target was asked in arms that differ in one factor: arms in candor.yaml.\n',
  quantisation: 'No model was asked in two quantisations.\n',
};

/** `candor compare BASE CAND` and `candor compare RUN --across targets|languages|hosts|reasoning|arms|quantisation|home`. */
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
        'all pairs within one run: its targets, the languages of each, one model through two hosts, with reasoning on and off, in two quantisations, or one target in arms that differ in one factor; or home: subjects of each model’s own state and of others',
        WITHIN,
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
    .addOption(
      shareFlag(
        '--equivalent <margin>',
        'also test whether each difference is smaller than this (two one-sided tests)',
        'between',
      ),
    )
    .option('--unpaired', 'the sides share no questions: compare their rates, with Fisher’s test')
    .addOption(verdictsFlag())
    .addOption(labelsFlag())
    .addOption(turnFlag())
    .option('--force', 'compare although it would mislead')
    .addOption(defaultStoreFlag())
    .option('--all', 'every comparison and every target, not only what matters first')
    .option('--csv', 'print every figure as CSV')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor compare latest/qwen3-8b latest/llama\n  candor compare latest --across languages',
    )
    .action(async (base: string, candidate: string | undefined, options: CompareCliOptions, command: Command) => {
      if ((candidate === undefined) === (options.across === undefined)) {
        throw new UsageError(`expected two sides (BASE CANDIDATE), or one run with --across ${WITHIN.join('|')}`);
      }
      if (options.unpaired === true && options.across !== undefined) {
        throw new UsageError('expected --unpaired or --across, got both: within a run the questions are the same');
      }
      if (options.csv === true && options.json === true) throw new UsageError('expected --csv or --json, got both');
      const { correction, equivalent, labelsBy } = options;
      const speaking = {
        estimand: estimandOf(options.estimand),
        ...(equivalent === undefined ? {} : { equivalent }),
        ...(labelsBy === undefined ? {} : { labelsBy }),
      };
      if (options.across === 'home') refuseWithHome(command);
      const classifier = verdictsChoice(options);
      await withStoreToRead(io, options.store, async (store) => {
        const left = ofTurn(await resolveSide(store, base), options.turn);
        if (candidate === undefined) {
          const across = options.across ?? 'targets';
          const force = options.force === true;
          if (across === 'home') {
            const { rows, warnings } = await compareHome(store, left, classifier, { force, ...speaking });
            if (options.json === true) return writeJson(io, rows);
            const nameOf = targetNames(await store.targets(left.run.id));
            if (options.csv === true) return say(io, homeCsv(rows, nameOf));
            const warned = warnings.map((warning) => `${wrapped(`warning: ${warning}`)}\n`).join('');
            return say(io, warned + homeText(withNames(rows, nameOf)));
          }
          const all = await compareWithin(store, left, across, classifier, { correction, force, ...speaking });
          if (options.json === true) return writeJson(io, all);
          if (options.csv === true) return say(io, comparisonCsv(all, true));
          if (all.length === 0) return say(io, ONE_SIDE[across]);
          const whole = options.all === true || all.length <= FEW;
          return say(io, whole ? all.map((one) => comparisonText(one, true, true)).join('\n') : acrossText(all));
        }
        const right = ofTurn(await resolveSide(store, candidate), options.turn);
        const found = await compareSides(store, left, right, {
          force: options.force === true,
          classifier,
          correction,
          unpaired: options.unpaired === true,
          ...speaking,
        });
        if (options.json === true) return writeJson(io, found);
        return say(io, options.csv === true ? comparisonCsv([found]) : comparisonText(found, options.all === true));
      });
    });

/** Flags that mean nothing to home and away, which has intervals of its own and no p. */
function refuseWithHome(command: Command): void {
  const given = ['correction', 'equivalent', 'labelsBy'].filter((name) => command.getOptionValueSource(name) === 'cli');
  const [name] = given;
  if (name === undefined) return;
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError(`expected --across home or ${flag}, got both: home and away has intervals of its own, and no p`);
}
