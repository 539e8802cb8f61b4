import type { Comparison } from '../compare/compare.ts';
import { percent, pointsWithInterval, renderTable, shortened, shortNames, wrapped } from './table.ts';

/** Findings that are listed of each family; the rest is counted. */
const MOST_FOUND = 14;
/** Warnings that are printed. */
const MOST_WARNINGS = 6;
/** Sides that are listed as standing out. */
const MOST_SIDES = 10;
/** What counts as a finding. */
const LEVEL = 0.05;

const NAMES: Readonly<Record<string, string>> = { official_narrative: 'official' };

type Cell = Comparison['cells'][number];
interface Placed {
  readonly base: string;
  readonly candidate: string;
  readonly cell: Cell;
}

/** Many comparisons of one run on a screen: how many differences were found, the largest of each family, and which sides stand out. */
export function acrossText(comparisons: readonly Comparison[]): string {
  const placed = comparisons.flatMap(({ base, candidate, cells }) => cells.map((cell) => ({ base, candidate, cell })));
  const sides = new Set(comparisons.flatMap(({ base, candidate }) => [base, candidate]));
  const families = [
    { name: 'totals', members: placed.filter(({ cell }) => cell.topic === null) },
    { name: 'topics', members: placed.filter(({ cell }) => cell.topic !== null) },
  ].filter(({ members }) => members.length > 0);
  const [first] = comparisons;
  const lines = [
    `${comparisons.length} pairs of ${sides.size} sides, ${placed.length} differences. Candidate minus base.`,
  ];
  lines.push(...warnings(comparisons));
  for (const { name, members } of families) {
    const found = members.filter(({ cell }) => (cell.p_adjusted ?? 1) <= LEVEL);
    const untested = members.filter(({ cell }) => cell.p === null).length;
    const tested = untested === 0 ? '' : `, ${untested} not tested (too few questions)`;
    lines.push(
      '',
      `${capital(name)}: ${found.length} of ${members.length} found at 5 % for all of them together${tested}.`,
    );
    if (found.length > 0) lines.push(largest(found));
    if (found.length > MOST_FOUND) lines.push(`  and ${found.length - MOST_FOUND} more found`);
  }
  const outstanding = standingOut(placed.filter(({ cell }) => cell.topic === null));
  if (outstanding.length > 0) lines.push('', outstanding.join('\n'));
  if (first !== undefined)
    lines.push('', wrapped(`Of ${first.estimand}. --all prints every comparison, --json and --csv every figure.`));
  return `${lines.join('\n')}\n`;
}

/** Each warning once, with the pair that it is about unless it is about all. */
function warnings(comparisons: readonly Comparison[]): string[] {
  const about = new Map<string, Comparison[]>();
  for (const one of comparisons) {
    for (const warning of new Set(one.warnings)) about.set(warning, [...(about.get(warning) ?? []), one]);
  }
  const said = [...about]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([warning, [first, ...others]]) => {
      if (first === undefined || others.length + 1 === comparisons.length) return `warning: ${warning}`;
      const more = others.length === 0 ? '' : ` and ${others.length} more ${others.length === 1 ? 'pair' : 'pairs'}`;
      return `warning: ${shortened(first.base, 34)} → ${shortened(first.candidate, 34)}${more}: ${warning}`;
    });
  const left = said.length - MOST_WARNINGS;
  return [
    ...said.slice(0, MOST_WARNINGS).map(wrapped),
    ...(left > 0
      ? [`and ${left} more ${left === 1 ? 'warning' : 'warnings'}, which --all prints with their pairs`]
      : []),
  ];
}

/** The largest findings. Where all languages are taken together, their single ones are left to --all. */
function largest(found: readonly Placed[]): string {
  const names = shortNames(
    found.flatMap(({ base, candidate }) => [base, candidate]),
    16,
  );
  const rows = found
    .toSorted((a, b) => Math.abs(b.cell.diff) - Math.abs(a.cell.diff) || (a.cell.p ?? 1) - (b.cell.p ?? 1))
    .slice(0, MOST_FOUND)
    .map(({ base, candidate, cell }) => [
      names(base),
      names(candidate),
      [cell.lang ?? 'all', ...(cell.topic === null ? [] : [shortened(cell.topic, 10)])].join(' '),
      NAMES[cell.class] ?? cell.class,
      `${percent(cell.base)}→${percent(cell.candidate)}`.replaceAll(' %', ''),
      pointsWithInterval({ ...cell, ...cell.family }),
    ]);
  return renderTable(['base', 'candidate', 'where', 'class', '%', 'difference'], rows, 4).trimEnd();
}

/** For the first scope of all cells, usually all languages: which sides differ from most others, by class. */
function standingOut(totals: readonly Placed[]): string[] {
  const scope = totals[0]?.cell.lang ?? null;
  const counts = new Map<string, { side: string; name: string; more: number; less: number; others: number }>();
  const note = (side: string, { cell }: Placed, sign: number): void => {
    const key = JSON.stringify([cell.class, side]);
    const count = counts.get(key) ?? { side, name: cell.class, more: 0, less: 0, others: 0 };
    count.others += 1;
    if ((cell.p_adjusted ?? 1) <= LEVEL) count[cell.diff * sign > 0 ? 'more' : 'less'] += 1;
    counts.set(key, count);
  };
  for (const one of totals.filter(({ cell }) => cell.lang === scope && cell.class !== 'neutral')) {
    note(one.base, one, -1);
    note(one.candidate, one, 1);
  }
  const rows = [...counts.values()]
    .filter(({ more, others }) => others > 2 && more > others / 4)
    .toSorted((a, b) => b.more - a.more)
    .slice(0, MOST_SIDES)
    .map(({ side, name, more, less, others }) => [
      shortened(side, 34),
      NAMES[name] ?? name,
      `${more} of ${others}`,
      `${less} of ${others}`,
    ]);
  if (rows.length === 0) return [];
  return [
    renderTable([`stands out (${scope ?? 'all languages'})`, 'class', 'more than', 'less than'], rows, 2).trimEnd(),
  ];
}

function capital(word: string): string {
  return `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;
}
