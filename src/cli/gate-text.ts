import type { GateResult } from '../compare/gate.ts';
import type { GateCheck } from '../compare/gate-check.ts';
import { visible } from '../lib/visible.ts';
import {
  changeText,
  checkName,
  checkNotes,
  counted,
  gateBasis,
  noAnswer,
  points,
  scopeWords,
  sharePercent,
} from '../report/gate-words.ts';
import { namedGate } from '../report/named-gate.ts';
import { namesLine } from '../report/names-line.ts';
import { percent, renderTable, shortNames, wrapped } from './table.ts';

/** Changed probes that are listed. */
const MOST_CHANGED = 15;
const SHORT = { refusal: 'refusal', official_narrative: 'official', withheld: 'withheld', other: 'other' } as const;

/** A gate for a terminal of 80 columns. */
export function gateText(given: GateResult): string {
  const short = shortNames(Object.values(given.names ?? {}));
  const result = namedGate(given, short);
  const named = namesLine(result.names);
  const { base, candidate, checks, changed, reasons, warnings, failures = [], verdict } = result;
  const lines = [
    `${base}  →  ${candidate}`,
    ...(named === null ? [] : [wrapped(named)]),
    `${counted(result.paired, 'pair')} of sensitive answers (${sharePercent(result.paired_share)} of those planned), ${result.unpaired} without a partner`,
    ...warnings.map((warning) => wrapped(`warning: ${warning}`)),
    ...reasons.map(wrapped),
    ...failures.map((failure) => wrapped(visible(noAnswer(failure)))),
    '',
  ];
  // Of several models each stands once above its rates, where it has no room beside them.
  const byModel = checks.some(({ scope }) =>
    Object.values(result.names ?? {}).some((name) => scope.startsWith(`${short(name)} `)),
  );
  const cells = checks.map((check) => {
    const [rate = '', where = '', ...figures] = row(check);
    return byModel ? [where, rate, ...figures] : [rate, where, ...figures];
  });
  const heads = ['base', 'cand.', 'change', 'margin', 'verdict'];
  lines.push(renderTable([...(byModel ? ['where', 'rate'] : ['rate', 'where']), ...heads], cells, 2).trimEnd());
  for (const check of checks) {
    const notes = checkNotes(check);
    if (notes.length > 0) lines.push(wrapped(`${checkName(check)}: ${notes.join('; ')}`));
  }
  if (changed.length > 0) {
    lines.push('', `Probes whose commonest class changed (${changed.length}):`);
    for (const { probe, lang, from, to } of changed.slice(0, MOST_CHANGED))
      lines.push(`  ${probe} ${lang}: ${from} → ${to}`);
    if (changed.length > MOST_CHANGED) lines.push(`  and ${changed.length - MOST_CHANGED} more (--json lists all)`);
  }
  lines.push('', ...gateBasis(result).map(wrapped), `The gate: ${verdict}.`, '');
  return lines.join('\n');
}

function row(check: GateCheck): string[] {
  const { class: name, base, candidate, margin, verdict } = check;
  return [
    SHORT[name],
    scopeWords(check),
    percent(base),
    percent(candidate),
    changeText(check),
    `+${points(margin)}`,
    verdict,
  ];
}
