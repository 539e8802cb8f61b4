import type { Rate } from '../compare/summarize.ts';
import { groupBy } from '../compare/tally.ts';
import { differenceScale, STRIP, shareScale, strip, stripBar, stripLink, stripMark } from './charts/strip.ts';
import { type DeliveryRow, PARTS } from './delivery-rows.ts';
import type { ComparedRow } from './difference-rows.ts';
import { change, counted, direction, inWords, languageName, SHOWN_CLASSES, type ShownClass, share } from './figures.ts';
import type { FindingRow } from './finding-rows.ts';
import type { LedgerGroup, LedgerLine, LedgerRow } from './ledger-rows.ts';
import { type GroupedModel, type ModelGroup, modelKey } from './model-groups.ts';

/** Refusal, official narrative and neutral: a filled mark for sensitive questions over the hollow one of their controls. */
export function rateLedger(groups: readonly ModelGroup[]): LedgerGroup[] {
  return ledgerOf(groups, ({ rows }) =>
    rows.map((row) => ({
      ...lineName(row.lang),
      strips: SHOWN_CLASSES.map((name) => strip(rateMark(row, 'control', name) + rateMark(row, 'sensitive', name))),
    })),
  );
}

function rateMark(row: FindingRow, role: 'sensitive' | 'control', name: ShownClass): string {
  const rate: Rate | undefined = row[role]?.[name];
  if (rate === undefined || rate.rate === null) return '';
  const { run, target, lang, label: named } = row;
  // The mark leads to all answers; its rate may be that of the pairs among them.
  const { k, n } = (role === 'control' ? row.foundControl : row.found)?.[name] ?? rate;
  const said = `${named}, ${languageName(lang)}, ${role}: ${inWords(name)} ${share(rate)}, ${k} of ${n} answers in all`;
  const filled = role === 'sensitive';
  const drawn = stripMark({ ...rate, name, filled, value: rate.rate }, shareScale, filled ? STRIP.main : STRIP.below);
  return stripLink({ run, target, lang, class: name, role }, said, drawn);
}

/** Differences round 0, a line for each two languages of a model; filled where the interval leaves 0 out. */
export function differenceLedger(
  groups: readonly ModelGroup[],
  rows: readonly ComparedRow[],
  reach: number,
): LedgerGroup[] {
  const own = groupBy(rows, ({ label }) => label);
  return ledgerOf(groups, ({ label }) => (own.get(label) ?? []).map((row) => differenceLine(row, reach)));
}

/** The same in the rows' own order, for rows that are no models of one run. */
export function plainDifferences(rows: readonly ComparedRow[], reach: number): LedgerGroup[] {
  const labels = [...groupBy(rows, ({ label }) => label)].map(([label, own]): LedgerRow => {
    return { run: null, target: null, label, lines: own.map((row) => differenceLine(row, reach)) };
  });
  return [{ title: null, rows: labels }];
}

function differenceLine(row: ComparedRow, reach: number): LedgerLine {
  const { label, note, differences, wanted } = row;
  const strips = SHOWN_CLASSES.map((name) => {
    const difference = differences[name];
    if (difference === null) return strip('');
    const { diff, lo, hi } = difference;
    const filled = direction(difference) !== 'unclear';
    const drawn = stripMark({ name, filled, value: diff, lo, hi }, differenceScale(reach), STRIP.middle);
    return strip(stripLink(wanted(name), `${label}, ${note}: ${inWords(name)} ${change(difference)} points`, drawn));
  });
  return { name: note, short: row.short, strips };
}

/** What became of the calls, as shares of all that were planned. */
export function deliveryLedger(groups: readonly ModelGroup[], rows: readonly DeliveryRow[]): LedgerGroup[] {
  const own = groupBy(rows, modelKey);
  return ledgerOf(groups, (model) =>
    (own.get(modelKey(model)) ?? []).map((row) => ({ ...lineName(row.lang), strips: [strip(deliveryBars(row))] })),
  );
}

function deliveryBars(row: DeliveryRow): string {
  const { run, target, lang, label, planned } = row;
  let from = 0;
  return PARTS.map(({ id, words }) => {
    const count = row[id];
    if (count === 0) return '';
    const bar = stripBar(id, from / planned, (from + count) / planned);
    from += count;
    const said = `${label}, ${languageName(lang)}: ${counted(count, 'call')} ${words}`;
    return id === 'unasked' ? bar : stripLink({ run, target, lang, delivery: id }, said, bar);
  }).join('');
}

/** A group's models with the lines that there are; models without any are left out. */
export function ledgerOf(
  groups: readonly ModelGroup[],
  linesOf: (model: GroupedModel) => readonly LedgerLine[],
): LedgerGroup[] {
  return groups.flatMap(({ title, models }) => {
    const rows = models.flatMap((model): LedgerRow[] => {
      const lines = linesOf(model);
      return lines.length === 0 ? [] : [{ run: model.run, target: model.target, label: model.label, lines }];
    });
    return rows.length === 0 ? [] : [{ title, rows }];
  });
}

/** A language as a line names it: whole, and short for little room. */
export function lineName(lang: string): Pick<LedgerLine, 'name' | 'short'> {
  return { name: languageName(lang), short: SHORT[lang] ?? lang };
}

const SHORT: Readonly<Record<string, string>> = { en: 'English', 'zh-Hans': 'Chinese', 'zh-Hant': 'Trad. Ch.' };
