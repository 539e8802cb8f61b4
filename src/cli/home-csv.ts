import type { HomeRow } from '../compare/home.ts';
import type { NameOf } from '../model/target-names.ts';
import { csvField } from './comparison-csv.ts';

/** The figures of a row, in the order of the columns. */
const FIGURES = {
  target: ({ target }) => target,
  jurisdiction: ({ jurisdiction }) => jurisdiction,
  lang: ({ lang }) => lang,
  class: (row) => row.class,
  own_pairs: ({ home }) => home?.pairs ?? null,
  own_sensitive: ({ home }) => home?.sensitive ?? null,
  own_control: ({ home }) => home?.control ?? null,
  own_diff: ({ home }) => home?.diff ?? null,
  own_lo: ({ home }) => home?.lo ?? null,
  own_hi: ({ home }) => home?.hi ?? null,
  other_pairs: ({ away }) => away?.pairs ?? null,
  other_sensitive: ({ away }) => away?.sensitive ?? null,
  other_control: ({ away }) => away?.control ?? null,
  other_diff: ({ away }) => away?.diff ?? null,
  other_lo: ({ away }) => away?.lo ?? null,
  other_hi: ({ away }) => away?.hi ?? null,
  observed_diff: ({ observed }) => observed?.diff ?? null,
  observed_lo: ({ observed }) => observed?.lo ?? null,
  observed_hi: ({ observed }) => observed?.hi ?? null,
  observed_why: ({ observed }) => observed?.why ?? null,
  same_subjects_diff: ({ standardized }) => standardized?.diff ?? null,
  same_subjects_lo: ({ standardized }) => standardized?.lo ?? null,
  same_subjects_hi: ({ standardized }) => standardized?.hi ?? null,
  same_subjects_why: ({ standardized }) => standardized?.why ?? null,
  same_subjects_probes: ({ standardized }) => standardized?.probes ?? null,
  same_subjects_others: ({ standardized }) => standardized?.others ?? null,
} as const satisfies Readonly<Record<string, (row: HomeRow) => string | number | null>>;

/** Home and away as CSV, one line a target, language and class. Empty: null. */
export function homeCsv(rows: readonly HomeRow[], nameOf: NameOf): string {
  const head = [...Object.keys(FIGURES), 'name'].join(',');
  const lines = rows.map((row) =>
    [...Object.values(FIGURES).map((of) => of(row)), nameOf(row.target)].map(csvField).join(','),
  );
  return `${[head, ...lines].join('\n')}\n`;
}
