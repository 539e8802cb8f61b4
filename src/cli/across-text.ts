import type { Comparison } from '../compare/compare.ts';
import { numberOf } from '../lib/number-of.ts';
import { foundText, isFound, largestOf, type Placed } from './found-differences.ts';
import { namedComparison } from './named-comparison.ts';
import { renderTable, shortNames, wrapped } from './table.ts';

/** Warnings that are printed. */
const MOST_WARNINGS = 6;
/** Sides that are listed as standing out. */
const MOST_SIDES = 8;

const NAMES: Readonly<Record<string, string>> = { official_narrative: 'official' };

/** Many comparisons of one run on a screen: how many differences were found, the largest of each family, and which sides stand out. */
export function acrossText(given: readonly Comparison[]): string {
  const comparisons = given.map((one) => namedComparison(one, true));
  const placed = comparisons.flatMap(({ base, candidate, cells }) => cells.map((cell) => ({ base, candidate, cell })));
  const sides = new Set(comparisons.flatMap(({ base, candidate }) => [base, candidate]));
  const [first] = comparisons;
  const lines = [
    wrapped(
      `${numberOf(comparisons.length, 'pair')} of ${sides.size} sides, ${numberOf(placed.length, 'difference')}. Candidate minus base.`,
    ),
  ];
  lines.push(...warnings(comparisons));
  const names = shortNames([...sides], 16);
  const outstanding = standingOut(
    placed.filter(({ cell }) => cell.topic === null),
    names,
  );
  if (outstanding.length > 0) lines.push('', outstanding.join('\n'));
  const sidesOf = [
    ['base', ({ base }: Placed) => names(base)],
    ['candidate', ({ candidate }: Placed) => names(candidate)],
  ] as const;
  lines.push(...foundText(placed, (found) => largestOf(found, sidesOf)));
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
      return `warning: ${first.base} → ${first.candidate}${more}: ${warning}`;
    });
  const left = said.length - MOST_WARNINGS;
  return [
    ...said.slice(0, MOST_WARNINGS).map(wrapped),
    ...(left > 0
      ? [`and ${left} more ${left === 1 ? 'warning' : 'warnings'}, which --all prints with their pairs`]
      : []),
  ];
}

/** For the first scope of all cells, usually all languages: which sides differ from most others, by class. */
function standingOut(totals: readonly Placed[], names: (side: string) => string): string[] {
  const scope = totals[0]?.cell.lang ?? null;
  const counts = new Map<string, { side: string; name: string; more: number; less: number; others: number }>();
  const note = (side: string, { cell }: Placed, sign: number): void => {
    const key = JSON.stringify([cell.class, side]);
    const count = counts.get(key) ?? { side, name: cell.class, more: 0, less: 0, others: 0 };
    count.others += 1;
    if (isFound(cell)) count[cell.diff * sign > 0 ? 'more' : 'less'] += 1;
    counts.set(key, count);
  };
  for (const one of totals.filter(({ cell }) => cell.lang === scope && cell.class !== 'neutral')) {
    note(one.base, one, -1);
    note(one.candidate, one, 1);
  }
  const standing = [...counts.values()]
    .filter(({ more, others }) => others > 2 && more > others / 4)
    .toSorted((a, b) => b.more - a.more)
    .slice(0, MOST_SIDES);
  const rows = standing.map(({ side, name, more, less, others }) => [
    names(side),
    NAMES[name] ?? name,
    `${more} of ${others}`,
    `${less} of ${others}`,
  ]);
  if (rows.length === 0) return [];
  return [
    renderTable([`stands out (${scope ?? 'all languages'})`, 'class', 'more than', 'less than'], rows, 2).trimEnd(),
  ];
}
