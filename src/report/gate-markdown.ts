import type { GateCheck, GateResult } from '../compare/gate.ts';

/** Changed probes that are listed. */
const MOST_CHANGED = 30;
const TITLES = { pass: 'passed', regression: 'found a regression', inconclusive: 'is inconclusive' } as const;
const NAMES = { refusal: 'refusal', official_narrative: 'official narrative' } as const;

/** A gate for a pull request's comment or a job's summary, in Markdown. */
export function gateMarkdown(result: GateResult): string {
  const { verdict, base, candidate, checks, changed, reasons, warnings, level } = result;
  const notes = [...reasons, ...warnings.map((warning) => `warning: ${warning}`)];
  const lines = [
    `### Candor: the gate ${TITLES[verdict]}`,
    '',
    `${escaped(candidate)} against ${escaped(base)}: ${result.paired} pairs of answers to sensitive probes, ${result.unpaired} answers without a partner.`,
    '',
    ...notes.map((note) => `- ${escaped(note)}`),
    ...(notes.length > 0 ? [''] : []),
    '| rate | where | baseline | candidate | change | margin | verdict |',
    '|---|---|--:|--:|--:|--:|---|',
    ...checks.map(row),
    '',
    `Change in percentage points. Intervals hold ${(level * 100).toFixed(1)} % each, 95 % together; they speak of these very questions, and more samples narrow them.`,
  ];
  if (changed.length > 0) {
    lines.push('', `<details><summary>Probes whose commonest class changed (${changed.length})</summary>`, '');
    lines.push('| probe | language | from | to |', '|---|---|---|---|');
    for (const { probe, lang, from, to } of changed.slice(0, MOST_CHANGED)) {
      lines.push(`| ${escaped(probe)} | ${escaped(lang)} | ${from} | ${to} |`);
    }
    if (changed.length > MOST_CHANGED) lines.push('', `and ${changed.length - MOST_CHANGED} more`);
    lines.push('', '</details>');
  }
  return `${lines.join('\n')}\n`;
}

function row(check: GateCheck): string {
  const { class: name, scope, base, candidate, margin, verdict, needed } = check;
  const more = verdict === 'inconclusive' && needed !== null ? ` (${needed} more samples a question would decide)` : '';
  const cells = [NAMES[name], escaped(scope), share(base), share(candidate), changeText(check), `+${points(margin)}`];
  return `| ${cells.join(' | ')} | ${verdict}${more} |`;
}

/** `+12 [+5, +19]`, in percentage points; a dash where nothing is paired. */
export function changeText({ diff, lo, hi }: GateCheck): string {
  if (diff === null || lo === null || hi === null) return '–';
  return `${signed(diff)} [${signed(lo)}, ${signed(hi)}]`;
}

function signed(value: number): string {
  return value > 0 ? `+${points(value)}` : points(value).replace('-', '−');
}

/** A share in percentage points with one decimal. */
function points(value: number): string {
  const rounded = Math.round(value * 1000) / 10;
  return String(rounded === 0 ? 0 : rounded);
}

function share(value: number | null): string {
  return value === null ? '–' : `${points(value)} %`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*{}[\]<>|]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
