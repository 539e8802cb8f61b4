import { LANGUAGES, type Mismatch, rowsOfLabel } from './check-tables.ts';
import { differenceOf, isPoints, isShare } from './numbers.ts';
import { partOf } from './plain-figures.ts';
import type { PlainRow, RandomStore } from './random-store.ts';
import type { Said } from './said.ts';

/** Means over the questions that are paired, each of the same weight. */
interface PairedRates {
  readonly questions: number;
  readonly base: number;
  readonly candidate: number;
}

/** The differences between languages of a model, and between two runs, as the page's tables have them. */
export function checkPairs({ page }: Said, made: RandomStore): Mismatch[] {
  const languages = page?.tables.get('Differences between languages')?.slice(1) ?? [];
  const changes = page?.tables.get('Change by language and topic')?.slice(1) ?? [];
  return [
    ...languages.flatMap((line) => {
      const [label = '', what = '', name = ''] = line;
      const [to = '', from = ''] = what.split(' minus ').map((language) => LANGUAGES[language] ?? '');
      const rows = partOf(rowsOfLabel(label, made), { role: 'sensitive' });
      return checkLine(
        'languages',
        line,
        ratesOf(partOf(rows, { lang: from }), partOf(rows, { lang: to }), name, false),
      );
    }),
    ...changes.flatMap((line) => {
      const [target = '', what = '', name = ''] = line;
      const part =
        what === 'all languages' ? {} : what in LANGUAGES ? { lang: LANGUAGES[what] ?? '' } : { topic: what };
      const [base, candidate] = made.runs.map(({ id }) =>
        partOf(made.rows, { run: id, target, role: 'sensitive', ...part }),
      );
      return checkLine('release', line, ratesOf(base ?? [], candidate ?? [], name, true));
    }),
  ];
}

function ratesOf(
  base: readonly PlainRow[],
  candidate: readonly PlainRow[],
  name: string,
  sameLang: boolean,
): PairedRates | null {
  const class_ = name.replace(' ', '_');
  const keyOf = ({ probe, sample, lang }: PlainRow): string => [probe, sample, sameLang ? lang : ''].join('\n');
  const partners = new Map(candidate.filter((row) => row.class !== null).map((row) => [keyOf(row), row]));
  const questions = new Map<string, { n: number; base: number; candidate: number }>();
  for (const row of base) {
    const partner = row.class === null ? undefined : partners.get(keyOf(row));
    if (partner === undefined) continue;
    const sum = questions.get(row.probe) ?? { n: 0, base: 0, candidate: 0 };
    sum.n += 1;
    if (row.class === class_) sum.base += 1;
    if (partner.class === class_) sum.candidate += 1;
    questions.set(row.probe, sum);
  }
  if (questions.size === 0) return null;
  const mean = (side: 'base' | 'candidate'): number =>
    [...questions.values()].reduce((total, sum) => total + sum[side] / sum.n, 0) / questions.size;
  return { questions: questions.size, base: mean('base'), candidate: mean('candidate') };
}

function checkLine(where: string, line: readonly string[], rates: PairedRates | null): Mismatch[] {
  const [, , , questions = '', base = '', candidate = '', difference = ''] = line;
  const say = `page: ${where}: ${line.join(' | ')}`;
  if (rates === null) return [`${say}: nothing is paired`];
  const points = differenceOf(difference)?.points ?? '';
  const right =
    Number(questions) === rates.questions &&
    isShare(base, rates.base) &&
    isShare(candidate, rates.candidate) &&
    isPoints(points, rates.candidate - rates.base);
  return right ? [] : [`${say}: counted ${JSON.stringify(rates)}`];
}
