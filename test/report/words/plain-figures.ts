import type { PlainRow } from './random-store.ts';

/** Figures from rows alone, by loops that share nothing with the program: the second route of every number that is said. */
export type Part = Partial<Pick<PlainRow, 'run' | 'target' | 'lang' | 'topic' | 'role' | 'probe'>>;

/** The rows of a part. */
export function partOf(rows: readonly PlainRow[], part: Part): PlainRow[] {
  const wanted = Object.entries(part) as [keyof Part, string | undefined][];
  return rows.filter((row) => wanted.every(([field, value]) => value === undefined || row[field] === value));
}

/** What became of the planned trials of a part. */
export interface Fates {
  readonly planned: number;
  readonly answered: number;
  readonly whole: number;
  readonly cut: number;
  readonly withheld: number;
  readonly empty: number;
  readonly failed: number;
  readonly neverAsked: number;
  /** Answered, and nobody has said what class. */
  readonly unjudged: number;
  readonly judged: number;
  readonly unsure: number;
}

export function fatesOf(rows: readonly PlainRow[]): Fates {
  const found = { whole: 0, cut: 0, withheld: 0, empty: 0, failed: 0, neverAsked: 0, judged: 0, unsure: 0 };
  for (const { delivery, class: name, unsure } of rows) {
    if (delivery === null) found.neverAsked += 1;
    else if (delivery === 'ok') found.whole += 1;
    else if (delivery === 'truncated') found.cut += 1;
    else if (delivery === 'provider_filter') found.withheld += 1;
    else if (delivery === 'empty') found.empty += 1;
    else found.failed += 1;
    if (name !== null) found.judged += 1;
    if (unsure) found.unsure += 1;
  }
  const answered = found.whole + found.cut;
  return { ...found, planned: rows.length, answered, unjudged: answered - found.judged };
}

/** `k` of `n` judged answers have a class. */
export function share(rows: readonly PlainRow[], name: string): { readonly k: number; readonly n: number } {
  const judged = rows.filter((row) => row.class !== null);
  return { k: judged.filter((row) => row.class === name).length, n: judged.length };
}

/** Mean rates over the sensitive questions of a target in a language that have a judged answer and whose control has one too. */
export interface MatchedRates {
  readonly pairs: number;
  readonly sensitive: number;
  readonly control: number;
  /** Answers of the class on either side, and judged answers: tells 0 % from nearly 0 %. */
  readonly counts: { readonly sensitive: { k: number; n: number }; readonly control: { k: number; n: number } };
}

export function matchedRates(rows: readonly PlainRow[], name: string): MatchedRates | null {
  const sums = { pairs: 0, sensitive: 0, control: 0 };
  const answers: { sensitive: PlainRow[]; control: PlainRow[] } = { sensitive: [], control: [] };
  const sensitive = rows
    .filter(({ role, control }) => role === 'sensitive' && control !== null)
    .filter(({ ownControl }) => !ownControl);
  for (const probe of new Set(sensitive.map((row) => row.probe))) {
    const own = sensitive.filter((row) => row.probe === probe);
    const first = share(own, name);
    const asked = rows.filter((row) => row.role === 'control' && row.probe === own[0]?.control);
    const second = share(asked, name);
    if (first.n === 0 || second.n === 0) continue;
    sums.pairs += 1;
    sums.sensitive += first.k / first.n;
    sums.control += second.k / second.n;
    answers.sensitive.push(...own);
    answers.control.push(...asked);
  }
  const { pairs } = sums;
  // An answer that stands in several pairs is one answer.
  const counts = {
    sensitive: share([...new Set(answers.sensitive)], name),
    control: share([...new Set(answers.control)], name),
  };
  return pairs === 0 ? null : { pairs, sensitive: sums.sensitive / pairs, control: sums.control / pairs, counts };
}

/** Languages in the order of their names' first appearance in a list, of the rows that are kept. */
export function langsOf(rows: readonly PlainRow[], keep: (row: PlainRow) => boolean = () => true): Set<string> {
  return new Set(rows.filter(keep).map(({ lang }) => lang));
}

/** Distinct probes of the rows. */
export function probesOf(rows: readonly PlainRow[]): number {
  return new Set(rows.map(({ probe }) => probe)).size;
}

/** Questions whose control was asked too, and stands in no difference since the models' own state guards its subject. */
export function leftOutPairs(rows: readonly PlainRow[]): number {
  const asked = new Set(rows.map(({ probe }) => probe));
  const out = rows.filter(
    ({ role, control, ownControl }) => role === 'sensitive' && ownControl && asked.has(control ?? ''),
  );
  return new Set(out.map(({ probe }) => probe)).size;
}
