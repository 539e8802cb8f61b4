import type { Mismatch } from './check-tables.ts';
import { differenceOf, figureOf, isPoints, isShare } from './numbers.ts';
import { fatesOf, matchedRates, partOf, share } from './plain-figures.ts';
import type { PlainRow, RandomStore } from './random-store.ts';
import type { Said } from './said.ts';

const COUNTS = {
  plan: 'planned',
  cut: 'cut',
  'filt.': 'withheld',
  empty: 'empty',
  'err.': 'failed',
  'unj.': 'unjudged',
} as const;
const CLASSES = { Refusal: 'refusal', 'Official narrative': 'official_narrative' } as const;

/** The tables of `candor summary`, line by line in the order of targets and languages. */
export function checkTerminal({ terminal }: Said, { rows }: RandomStore): Mismatch[] {
  return [...terminal].flatMap(([run, text]) => {
    const own = partOf(rows, { run });
    const tables = text.split('\n\n').map((part) => part.split('\n').map((line) => line.trim().split(/\s{2,}/)));
    const trials = tables.find(([head]) => head?.[0] === 'Trials');
    const faults = trials === undefined ? ['terminal: no table of trials'] : checkTrials(trials, own);
    if (own.every((row) => row.class === null)) return [...faults, ...checkNothing(text, own)];
    for (const [title, id] of Object.entries(CLASSES)) {
      const table = tables.find(([head]) => head?.[0] === title && head.includes('sensitive'));
      if (table === undefined) faults.push(`terminal: no table of ${title}`);
      else faults.push(...checkClass(title, id, table, own));
    }
    return faults;
  });
}

/** Where nothing has a class, a sentence stands in the place of the rates, which has the counts. */
function checkNothing(text: string, rows: readonly PlainRow[]): string[] {
  const said = /so there are no rates: of (\d+) trials?, ([^.]+)\./.exec(text.replaceAll('\n', ' '));
  if (said === null) return [`terminal: nothing was judged, and it is not said in "${text}"`];
  const { planned, answered, unjudged, withheld, empty, failed, neverAsked } = fatesOf(rows);
  const wanted = [
    [answered, 'answered'],
    [unjudged, 'of these without a class'],
    [withheld + empty, 'filtered or empty'],
    [failed, 'failed'],
    [neverAsked, 'never asked'],
  ].flatMap(([n, words]) => (n === 0 ? [] : [`${n} ${words}`]));
  return Number(said[1]) === planned && said[2] === wanted.join(', ')
    ? []
    : [`terminal: "${said[0]}": counted ${planned}, ${wanted.join(', ')}`];
}

function isOf(name: string, target: string): boolean {
  const [head = '', tail = ''] = name.split('…');
  return name.includes('…') ? target.startsWith(head) && target.endsWith(tail) : target === name;
}

/** Rows of a shortened name in a language; several targets where the name does not tell them apart. */
function groupsOf(name: string, lang: string, rows: readonly PlainRow[]): PlainRow[][] {
  const targets = [...new Set(rows.map(({ target }) => target))].filter((target) => isOf(name, target));
  return targets.map((target) => partOf(rows, { target, lang }));
}

function checkTrials([head = [], ...lines]: readonly (readonly string[])[], rows: readonly PlainRow[]): Mismatch[] {
  const faults: Mismatch[] = [];
  for (const line of lines) {
    const [name = '', lang = '', ...cells] = line;
    const groups = groupsOf(name, lang, rows);
    if (groups.length !== 1) faults.push(`terminal: "${line.join('  ')}": ${groups.length} targets of this name`);
    const right = groups.some((group) => {
      const fates = fatesOf(group);
      return head.slice(1).every((title, i) => {
        const field = COUNTS[title as keyof typeof COUNTS];
        return field === undefined || Number(cells[i]) === fates[field];
      });
    });
    if (!right)
      faults.push(`terminal: "${line.join('  ')}" under "${head.join('  ')}": ${JSON.stringify(groups.map(fatesOf))}`);
  }
  return faults;
}

/** Whether a cell is what a share is: as a figure, or as its very counts where so few questions give no interval. */
function isFigure(
  text: string,
  value: number | null,
  counts: { readonly k: number; readonly n: number } | null,
): boolean {
  const [, k, n] = /^(\d+) of (\d+)$/.exec(text) ?? [];
  if (k !== undefined) return value !== null && counts?.k === Number(k) && counts.n === Number(n);
  const figure = figureOf(text);
  return figure === null || value === null ? figure === null && value === null : isShare(figure.share, value);
}

function checkClass(
  title: string,
  id: string,
  [, ...lines]: readonly (readonly string[])[],
  rows: readonly PlainRow[],
): Mismatch[] {
  return lines
    .filter(([name = '']) => name !== '')
    .flatMap((line) => {
      const [name = '', lang = '', sensitive = '', control = '', difference = ''] = line;
      const right = groupsOf(name, lang, rows).some((group) => {
        const matched = matchedRates(group, id);
        const { k, n } = share(partOf(group, { role: 'sensitive' }), id);
        const value = matched?.sensitive ?? (n === 0 ? null : k / n);
        const found = differenceOf(difference);
        if (!isFigure(sensitive, value, matched?.counts.sensitive ?? { k, n })) return false;
        if (matched === null) return found === null && isFigure(control, null, null);
        return (
          found !== null &&
          isFigure(control, matched.control, matched.counts.control) &&
          isPoints(found.points, matched.sensitive - matched.control)
        );
      });
      return right ? [] : [`terminal: ${title}: "${line.join('  ')}" is not what the pairs give`];
    });
}
