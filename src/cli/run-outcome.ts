import type { AuditResult, Shortfall } from '../audit/run/audit-result.ts';
import { numberOf } from '../lib/number-of.ts';
import { type CliIo, say, tell, writeJson } from './cli-io.ts';
import { costText } from './cost-text.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { inStore } from './flags/store-flag.ts';
import { summaryText } from './summary-text.ts';

/** Prints what came of an audit, says what is missing and how to get it from the store at `place`, and gives the exit code. */
export async function tellOutcome(result: AuditResult, json: boolean, place: string, io: CliIo): Promise<ExitCode> {
  const store = inStore(place, io.env);
  const { run, trials, delivered, undelivered, warnings, summary, costs, stopped, shortfalls } = result;
  if (json) await writeJson(io, { run, trials, delivered, undelivered, warnings, summary, costs });
  else await say(io, summaryText(summary));
  await tell(io, costText(costs));
  if (stopped) {
    await tell(io, `Stopped: ${stoppedText(result)}. Go on with: candor run --resume ${run}${store}\n`);
    return EXIT.interrupted;
  }
  for (const shortfall of shortfalls) await tell(io, `${missingText(shortfall, result, store)}\n`);
  if (delivered === 0 && trials > 0)
    await tell(io, 'No answer came: "latest" goes on naming the newest run that brought one, where there is one.\n');
  if (shortfalls.length > 0) return EXIT.incomplete;
  if (!json) await tell(io, `Run ${run}: candor show ${run}${store} prints every answer with its evidence.\n`);
  return EXIT.done;
}

/** How many of the trials without an answer failed, and how many were never asked. */
function lostText(lost: number, { trials, summary: { rows } }: AuditResult): string {
  const totals = rows.filter(({ lang, topic, style }) => lang !== null && topic === null && style === null);
  const unasked = Math.min(
    lost,
    totals.reduce((sum, row) => sum + row.never_asked, 0),
  );
  const parts = [
    ...(lost > unasked ? [`${lost - unasked} failed`] : []),
    ...(unasked > 0 ? [`${unasked} ${unasked === 1 ? 'was' : 'were'} never asked`] : []),
  ];
  return `Of ${numberOf(trials, 'trial')}, ${parts.join(' and ')}.`;
}

/** What became of the planned trials; parts that are none are left out. */
function stoppedText({ trials, delivered, summary: { rows } }: AuditResult): string {
  const totals = rows.filter(({ lang, topic, style }) => lang !== null && topic === null && style === null);
  const count = (field: 'withheld' | 'never_asked'): number => totals.reduce((sum, row) => sum + row[field], 0);
  const [withheld, unasked] = [count('withheld'), count('never_asked')];
  const failed = Math.max(0, trials - delivered - unasked);
  const others = [`${withheld} filtered or empty`, `${failed} failed`, `${unasked} never asked`].filter(
    (part) => !part.startsWith('0 '),
  );
  return [`${delivered - withheld} of ${trials} answered`, ...others].join(', ');
}

function missingText(shortfall: Shortfall, result: AuditResult, store: string): string {
  const { run, trials } = result;
  switch (shortfall.kind) {
    case 'undelivered':
      return `${lostText(shortfall.trials, result)} Try them again with: candor run --resume ${run}${store}`;
    case 'turns':
      return `${numberOf(shortfall.trials, 'conversation')} of ${trials} broke off behind an answer: a later turn failed or was never asked. Try them again with: candor run --resume ${run}${store}`;
    case 'budget_spent':
      return `${shortfall.target}: ${shortfall.trials} of ${shortfall.of} trials hold thinking and no answer. They say nothing about the model: raise its params.reasoning_tokens (or max_tokens), or set think: false, and start a new run.`;
    case 'unjudged':
      if (shortfall.judge) return `Answers are left unjudged. Try them again with: candor run --resume ${run}${store}`;
      return `${numberOf(shortfall.answers, 'answer is', 'answers are')} left unjudged: candor show ${run} --class unjudged${store} prints ${shortfall.answers === 1 ? 'it' : 'them'}, candor review ${run}${store} lets a person label ${shortfall.answers === 1 ? 'it' : 'them'}.`;
  }
}
