import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { reportRuns } from '../../audit/read/report-runs.ts';
import { requireRun } from '../../audit/read/resolve-side.ts';
import { MOST_SHOWN } from '../../audit/read/shown-answers.ts';
import { UsageError } from '../../lib/errors.ts';
import { packageVersion } from '../../lib/package-version.ts';
import { visible } from '../../lib/visible.ts';
import { writeWhole } from '../../lib/write-file.ts';
import { allCharts } from '../../report/charts/all-charts.ts';
import { svgFile } from '../../report/charts/drawing.ts';
import { chartStyle } from '../../report/render-report.ts';
import { REPORT_FORMATS, type ReportFormatName } from '../../report/report-formats.ts';
import type { ReportData } from '../../report/view-model.ts';
import type { BuildCommand } from '../build-command.ts';
import { tell, write } from '../cli-io.ts';
import { wholeFlag } from '../flags/numbers.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { verdictsChoice, verdictsFlag } from '../flags/verdicts-flag.ts';
import { choiceFlag, fileFlag, textFlag } from '../flags/words.ts';
import { withStoreToRead } from '../with-store.ts';

interface ReportOptions {
  readonly store: string;
  readonly output?: string;
  readonly format: ReportFormatName;
  readonly charts?: string;
  readonly classifier?: string;
  readonly note?: string;
  readonly answers?: number;
}

/** `candor report RUN… -o FILE.html`: one self-contained page. */
export const reportCommand: BuildCommand = (io) =>
  new Command('report')
    .description('Write one page that stands alone: findings, charts, every answer behind every figure, method.')
    .argument('<runs...>', 'runs; two are compared as releases, the first as the base')
    .addOption(fileFlag('-o, --output <file>', 'where to write it (default: standard output)'))
    .addOption(choiceFlag('--format <format>', 'what to write', Object.keys(REPORT_FORMATS)).default('html'))
    .addOption(fileFlag('--charts <folder>', 'write every chart as SVG too'))
    .addOption(
      wholeFlag('--answers <n>', `answers that the page holds at most; figures count all (default: ${MOST_SHOWN})`, 1),
    )
    .addOption(textFlag('--note <text>', 'a sentence of your own for the first screen'))
    .addOption(verdictsFlag())
    .addOption(defaultStoreFlag())
    .addHelpText('after', '\nExample:\n  candor report latest -o report.html')
    .action(async (references: string[], options: ReportOptions) => {
      const { output, format, charts } = options;
      if (REPORT_FORMATS[format].forFiles && output === undefined && io.stdoutIsTerminal) {
        throw new UsageError(`expected -o FILE.${format}, since standard output is a terminal`);
      }
      await withStoreToRead(io, options.store, async (store) => {
        const runs = [];
        for (const reference of references) runs.push(await requireRun(store, reference));
        const classifier = verdictsChoice(options);
        const data = await reportRuns(store, runs, classifier, {
          version: packageVersion(),
          note: options.note ?? null,
          texts: REPORT_FORMATS[format].withTexts,
          ...(options.answers === undefined ? {} : { mostShown: options.answers }),
        });
        if (charts !== undefined) await writeCharts(data, resolve(io.cwd, charts));
        const text = REPORT_FORMATS[format].render(data);
        if (output === undefined) return write(io.stdout, io.stdoutIsTerminal ? visible(text) : text);
        await writeWhole(resolve(io.cwd, output), text);
        return tell(io, `Wrote ${output}, of ${runs.map(({ id, name }) => visible(name ?? id)).join(', ')}.\n`);
      });
    });

async function writeCharts(data: ReportData, folder: string): Promise<void> {
  const style = chartStyle();
  for (const [name, drawing] of allCharts(data)) {
    await writeWhole(join(folder, `${name}.svg`), svgFile(drawing, style));
  }
}
