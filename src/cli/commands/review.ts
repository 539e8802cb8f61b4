import { resolve } from 'node:path';
import { Command } from 'commander';
import { resolveSide, type Side } from '../../audit/read/resolve-side.ts';
import { summarizeRun } from '../../audit/read/summarize-run.ts';
import { type DrawnSample, sampleForLabels } from '../../audit/review/draw-sample.ts';
import { reviewGold } from '../../audit/review/review-gold.ts';
import { reviewPool } from '../../audit/review/review-pool.ts';
import { startReview } from '../../audit/review/review-server.ts';
import { takeInPacket } from '../../audit/review/take-in.ts';
import { unsureAnswers } from '../../audit/review/unsure-answers.ts';
import { writePacket } from '../../audit/review/write-packet.ts';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { visibleJson } from '../../lib/visible.ts';
import { writeWhole } from '../../lib/write-file.ts';
import { nameProblem } from '../../review/app.tsx';
import { planReview, type ReviewPlan } from '../../review/plan.ts';
import { drawQueue, STRATUM_FIELDS, type StratumField } from '../../review/queue.ts';
import { planEstimands } from '../../review/sample-plan.ts';
import { shownPlace } from '../../store/postgres-address.ts';
import type { Store } from '../../store/store.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, write, writeJson } from '../cli-io.ts';
import { collectByHand } from '../collect-by-hand.ts';
import { EXIT } from '../exit-code.ts';
import { choicesFlag, idsFlag, probesFlag } from '../flags/lists.ts';
import { shareFlag, wholeFlag } from '../flags/numbers.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { verdictsChoice, verdictsFlag } from '../flags/verdicts-flag.ts';
import { fileFlag, textFlag } from '../flags/words.ts';
import { takenInText } from '../packet-text.ts';
import { estimandsText, reviewPlanText } from '../review-plan-text.ts';
import { interruption } from '../stop-signal.ts';
import { summaryText } from '../summary-text.ts';
import { withExistingStore, withStoreToRead } from '../with-store.ts';

interface ReviewOptions {
  readonly store: string;
  readonly by?: string;
  readonly sample?: number;
  readonly unsure?: true;
  readonly stratify?: readonly StratumField[];
  readonly seed: number;
  readonly classifier?: string;
  readonly port: number;
  readonly plan?: true;
  readonly width: number;
  readonly assume: number;
  readonly export?: string;
  readonly packet?: string;
  readonly people?: readonly string[];
  readonly takeIn?: string;
  readonly adjudicator: string;
  readonly collect?: string;
  readonly probes?: readonly string[];
  readonly json?: true;
}

/** `candor review RUN`: the local page on which people read blind and label; its plan; its labels as gold. */
export const reviewCommand: BuildCommand = (io, end) =>
  new Command('review')
    .description(
      'Serve a local page on which people read answers blind and label them; plan how many to label; write the labels as gold JSONL.',
    )
    .argument('[run]', 'RUN, RUN/TARGET or RUN/TARGET/LANG', 'latest')
    .addOption(textFlag('--by <name>', 'who labels (default: the page asks)'))
    .addOption(
      wholeFlag(
        '--sample <n>',
        'label a random sample of so many answers, from which the run’s rates are estimated; more than before draws further ones (default: the sample that was drawn, else all)',
        1,
      ),
    )
    .option('--unsure', 'label exactly the answers whose verdict is unsure or missing; their labels stand for no rate')
    .addOption(
      choicesFlag('--stratify <fields>', 'strata of the sample (default: class,target,lang,role)', STRATUM_FIELDS),
    )
    .addOption(wholeFlag('--seed <n>', 'of the first draw; the same seed gives the same queue', 0).default(1))
    .addOption(verdictsFlag('whose verdicts divide the answers'))
    .addOption(wholeFlag('--port <n>', 'on 127.0.0.1; 0: any free one', 0, 65_535).default(0))
    .option('--plan', 'print what the labels will tell of the classifier’s error, and end')
    .addOption(shareFlag('--width <share>', 'with --plan: the width wanted of an interval', 'between').default(0.1))
    .addOption(
      shareFlag('--assume <share>', 'with --plan: how often the classifier is thought to be right', 'between').default(
        0.85,
      ),
    )
    .addOption(fileFlag('--export <file>', 'write the labels as gold JSONL, - for standard output, and end'))
    .addOption(
      fileFlag(
        '--packet <folder>',
        'write the sample for people who label apart: forms without a server, tables, codebook, key; and end',
      ),
    )
    .addOption(idsFlag('--people <names>', 'with --packet: who labels (default: first,second)'))
    .addOption(fileFlag('--take-in <folder>', 'take the labels of a packet in, say how far people agree, and end'))
    .addOption(
      textFlag('--adjudicator <name>', 'with --take-in: whose decisions are in the folder').default('adjudicator'),
    )
    .addOption(
      textFlag(
        '--collect <name>',
        'a form for answers that people take from an app by hand; they become a run of this name',
      ),
    )
    .addOption(
      probesFlag(
        '--probes <file|id>',
        'with --collect: the sets whose questions may be asked (default: all that ship)',
      ),
    )
    .addOption(defaultStoreFlag())
    .option('--json', 'print the plan, the link, or what was taken in, as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor review latest --sample 300 --plan\n  candor review latest --sample 300 --by Ada\n  candor review latest --sample 300 --packet labels --people Ada,Ben && candor review --take-in labels\n  candor review latest --export gold.jsonl && candor calibrate gold.jsonl',
    )
    .action(async (reference: string, options: ReviewOptions) => {
      if (options.collect !== undefined) return end(await collectByHand(options.collect, options, io));
      if (options.probes !== undefined) throw new UsageError('expected --collect NAME with --probes, got none');
      const open = options.plan === true || options.export !== undefined ? withStoreToRead : withExistingStore;
      await open(io, options.store, async (store) => {
        if (options.takeIn !== undefined) return takeIn(io, store, options, options.takeIn);
        const side = await resolveSide(store, reference);
        if (options.export !== undefined) return exportGold(io, store, side, options.export);
        const now = (): string => isoTime(io.clock.now());
        const drawn = await whatToLabel(store, side, options, now());
        const { pool, queue, fields } = drawn;
        const { assume: assumed, width } = options;
        const plan = planReview(pool, queue, { stratify: fields, assumed, width });
        if (options.plan === true) {
          const estimands = planEstimands(pool, queue, { assumed, width });
          if (options.json === true) return writeJson(io, { ...plan, estimands });
          return say(io, `${reviewPlanText(plan)}\n${estimandsText(estimands, width)}`);
        }
        if (drawn.fresh > 0) await store.addLabelSample(side.run.id, drawn.rows);
        if (options.packet !== undefined) return packet(io, store, side, options, options.packet, drawn);
        const server = await startReview(store, side, {
          pool,
          queue,
          by: options.by ?? null,
          port: options.port,
          exportCommand: `candor review ${reference} --store ${shownPlace(options.store)} --export gold.jsonl`,
          now,
        });
        await announce(io, options, server.url, side.run.id, plan, drawn);
        await interruption(io);
        await server.close();
        end(EXIT.interrupted);
      });
    });

/** The sample of the run, drawn larger where `--sample` asks for it; all answers where none was ever drawn. */
async function whatToLabel(store: Store, side: Side, options: ReviewOptions, at: string): Promise<DrawnSample> {
  const { seed, sample = null, stratify } = options;
  const choice = verdictsChoice(options);
  if (options.unsure === true) return unsureToLabel(store, side, options);
  const drawn = await sampleForLabels(store, side, { size: sample, seed, fields: stratify ?? null, choice, at });
  const pool = drawn?.pool ?? (await reviewPool(store, side, choice));
  if (pool.length === 0) {
    throw new UsageError(
      `expected answers with an opinion in ${side.reference}, got none; "candor runs" tells what arrived`,
    );
  }
  if (drawn !== null) return drawn;
  const fields = stratify ?? [];
  return { pool, queue: drawQueue(pool, { seed, stratify: fields, sample }), fields, rows: [], fresh: 0 };
}

/** Answers with an unsure verdict or none, all of them: no sample, and none is drawn or kept. */
async function unsureToLabel(
  store: Store,
  side: Side,
  options: Pick<ReviewOptions, 'sample' | 'seed' | 'stratify' | 'classifier'>,
): Promise<DrawnSample> {
  if (options.sample !== undefined)
    throw new UsageError(
      'expected --unsure or --sample, got both: answers that were picked for being unsure are no sample',
    );
  const choice = verdictsChoice(options);
  const { unsure, unjudged } = await unsureAnswers(store, side.run.id, choice, side.filter);
  const wanted = new Set([...unsure, ...unjudged]);
  const pool = (await reviewPool(store, side, choice)).filter(({ trial }) => wanted.has(trial));
  if (pool.length === 0)
    throw new UsageError(`expected answers in ${side.reference} whose verdict is unsure or missing, got none`);
  const fields = options.stratify ?? [];
  const queue = drawQueue(pool, { seed: options.seed, stratify: fields, sample: null });
  return { pool, queue, fields, rows: [], fresh: 0 };
}

async function announce(
  io: CliIo,
  options: ReviewOptions,
  url: string,
  run: string,
  plan: ReviewPlan,
  { rows, fresh, fields }: DrawnSample,
): Promise<void> {
  const answers = plan.labels;
  if (options.json === true) return writeJson(io, { url, run, answers, drawn: rows.length, fresh });
  await say(io, `${url}\n`);
  if (rows.length > 0) {
    const news = fresh === rows.length ? 'drawn now' : fresh === 0 ? 'drawn before' : `${fresh} of them drawn now`;
    await tell(
      io,
      `${answers} answers are a random sample of ${plan.answers} of ${run} in strata of ${fields.join(', ')} (${news}): rates and differences are estimated from their labels (--plan says how many each needs). Open the link; it works on this machine only. Labels are stored at once; Ctrl-C ends.\n`,
    );
    return;
  }
  await tell(
    io,
    `${answers} of ${plan.answers} answers of ${run} to label: they will tell how often the classifier is right with an interval ${plan.accuracy.width.toFixed(2)} wide (--plan says more). Open the link; it works on this machine only. Labels are stored at once; Ctrl-C ends.\n`,
  );
}

async function packet(
  io: CliIo,
  store: Store,
  side: Side,
  options: ReviewOptions,
  folder: string,
  { rows }: DrawnSample,
): Promise<void> {
  if (rows.length === 0)
    throw new UsageError('expected --sample N with --packet: no sample was drawn from this run yet');
  const { people = ['first', 'second'] } = options;
  const at = isoTime(io.clock.now());
  const { items } = await writePacket(store, resolve(io.cwd, folder), { run: side.run.id, sample: rows, people, at });
  if (options.json === true) return writeJson(io, { run: side.run.id, folder, people, drawn: rows.length, items });
  await tell(
    io,
    `${folder}: ${rows.length} answers for ${people.join(' and ')} (${items} items each, some of known class and some twice). README.txt says how to go on; key.jsonl is not for those who label.\n`,
  );
}

async function takeIn(io: CliIo, store: Store, options: ReviewOptions, folder: string): Promise<void> {
  const wrong = nameProblem(options.adjudicator);
  if (wrong !== null)
    throw new UsageError(`expected a name after --adjudicator, got ${JSON.stringify(options.adjudicator)}. ${wrong}`);
  const at = isoTime(io.clock.now());
  const taken = await takeInPacket(store, resolve(io.cwd, folder), { at, decider: options.adjudicator });
  const summary = await summarizeRun(store, taken.run, {});
  if (options.json === true) return writeJson(io, { ...taken, summary });
  await say(io, `${takenInText(taken)}\n${summaryText(summary)}`);
}

async function exportGold(io: CliIo, store: Store, side: Side, file: string): Promise<void> {
  const lines: string[] = [];
  for await (const line of reviewGold(store, side)) lines.push(`${JSON.stringify(line)}\n`);
  if (lines.length === 0)
    throw new UsageError(
      `expected labels of people on ${side.reference}, got none; "candor review ${side.reference}" takes them`,
    );
  if (file === '-') return write(io.stdout, visibleJson(lines.join('')));
  await writeWhole(resolve(io.cwd, file), lines.join(''));
  await tell(io, `Wrote ${numberOf(lines.length, 'label')} to ${file}.\n`);
}
