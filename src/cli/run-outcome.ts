import type { AuditResult, Shortfall } from '../audit/run/audit-result.ts';
import { type CliIo, say, tell, writeJson } from './cli-io.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { inStore } from './flags/store-flag.ts';
import { summaryText } from './summary-text.ts';

/** Prints what came of an audit, says what is missing and how to get it from the store at `place`, and gives the exit code. */
export async function tellOutcome(result: AuditResult, json: boolean, place: string, io: CliIo): Promise<ExitCode> {
  const store = inStore(place, io.env);
  const { run, trials, delivered, undelivered, warnings, summary, stopped, shortfalls } = result;
  if (json) await writeJson(io, { run, trials, delivered, undelivered, warnings, summary });
  else await say(io, summaryText(summary));
  if (stopped) {
    await tell(io, `Stopped: ${stoppedText(result)}. Go on with: candor run --resume ${run}${store}\n`);
    return EXIT.interrupted;
  }
  for (const shortfall of shortfalls) await tell(io, `${missingText(shortfall, result, store)}\n`);
  if (shortfalls.length > 0) return EXIT.incomplete;
  if (!json) await tell(io, `Run ${run}: candor show ${run}${store} prints every answer with its evidence.\n`);
  return EXIT.done;
}

/** What became of the planned trials; parts that are none are left out. */
function stoppedText({ trials, delivered, summary: { rows } }: AuditResult): string {
  const totals = rows.filter(({ lang, topic, style }) => lang !== null && topic === null && style === null);
  const count = (field: 'withheld' | 'errors'): number => totals.reduce((sum, row) => sum + row[field], 0);
  const [withheld, failed] = [count('withheld'), count('errors')];
  const others = [
    `${withheld} filtered or empty`,
    `${failed} failed`,
    `${Math.max(0, trials - delivered - failed)} never asked`,
  ].filter((part) => !part.startsWith('0 '));
  return [`${delivered - withheld} of ${trials} answered`, ...others].join(', ');
}

function missingText(shortfall: Shortfall, { run, trials }: AuditResult, store: string): string {
  switch (shortfall.kind) {
    case 'undelivered':
      return `${shortfall.trials} of ${trials} trials failed or were never asked. Try them again with: candor run --resume ${run}${store}`;
    case 'turns':
      return `${shortfall.trials} conversations of ${trials} broke off behind an answer: a later turn failed or was never asked. Try them again with: candor run --resume ${run}${store}`;
    case 'budget_spent':
      return `${shortfall.target}: ${shortfall.trials} of ${shortfall.of} trials hold thinking and no answer. They say nothing about the model: raise its params.reasoning_tokens (or max_tokens), or set think: false, and start a new run.`;
    case 'unjudged':
      if (shortfall.judge) return `Answers are left unjudged. Try them again with: candor run --resume ${run}${store}`;
      return `${shortfall.answers} answers are left unjudged: candor show ${run} --class unjudged${store} prints them, candor review ${run}${store} lets a person label them.`;
  }
}
