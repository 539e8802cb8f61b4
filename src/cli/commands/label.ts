import { Command } from 'commander';
import { labelAnswers } from '../../audit/collect/label-answers.ts';
import { judgesOf } from '../../audit/judge/open-classifier.ts';
import { requireOtherFamily } from '../../audit/judge/other-family.ts';
import { numberOf } from '../../lib/number-of.ts';
import { visible, visibleJson } from '../../lib/visible.ts';
import type { Store } from '../../store/store.ts';
import { agreeToCalls } from '../agree-to-calls.ts';
import type { BuildCommand } from '../build-command.ts';
import { classifierRequest } from '../classifier-request.ts';
import { type CliIo, tell, write } from '../cli-io.ts';
import { addClassifierFlags, type ClassifierOptions } from '../flags/classifier-flags.ts';
import { probesFlag } from '../flags/lists.ts';
import { storeFlag } from '../flags/store-flag.ts';
import { encodingFlag } from '../flags/words.ts';
import { usageText } from '../judge-usage-text.ts';
import { withJudges } from '../open-judges.ts';
import { readInput } from '../read-input.ts';
import { withStopSignal } from '../stop-signal.ts';
import { withStore } from '../with-store.ts';

interface LabelOptions extends ClassifierOptions {
  readonly probes?: string[];
  readonly skipBad?: true;
  readonly encoding?: string;
  readonly store?: string;
}

/** `candor label FILE|-`: answers that somebody already has, JSONL to JSONL. */
export const labelCommand: BuildCommand = (io, end) =>
  addClassifierFlags(new Command('label'))
    .description(
      'Label answers that you already have: JSONL in, JSONL out, same order. A line has "response", and may have "prompt", "id", "lang", "delivery", "finish_reason", "reasoning", "refusal" and "probe"; of a cut only "finish_reason" (length) or "delivery" (truncated) tells, no other field.',
    )
    .argument('<file>', 'a JSONL file, or - for standard input')
    .addOption(probesFlag('--probes <file|id>', 'probe sets whose claims and facts are used for lines with "probe"'))
    .option('--skip-bad', 'go on after lines that cannot be read')
    .addOption(encodingFlag())
    .addOption(storeFlag("keep a judge's replies here, so that a second call asks for none of them again"))
    .addHelpText(
      'after',
      '\nExamples:\n  candor label answers.jsonl > labelled.jsonl\n  candor label answers.jsonl --classifier judge:ollama:gemma3:12b',
    )
    .action(async (file: string, options: LabelOptions) => {
      await withStopSignal(io, end, (signal) =>
        options.store === undefined
          ? label(file, options, null, io, signal)
          : withStore(io, options.store, (store) => label(file, options, store, io, signal)),
      );
    });

async function label(
  file: string,
  options: LabelOptions,
  store: Store | null,
  io: CliIo,
  signal: AbortSignal,
): Promise<void> {
  const request = await classifierRequest(options, io);
  const probes =
    options.probes === undefined
      ? null
      : await (await import('../../probes/probe-map.ts')).loadProbeMap(options.probes, io.cwd);
  for (const warning of requireOtherFamily(judgesOf(request), [], true)) void tell(io, `warning: ${warning}\n`);
  const hosted = judgesOf(request).map(({ spec }) => ({ target: `judge:${spec.id}`, where: spec.where, calls: 1 }));
  await agreeToCalls(hosted, options.yes === true, io);
  let skipped = 0;
  let unjudged = 0;
  let labelled = 0;
  const onBad = ({ line, reason }: { line: number; reason: string }): void => {
    skipped += 1;
    void tell(io, `line ${line} skipped: ${reason}\n`);
  };
  await withJudges(io, request, store, signal, async (source) => {
    const [general, probe] = [await source.in('general'), await source.in('probe')];
    const classifiers = { general: general.classifier, probe: probe.classifier };
    const onBadLine = options.skipBad === true ? onBad : null;
    const atOnce = request.members.every(({ kind }) => kind === 'rules') ? 65_536 : 0;
    let batch = '';
    const said = {
      encoding: options.encoding ?? null,
      onNote: (note: string) => void tell(io, `note: ${visible(note)}\n`),
    };
    for await (const one of labelAnswers(readInput(io, file, said), probes, onBadLine, classifiers, signal)) {
      labelled += 1;
      if (one.unjudged === true) unjudged += 1;
      batch += `${visibleJson(JSON.stringify(one))}\n`;
      if (batch.length < atOnce) continue;
      await write(io.stdout, batch);
      batch = '';
    }
    if (batch !== '') await write(io.stdout, batch);
    await tell(io, usageText(general.judges.map((judge) => judge.usage())));
  });
  if (labelled === 0) await tell(io, 'No answers to label.\n');
  if (skipped > 0) await tell(io, `${numberOf(skipped, 'line')} skipped.\n`);
  if (unjudged > 0) await tell(io, `${numberOf(unjudged, 'answer')} unjudged; "note" says why.\n`);
}
