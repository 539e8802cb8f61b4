import { Command, Option } from 'commander';
import { classifierNamed } from '../../audit/classifier-named.ts';
import { classifyRun } from '../../audit/classify-run.ts';
import { requireRun } from '../../audit/resolve-side.ts';
import { write, writeJson } from '../cli-io.ts';
import { EXIT } from '../exit-code.ts';
import type { BuildCommand } from '../program.ts';
import { storeOption, withStore } from '../store-option.ts';

interface ClassifyOptions {
  readonly store: string;
  readonly classifier: string;
  readonly mode: 'general' | 'probe';
  readonly json?: true;
}

/** `candor classify RUN`: judges again; adds verdicts. */
export const classifyCommand: BuildCommand = (io, end) =>
  new Command('classify')
    .description('Judge the answers of a run again. Verdicts are added; earlier ones stay.')
    .argument('<run>', 'a run: its id, the start of it, its name, or "latest"')
    .option('--classifier <name>', 'who judges', 'rules')
    .addOption(
      new Option('--mode <mode>', 'general: prompt and answer only; probe: its claims and facts too')
        .choices(['general', 'probe'])
        .default('probe'),
    )
    .addOption(storeOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor classify latest --mode general')
    .action(async (reference: string, options: ClassifyOptions) => {
      await withStore(io, options.store, async (store) => {
        const run = await requireRun(store, reference);
        const classifier = classifierNamed(options.classifier, options.mode);
        const stop = new AbortController();
        const release = io.onInterrupt(() => stop.abort());
        const done = await classifyRun(store, run.id, classifier, io.clock, stop.signal);
        release();
        if (options.json === true) await writeJson(io, done);
        else {
          const { name, version, mode } = done.classifier;
          await write(
            io.stdout,
            `${done.judged} answers judged by ${name} ${version} (${mode}), ${done.changed} differ from the verdict before, ${done.unjudged} unjudged.\n`,
          );
        }
        end(stop.signal.aborted ? EXIT.interrupted : done.unjudged > 0 ? EXIT.incomplete : EXIT.done);
      });
    });
