import type { AuditResult } from '../audit/run/audit-result.ts';
import { type CliIo, write, writeJson } from './cli-io.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { summaryText } from './summary-text.ts';

/** Prints what came of an audit, says what is missing and how to get it, and gives the exit code. */
export async function tellOutcome(result: AuditResult, json: boolean, io: CliIo): Promise<ExitCode> {
  const { run, trials, delivered, undelivered, summary, stopped, shortfalls } = result;
  if (json) await writeJson(io, { run, trials, delivered, undelivered, summary });
  else await write(io.stdout, summaryText(summary));
  if (stopped) {
    await write(io.stderr, `Stopped: ${delivered} of ${trials} answered. Go on with: candor run --resume ${run}\n`);
    return EXIT.interrupted;
  }
  const [shortfall] = shortfalls;
  if (shortfall !== undefined) {
    const missing =
      shortfall.kind === 'undelivered'
        ? `${undelivered} of ${trials} trials brought no answer. Try them again`
        : 'Answers are left unjudged. Try them again';
    await write(io.stderr, `${missing} with: candor run --resume ${run}\n`);
    return EXIT.incomplete;
  }
  if (!json) await write(io.stderr, `Run ${run}: candor show ${run} prints every answer with its evidence.\n`);
  return EXIT.done;
}
