import { Command } from 'commander';
import { labelAnswers } from '../../audit/label-answers.ts';
import { loadProbeMap } from '../../audit/load-probe-map.ts';
import { write } from '../cli-io.ts';
import type { BuildCommand } from '../program.ts';
import { readInput } from '../read-input.ts';

/** `candor label FILE|-`: answers that somebody already has, JSONL to JSONL. */
export const labelCommand: BuildCommand = (io) =>
  new Command('label')
    .description(
      'Label answers that you already have: JSONL in, JSONL out, same order. A line has "response", and may have "prompt", "id", "lang", "delivery", "finish_reason" and "probe".',
    )
    .argument('<file>', 'a JSONL file, or - for standard input')
    .option('--probes <file|id...>', 'probe sets whose claims and facts are used for lines with "probe"')
    .option('--skip-bad', 'go on after lines that cannot be read')
    .addHelpText('after', '\nExample:\n  candor label answers.jsonl > labelled.jsonl')
    .action(async (file: string, options: { probes?: string[]; skipBad?: true }) => {
      const probes = options.probes === undefined ? null : await loadProbeMap(options.probes, io.cwd);
      let skipped = 0;
      const onBad = ({ line, reason }: { line: number; reason: string }): void => {
        skipped += 1;
        io.stderr.write(`line ${line} skipped: ${reason}\n`);
      };
      const labelled = labelAnswers(readInput(io, file), probes, options.skipBad === true ? onBad : null);
      let batch = '';
      for await (const one of labelled) {
        batch += `${JSON.stringify(one)}\n`;
        if (batch.length < 65_536) continue;
        await write(io.stdout, batch);
        batch = '';
      }
      if (batch !== '') await write(io.stdout, batch);
      if (skipped > 0) await write(io.stderr, `${skipped} lines skipped.\n`);
    });
