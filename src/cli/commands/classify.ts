import { Command } from 'commander';
import { type Classified, classifyRun } from '../../audit/judge/classify-run.ts';
import { type ClassifierSource, judgesOf } from '../../audit/judge/open-classifier.ts';
import { requireOtherFamily } from '../../audit/judge/other-family.ts';
import { planJudging } from '../../audit/judge/plan-judging.ts';
import { requireRun } from '../../audit/read/resolve-side.ts';
import { MODES, type Mode } from '../../model/verdict.ts';
import type { Store } from '../../store/store.ts';
import { agreeToCalls } from '../agree-to-calls.ts';
import { agreementText } from '../agreement-text.ts';
import type { BuildCommand } from '../build-command.ts';
import { classifierRequest } from '../classifier-request.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { estimateTable } from '../estimate-table.ts';
import { EXIT } from '../exit-code.ts';
import { addClassifierFlags, type ClassifierOptions } from '../flags/classifier-flags.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { choiceFlag } from '../flags/words.ts';
import { judgingProgress } from '../judging-progress.ts';
import { withJudges } from '../open-judges.ts';
import { withStopSignal } from '../stop-signal.ts';
import { withStore } from '../with-store.ts';

interface ClassifyOptions extends ClassifierOptions {
  readonly store: string;
  readonly mode: Mode;
  readonly json?: true;
}

/** `candor classify RUN`: judges again; adds verdicts. */
export const classifyCommand: BuildCommand = (io, end) =>
  addClassifierFlags(new Command('classify'))
    .description(
      'Judge the answers of a run again, by the rules, by a model, or by a panel of both. Verdicts are added; earlier ones stay, and the newest counts. What a judge has replied is kept: stopped and called again, nothing is asked twice.',
    )
    .argument('<run>', 'a run: its id, the start of it, its name, or "latest"')
    .addOption(
      choiceFlag('--mode <mode>', 'general: prompt and answer only; probe: its claims and facts too', MODES).default(
        'probe',
      ),
    )
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor classify latest --mode general\n  candor classify latest --classifier judge:ollama:qwen3:8b\n  candor classify latest --panel rules,judge:a,judge:b\n  candor classify latest --panel rules,judge:a --escalate-below 0.8',
    )
    .action(async (reference: string, options: ClassifyOptions) => {
      const request = await classifierRequest(options, io);
      await withStopSignal(io, end, (signal) =>
        withStore(io, options.store, async (store) => {
          const run = await requireRun(store, reference);
          const subjects = await store.targets(run.id);
          const warnings = requireOtherFamily(judgesOf(request), subjects, options.sameFamily === true);
          for (const warning of warnings) void tell(io, `warning: ${warning}\n`);
          const done = await withJudges(io, request, store, signal, (source) =>
            classify(store, run.id, source, options, io, signal),
          );
          if (options.json === true) await writeJson(io, done);
          else await say(io, classifiedText(done));
          end(done.unjudged > 0 ? EXIT.incomplete : EXIT.done);
        }),
      );
    });

async function classify(
  store: Store,
  run: string,
  source: ClassifierSource,
  options: ClassifyOptions,
  io: CliIo,
  signal: AbortSignal,
): Promise<Classified> {
  const opened = await source.in(options.mode);
  let total: number | null = null;
  if (opened.judges.length > 0) {
    const plan = await planJudging(store, run, opened, signal);
    total = plan.texts;
    await tell(io, `${plan.texts} answers and reasoning traces to judge\n${estimateTable(plan.estimates)}`);
    await agreeToCalls(plan.estimates, options.yes === true, io);
  }
  const onJudged = judgingProgress(io, total);
  const members = opened.rule === null ? [] : opened.members;
  return classifyRun(store, run, opened.classifier, io.clock, signal, { members, onJudged });
}

function classifiedText({ run, classifier, judged, unjudged, changed, kept, agreement }: Classified): string {
  const { name, version, mode } = classifier;
  const before = kept === 0 ? '' : `${kept} of them before, `;
  const line = `${judged} answers judged by ${name} ${version} (${mode}), ${before}${changed} differ from the verdict before, ${unjudged} unjudged.\n`;
  const why = unjudged === 0 ? '' : `candor show ${run} --class unjudged tells why.\n`;
  return `${line}${why}${agreement === null ? '' : agreementText(agreement)}`;
}
