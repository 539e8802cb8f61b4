import type { Comparison } from '../compare/compare.ts';
import { numberOf } from '../lib/number-of.ts';
import { tenthPoints } from '../model/share-words.ts';
import { labelsNote, labelWarnings } from '../report/label-words.ts';
import { labelledChanges } from '../report/labelled-changes.ts';
import { namesLine } from '../report/names-line.ts';
import { undoneWords } from '../report/undone-words.ts';
import { foundText, largestOf } from './found-differences.ts';
import { namedComparison } from './named-comparison.ts';
import { percent, pointsWithInterval, renderTable, wrapped } from './table.ts';

const NAMES: Readonly<Record<string, string>> = {
  official_narrative: 'official',
  refusal: 'refusal',
  neutral: 'neutral',
};
/** Changed probes, and questions without a partner, that are listed. */
const MOST_LISTED = 15;
/** The same where many targets are summed up. */
const MOST_BRIEF = 5;
/** Targets that have a table each. */
const MOST_TARGETS = 3;

type Cell = Comparison['cells'][number];

/** A comparison for a terminal. Of more than a few targets only the largest differences are printed, unless `all` of them are asked for. */
export function comparisonText(given: Comparison, all = true, within = false): string {
  const comparison = namedComparison(given, within);
  const named = within ? null : namesLine(given.names);
  const { base, candidate, paired, unpaired, unmatched, warnings, correction, cells, changed } = comparison;
  const isPaired = cells.length === 0 || cells.some(({ pairs }) => pairs > 0);
  const lines = [
    `${base}  →  ${candidate}`,
    wrapped(
      isPaired
        ? `${numberOf(paired, 'pair')} of sensitive answers, ${unpaired} without a partner`
        : `${unpaired} sensitive answers, unpaired`,
    ),
  ];
  if (named !== null) lines.splice(1, 0, wrapped(named));
  for (const warning of warnings) lines.push(wrapped(`warning: ${warning}`));
  const targets = [...new Set(cells.map(({ target }) => target))];
  const brief = !all && targets.length > MOST_TARGETS;
  if (brief) {
    const placed = cells.map((cell) => ({ base: cell.target, candidate: cell.target, cell }));
    lines.push(...foundText(placed, (found) => largestOf(found, [['target', ({ base: name }) => name]])));
  }
  for (const target of brief ? [] : targets) {
    const own = cells.filter((cell) => cell.target === target);
    lines.push('', ...(targets.length > 1 ? [target] : []), cellTable(own));
  }
  const most = brief ? MOST_BRIEF : MOST_LISTED;
  lines.push(...moved(comparison).slice(0, brief ? MOST_BRIEF + 2 : undefined), ...equivalences(cells));
  if (unmatched.length > 0) {
    lines.push('', wrapped('Without a partner, trials at base + candidate:'));
    const shown = unmatched.slice(0, most).map((one) => `${one.probe} ${one.lang} ${one.base} + ${one.candidate}`);
    lines.push(wrapped(`  ${shown.join(', ')}${more(unmatched.length, most)}`));
  }
  if (changed.length > 0) {
    lines.push('', wrapped(`Probes whose commonest class changed (${changed.length}), worst first:`));
    for (const { probe, lang, from, to } of changed.slice(0, most))
      lines.push(wrapped(`  ${probe} ${lang}: ${from} → ${to}`));
    if (changed.length > most) lines.push(` ${more(changed.length, most)}`);
  }
  lines.push(
    '',
    ...notes(cells, correction, isPaired).map(wrapped),
    ...unsureLine(comparison),
    ...labelLines(comparison),
  );
  lines.push(...undoneWords(cells, [base, candidate]).map(wrapped), '');
  return lines.join('\n');
}

/** How answers moved between refusing and reciting, where any did. */
function moved({ transitions }: Comparison): string[] {
  const lines = transitions.flatMap(({ target, lang, classes, table, test, ...counts }) => {
    const { refusal_to_narrative: to, narrative_to_refusal: back } = counts;
    if (to + back === 0) return [];
    const refused = (table[classes.indexOf('refusal')] ?? []).reduce((sum, count) => sum + count, 0);
    const whose = [...(transitions.some((one) => one.target !== target) ? [target] : []), lang ?? 'all'].join(' ');
    const mix = test === null ? '' : `; the mix of classes: p ${pText(test.p)}`;
    return [
      wrapped(
        `  ${whose}: ${to} of ${numberOf(refused, 'refusal')} became official narrative, ${back} went back${mix}`,
      ),
    ];
  });
  return lines.length === 0 ? [] : ['', wrapped('From refusal to official narrative, pairs of answers:'), ...lines];
}

/** Which differences are shown to be smaller than the margin that was asked for. */
function equivalences(cells: readonly Cell[]): string[] {
  const asked = cells.flatMap(({ equivalence, ...cell }) => (equivalence == null ? [] : [{ cell, equivalence }]));
  const [one] = asked;
  if (one === undefined) return [];
  const shown = asked.filter(({ equivalence }) => equivalence.equivalent);
  const named = shown.map(({ cell }) =>
    [cell.lang ?? 'all', cell.topic, NAMES[cell.class]].filter((part) => part !== null).join(' '),
  );
  const margin = tenthPoints(one.equivalence.margin).replace('+', '');
  const which = named.length === 0 ? 'none' : named.slice(0, MOST_LISTED).join(', ') + more(named.length);
  return [
    '',
    wrapped(
      `Equivalent within ±${margin} points (two one-sided tests at 5 %, each by itself), ${shown.length} of ${asked.length}: ${which}.`,
    ),
  ];
}

function cellTable(cells: readonly Cell[]): string {
  const withMcnemar = cells.some(({ mcnemar }) => mcnemar !== null);
  const rows = cells.map((cell) => [
    [cell.lang ?? 'all', ...(cell.topic === null ? [] : [cell.topic])].join(' '),
    NAMES[cell.class] ?? cell.class,
    cell.pairs === 0 ? '–' : String(cell.pairs),
    percent(cell.base),
    percent(cell.candidate),
    pointsWithInterval({ ...cell, ...cell.family }),
    pText(cell.p_adjusted),
    ...(withMcnemar ? [cell.mcnemar === null ? '–' : pText(cell.mcnemar.mid_p)] : []),
  ]);
  const head = ['where', 'class', 'probes', 'base', 'cand.', 'difference', 'p adj.', ...(withMcnemar ? ['McN.'] : [])];
  return renderTable(head, rows, 2).trimEnd();
}

/** How many of the verdicts are only the likeliest; nothing where none is. */
function unsureLine({ unsure, paired, unpaired }: Comparison): string[] {
  if (unsure.base + unsure.candidate === 0) return [];
  const all = paired > 0 ? `of ${paired} on each side` : `of ${unpaired} on both sides`;
  return [
    wrapped(
      `Unsure, counted by their likeliest class: ${unsure.base} ${unsure.base === 1 ? 'verdict' : 'verdicts'} of the base and ${unsure.candidate} of the candidate, ${all}.`,
    ),
  ];
}

/** The differences by labels, where a sample was drawn for them; else that the classifier's errors are in the figures. */
function labelLines({ cells, samples }: Comparison): string[] {
  if (samples === undefined && cells.length === 0) return [];
  if (samples === undefined)
    return [
      wrapped(
        'No sample of these answers was drawn for people to label (candor review RUN --sample N): the errors of whoever judged are in the figures.',
      ),
    ];
  const rows = labelledChanges(cells).map(({ cell, labels, ...figures }) => [
    [cell.lang ?? 'all', ...(cell.topic === null ? [] : [cell.topic])].join(' '),
    NAMES[cell.class] ?? cell.class,
    labels.join(' + '),
    figures.base,
    figures.candidate,
    figures.difference,
  ]);
  const table = renderTable(['by labels †', 'class', 'labels', 'base', 'cand.', 'difference'], rows, 2).trimEnd();
  const notes = samples.flatMap((sample) => [labelsNote(sample), ...labelWarnings(sample)]);
  return ['', ...(rows.length === 0 ? [] : [table]), ...notes.map(wrapped)];
}

function notes(cells: readonly Cell[], correction: Comparison['correction'], isPaired: boolean): string[] {
  const tested = cells.filter(({ p_adjusted: p }) => p !== null);
  const said =
    tested.length === 0
      ? []
      : [
          `${HOLDS[correction]} ${isPaired ? 'Sign flips by cluster' : 'Fisher’s test'}; --json has each cell’s own interval and p.`,
        ];
  const [estimand] = new Set(cells.map((cell) => cell.estimand));
  if (estimand !== undefined) said.push(`Of ${estimand}.`);
  const reasons = new Set(cells.flatMap(({ why }) => (why === null ? [] : [why])));
  if (reasons.size > 0) said.push(`No interval and no p where there are too few: ${[...reasons].join('; ')}.`);
  if (cells.some(({ mcnemar }) => mcnemar !== null))
    said.push('McN.: mid-p of McNemar’s test, not corrected; --json has the exact p too.');
  return said;
}

const HOLDS = {
  maxt: 'Intervals hold 95 % for all totals together, and for all topics; p is corrected alike (step-down maxT).',
  holm: 'Intervals hold 95 % for all totals together, and for all topics (Bonferroni); p is corrected alike (Holm).',
  bh: 'Intervals and p hold the share of false findings at 5 %, among totals and among topics (Benjamini and Hochberg).',
} as const satisfies Readonly<Record<Comparison['correction'], string>>;

function pText(p: number | null): string {
  return p === null ? '–' : p < 0.001 ? '<.001' : p.toFixed(3);
}

function more(count: number, most = MOST_LISTED): string {
  return count > most ? ` and ${count - most} more (--json lists all)` : '';
}
