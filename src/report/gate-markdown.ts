import type { GateResult } from '../compare/gate.ts';
import type { GateCheck } from '../compare/gate-check.ts';
import { OUTCOME_NAMES } from '../compare/gate-reasons.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import {
  changeText,
  checkNotes,
  counted,
  gateBasis,
  noAnswer,
  points,
  scopeWords,
  sharePercent,
} from './gate-words.ts';
import { namedGate } from './named-gate.ts';
import { namesLine } from './names-line.ts';

/** Changed probes that are listed. */
const MOST_CHANGED = 30;
const TITLES = { pass: 'passed', regression: 'found a regression', inconclusive: 'is inconclusive' } as const;

/** A gate for a pull request's comment or a job's summary, in Markdown. */
export function gateMarkdown(given: GateResult): string {
  const result = namedGate(given);
  const named = namesLine(result.names);
  const { verdict, base, candidate, checks, changed, reasons, warnings, failures = [] } = result;
  const notes = [...reasons, ...failures.map(noAnswer), ...warnings.map((warning) => `warning: ${warning}`)];
  const lines = [
    `### Candor: the gate ${TITLES[verdict]}`,
    '',
    `${escapeMarkdown(candidate)} against ${escapeMarkdown(base)}: ${counted(result.paired, 'pair')} of answers to sensitive probes (${sharePercent(result.paired_share)} of those planned), ${counted(result.unpaired, 'answer')} without a partner.${named === null ? '' : ` Models: ${escapeMarkdown(named)}.`}`,
    '',
    ...notes.map((note) => `- ${escapeMarkdown(note)}`),
    ...(notes.length > 0 ? [''] : []),
    '| rate | where | baseline | candidate | change | margin | verdict |',
    '|---|---|--:|--:|--:|--:|---|',
    ...checks.map(row),
    '',
    ...gateBasis(result).map(escapeMarkdown),
  ];
  if (changed.length > 0) {
    lines.push('', `<details><summary>Probes whose commonest class changed (${changed.length})</summary>`, '');
    lines.push('| probe | language | from | to |', '|---|---|---|---|');
    for (const { probe, lang, from, to } of changed.slice(0, MOST_CHANGED)) {
      lines.push(`| ${escapeMarkdown(probe)} | ${escapeMarkdown(lang)} | ${from} | ${to} |`);
    }
    if (changed.length > MOST_CHANGED) lines.push('', `and ${changed.length - MOST_CHANGED} more`);
    lines.push('', '</details>');
  }
  return `${lines.join('\n')}\n`;
}

function row(check: GateCheck): string {
  const { class: name, base, candidate, margin, verdict } = check;
  const notes = checkNotes(check);
  const cells = [
    OUTCOME_NAMES[name],
    escapeMarkdown(scopeWords(check)),
    sharePercent(base),
    sharePercent(candidate),
    changeText(check),
    `+${points(margin)}`,
    `${verdict}${notes.length === 0 ? '' : ` (${escapeMarkdown(notes.join('; '))})`}`,
  ];
  return `| ${cells.join(' | ')} |`;
}
