import { Command } from 'commander';
import { type Classified, classifyRun } from '../../audit/judge/classify-run.ts';
import type { JudgeUsage } from '../../audit/judge/judge-meter.ts';
import { type ClassifierRequest, type ClassifierSource, judgesOf } from '../../audit/judge/open-classifier.ts';
import { requireOtherFamily } from '../../audit/judge/other-family.ts';
import { planJudging } from '../../audit/judge/plan-judging.ts';
import { requireRun } from '../../audit/read/resolve-side.ts';
import { unsureAnswers } from '../../audit/review/unsure-answers.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { MODES, type Mode } from '../../model/verdict.ts';
import { shownPlace } from '../../store/postgres-address.ts';
import type { Store } from '../../store/store.ts';
import { agreeToCalls } from '../agree-to-calls.ts';
import { agreementText } from '../agreement-text.ts';
import type { BuildCommand } from '../build-command.ts';
import { classifierRequest, escalationRequest } from '../classifier-request.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { estimateTable } from '../estimate-table.ts';
import { EXIT } from '../exit-code.ts';
import { addClassifierFlags, type ClassifierOptions } from '../flags/classifier-flags.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { choiceFlag, textFlag } from '../flags/words.ts';
import { REPEATS_NOTE, usageText } from '../judge-usage-text.ts';
import { judgingProgress } from '../judging-progress.ts';
import { withJudges } from '../open-judges.ts';
import { withStopSignal } from '../stop-signal.ts';
import { withExistingStore } from '../with-store.ts';

interface ClassifyOptions extends ClassifierOptions {
  readonly store: string;
  readonly mode: Mode;
  readonly all?: true;
  readonly escalate?: string | true;
  readonly judge?: string;
  readonly json?: true;
}

/** What judging a run came to, and what its judges took. */
interface ClassifiedRun extends Classified {
  readonly usage: readonly JudgeUsage[];
}

/** `candor classify RUN`: judges again; adds verdicts. */
export const classifyCommand: BuildCommand = (io, end) =>
  addClassifierFlags(new Command('classify'))
    .description(
      'Judge the answers of a run again, by the rules, by a model, or by a panel of both. Verdicts are added; earlier ones stay, and the newest counts. What a judge has replied is kept: stopped and called again, nothing is asked twice.',
    )
    .argument('[run]', 'a run: its id, the start of it, its name, or "latest"')
    .option('--all', 'judge every run of the store')
    .addOption(
      textFlag(
        '--escalate [to]',
        'the rules judge, and exactly the answers that they are unsure of or leave unjudged go to a judge (judge:TARGET, or --judge TARGET); review: they are counted, and "candor review RUN --unsure" takes them',
      ),
    )
    .addOption(
      textFlag('--judge <target>', 'with --escalate: who judges those answers (default: the judge of candor.yaml)'),
    )
    .addOption(
      choiceFlag('--mode <mode>', 'general: prompt and answer only; probe: its claims and facts too', MODES).default(
        'probe',
      ),
    )
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor classify latest --mode general\n  candor classify latest --escalate judge:ollama:gemma3:12b\n  candor classify latest --classifier judge:ollama:qwen3:8b\n  candor classify latest --panel rules,judge:a,judge:b\n  candor classify --all',
    )
    .action(async (reference: string | undefined, options: ClassifyOptions) => {
      if ((reference === undefined) === (options.all === undefined))
        throw new UsageError(`expected a run, or --all, got ${reference === undefined ? 'neither' : 'both'}`);
      if (options.judge !== undefined && options.escalate === undefined)
        throw new UsageError('expected --escalate beside --judge; a judge of all answers is --classifier judge:TARGET');
      const toReview = options.escalate === 'review';
      if (toReview && options.judge !== undefined)
        throw new UsageError('expected --escalate review or --judge, got both');
      await withStopSignal(io, end, (signal) =>
        withExistingStore(io, options.store, async (store) => {
          const runs = reference === undefined ? await store.listRuns() : [await requireRun(store, reference)];
          if (runs.length === 0) throw new UsageError(`expected runs in ${shownPlace(options.store)}, got none`);
          if (toReview) return queueForReview(store, runs, options, io);
          const request =
            options.escalate === undefined
              ? await classifierRequest(options, io)
              : await escalationRequest(options, io);
          const done: ClassifiedRun[] = [];
          for (const { id } of runs) {
            if (signal.aborted) break;
            done.push(await classifyOne(store, id, request, options, io, signal));
          }
          if (options.json === true) await writeJson(io, options.all === true ? done : done[0]);
          else await say(io, done.map(classifiedText).join(''));
          // Languages that were not measured are a warning, and no reason to call again.
          end(done.some(({ unjudged, unmeasured }) => unjudged > unmeasured) ? EXIT.incomplete : EXIT.done);
        }),
      );
    });

async function classifyOne(
  store: Store,
  run: string,
  request: ClassifierRequest,
  options: ClassifyOptions,
  io: CliIo,
  signal: AbortSignal,
): Promise<ClassifiedRun> {
  const subjects = await store.targets(run);
  const warnings = requireOtherFamily(judgesOf(request), subjects, options.sameFamily === true);
  for (const warning of warnings) void tell(io, `warning: ${warning}\n`);
  return withJudges(io, request, store, signal, (source) => classify(store, run, source, options, io, signal));
}

async function classify(
  store: Store,
  run: string,
  source: ClassifierSource,
  options: ClassifyOptions,
  io: CliIo,
  signal: AbortSignal,
): Promise<ClassifiedRun> {
  const opened = await source.in(options.mode);
  let total: number | null = null;
  if (opened.judges.length > 0) {
    const plan = await planJudging(store, run, opened, signal);
    total = plan.texts;
    await tell(
      io,
      `${plan.texts} answers and reasoning traces to judge\n${estimateTable(plan.estimates)}${REPEATS_NOTE}`,
    );
    await agreeToCalls(plan.estimates, options.yes === true, io);
  }
  const onJudged = judgingProgress(io, total);
  const members = opened.rule === null ? [] : opened.members;
  const done = await classifyRun(store, run, opened.classifier, io.clock, signal, { members, onJudged });
  return { ...done, usage: opened.judges.map((judge) => judge.usage()) };
}

/** Says how many answers people should read, and how. */
async function queueForReview(
  store: Store,
  runs: readonly { readonly id: string }[],
  options: ClassifyOptions,
  io: CliIo,
): Promise<void> {
  const queues = [];
  for (const { id } of runs) {
    const { answers, unsure, unjudged } = await unsureAnswers(store, id);
    const review = `candor review ${id} --store ${shownPlace(options.store)} --unsure`;
    queues.push({ run: id, answers, unsure: unsure.length, unjudged: unjudged.length, review });
  }
  if (options.json === true) return writeJson(io, options.all === true ? queues : queues[0]);
  const lines = queues.map(({ run, answers, unsure, unjudged, review }) => {
    const then = unsure + unjudged === 0 ? 'Nothing is to be read.' : `${review} takes them.`;
    return `${unsure} of ${answers} answers of ${run} have an unsure verdict, ${unjudged} have none. ${then}\n`;
  });
  await say(io, lines.join(''));
}

function classifiedText(done: ClassifiedRun): string {
  const { run, classifier, judged, unjudged, unmeasured, changed, kept, agreement, usage } = done;
  const { name, version, mode } = classifier;
  const before = kept === 0 ? '' : `${kept} of them before, `;
  const line = `${numberOf(judged, 'answer')} judged by ${name} ${version} (${mode}), ${before}${changed} ${changed === 1 ? 'differs' : 'differ'} from the verdict before, ${unjudged} unjudged.\n`;
  const why = unjudged === 0 ? '' : `candor show ${run} --class unjudged tells why.\n`;
  const foreign =
    unmeasured === 0
      ? ''
      : `warning: ${unmeasured} of the unjudged answers are in a language in which ${name} was not measured\n`;
  return `${line}${foreign}${why}${usageText(usage)}${agreement === null ? '' : agreementText(agreement)}`;
}
