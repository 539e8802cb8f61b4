import { differenceOf, figureOf, isPoints, isShare } from './numbers.ts';
import type { PageText } from './page-text.ts';
import { fatesOf, leftOutPairs, matchedRates, partOf, share } from './plain-figures.ts';
import type { PlainRow, RandomStore } from './random-store.ts';
import type { Said } from './said.ts';

/** Something said that the rows do not bear out. */
export type Mismatch = string;

export const LANGUAGES: Readonly<Record<string, string>> = {
  English: 'en',
  'Simplified Chinese': 'zh-Hans',
  'Traditional Chinese': 'zh-Hant',
};
const CLASSES: Readonly<Record<string, string>> = {
  refusal: 'refusal',
  'official narrative': 'official_narrative',
  neutral: 'neutral',
  other: 'other',
};

/** The rows that a label of the report stands for: a target, with its run's name where there are several. */
export function rowsOfLabel(label: string, { runs, rows }: RandomStore): PlainRow[] {
  if (runs.length === 1) return partOf(rows, { target: label });
  const run = runs.find(({ name }) => label.endsWith(` · ${name}`));
  if (run === undefined) throw new Error(`expected a target with its run, got "${label}"`);
  return partOf(rows, { run: run.id, target: label.slice(0, -` · ${run.name}`.length) });
}

/** Tables of page and Markdown. */
export function checkTables(said: Said, made: RandomStore): Mismatch[] {
  const { page, markdown } = said;
  if (page === null || markdown === null) return [];
  const rates = tableUnder('| model | language | class | sensitive |', markdown).map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll(/\\(.)/g, '$1').replaceAll('\u00a0', ' ')),
  );
  return [
    ...checkRates('Markdown', rates, made),
    ...checkRates('page', page.tables.get('Rates by model and language')?.slice(1) ?? [], made),
    ...checkDeliveries(page, made),
    ...checkSteadiness(page, made),
    ...checkKinds(page, made),
  ];
}

/** The lines of the Markdown table whose head begins so. */
function tableUnder(head: string, markdown: string): string[] {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.startsWith(head));
  const rest = start < 0 ? [] : lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return end < 0 ? rest : rest.slice(0, end);
}

function checkRates(where: string, table: readonly (readonly string[])[], made: RandomStore): Mismatch[] {
  if (table.length === 0) return [`${where}: no table of rates`];
  return table.flatMap(([label = '', language = '', name = '', sensitive = '', control = '', difference = '']) => {
    const say = `${where}: ${label} | ${language} | ${name} | ${sensitive} | ${control} | ${difference}`;
    const rows = partOf(rowsOfLabel(label, made), { lang: LANGUAGES[language] ?? language });
    const id = CLASSES[name] ?? name;
    const matched = matchedRates(rows, id);
    const whole = {
      sensitive: share(partOf(rows, { role: 'sensitive' }), id),
      control: share(partOf(rows, { role: 'control' }), id),
    };
    const faults: string[] = [];
    for (const [side, text] of [
      ['sensitive', sensitive],
      ['control', control],
    ] as const) {
      const { k, n } = whole[side];
      const figure = figureOf(text);
      const value = matched?.[side] ?? (n === 0 ? null : k / n);
      if (figure === null) {
        if (value !== null && !(side === 'control' && matched === null)) faults.push(`${side} has no figure`);
        continue;
      }
      if (value === null) faults.push(`${side} has a figure of nothing`);
      else if (!isShare(figure.share, value)) faults.push(`${side} is ${(value * 100).toFixed(1)} % over the pairs`);
      const { lo, hi } = figure;
      if (value !== null && lo !== null && hi !== null && (lo > value + 0.0051 || hi < value - 0.0051))
        faults.push(`${side} lies outside its interval`);
    }
    const out = leftOutPairs(rows);
    if (matched === null && (/^(\d+) left out$/.exec(control)?.[1] ?? '0') !== `${out}`)
      faults.push(`${out} pairs are left out`);
    const found = differenceOf(difference);
    if (found === null && matched !== null) faults.push('no difference, though there are pairs');
    if (found !== null && matched === null) faults.push('a difference without pairs');
    if (found !== null && matched !== null) {
      const { lo, hi } = found;
      const diff = matched.sensitive - matched.control;
      if (!isPoints(found.points, diff)) faults.push(`the difference is ${(diff * 100).toFixed(1)}`);
      if (lo !== null && hi !== null && (lo > diff * 100 + 0.51 || hi < diff * 100 - 0.51))
        faults.push('the difference lies outside its interval');
    }
    return faults.map((fault) => `${say}: ${fault}`);
  });
}

function checkDeliveries(page: PageText, made: RandomStore): Mismatch[] {
  const [head = [], ...lines] = page.tables.get('Deliveries by model and language') ?? [];
  if (lines.length === 0) return ['page: no table of deliveries'];
  return lines.flatMap((line) => {
    const fates = fatesOf(partOf(rowsOfLabel(line[0] ?? '', made), { lang: LANGUAGES[line[1] ?? ''] ?? '' }));
    const wanted: Readonly<Record<string, number>> = {
      Planned: fates.planned,
      answered: fates.whole,
      'cut off': fates.cut,
      'withheld by the service': fates.withheld,
      'came empty': fates.empty,
      failed: fates.failed,
      'never asked': fates.neverAsked,
      'not judged': fates.unjudged,
    };
    return head.slice(2).flatMap((name, i) => {
      const text = line[i + 2] ?? '';
      const [, count, part] = /^(\d+)(?: \(([^)]*)\))?$/.exec(text) ?? [];
      const value = wanted[name];
      if (value === undefined || Number(count) !== value)
        return [`page: deliveries ${line.join(' | ')}: ${name} is ${value}`];
      return part === undefined || isShare(part, value / fates.planned)
        ? []
        : [`page: deliveries ${line.join(' | ')}: ${name} is not ${part}`];
    });
  });
}

function checkSteadiness(page: PageText, made: RandomStore): Mismatch[] {
  const [head = [], ...lines] = page.tables.get('Steadiness by model and language') ?? [];
  return lines.flatMap((line) =>
    head.slice(1).flatMap((language, i) => {
      const own = partOf(rowsOfLabel(line[0] ?? '', made), { lang: LANGUAGES[language] ?? '', role: 'sensitive' });
      const repeated = [...new Set(own.map(({ probe }) => probe))]
        .map((probe) => own.filter((row) => row.probe === probe && row.class !== null).map((row) => row.class))
        .filter((classes) => classes.length > 1);
      const unsteady = repeated.filter((classes) => classes.some((name) => name !== classes[0])).length;
      const text = line[i + 1] ?? '';
      const [, part = '', k, n] = /^(.*) \((\d+) of (\d+)\)$/.exec(text) ?? [];
      if (k === undefined)
        return repeated.length === 0
          ? []
          : [`page: steadiness of ${line[0]} in ${language}: ${repeated.length} questions, said "${text}"`];
      const right =
        Number(k) === unsteady && Number(n) === repeated.length && isShare(part, unsteady / repeated.length);
      return right
        ? []
        : [`page: steadiness of ${line[0]} in ${language}: ${text}, counted ${unsteady} of ${repeated.length}`];
    }),
  );
}

function checkKinds(page: PageText, made: RandomStore): Mismatch[] {
  return (['Refusal', 'Official narrative'] as const).flatMap((title) => {
    const [head = [], ...lines] = page.tables.get(`${title} by sub-class`) ?? [];
    const id = CLASSES[title.toLowerCase()] ?? '';
    const counted = lines.reduce((sum, line) => sum + line.slice(2).reduce((all, cell) => all + Number(cell), 0), 0);
    const all = share(partOf(made.rows, { role: 'sensitive' }), id).k;
    const rows = lines.flatMap((line) => {
      const { k } = share(
        partOf(rowsOfLabel(line[0] ?? '', made), { lang: LANGUAGES[line[1] ?? ''] ?? '', role: 'sensitive' }),
        id,
      );
      return Number(line[2]) === k
        ? []
        : [`page: ${title} by sub-class: ${line.join(' | ')}, counted ${k} (${head[2]})`];
    });
    return counted === all ? rows : [...rows, `page: ${title} by sub-class: ${counted} in all, counted ${all}`];
  });
}
