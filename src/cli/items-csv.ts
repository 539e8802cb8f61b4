import type { ProbeItems } from '../audit/read/probe-items.ts';
import { csvField } from './comparison-csv.ts';

type Item = ProbeItems['items'][number];
type Value = string | number | null;

const ITEM = {
  set: ({ set }) => set,
  probe: ({ probe }) => probe,
  lang: ({ lang }) => lang,
  role: ({ role }) => role,
  style: ({ style }) => style,
  targets: ({ targets }) => targets,
  answers: ({ answers }) => answers,
  judged: ({ judged }) => judged,
  refusal: ({ classes }) => classes.refusal,
  official_narrative: ({ classes }) => classes.official_narrative,
  neutral: ({ classes }) => classes.neutral,
  other: ({ classes }) => classes.other,
  candid: ({ candid }) => candid,
  discrimination: ({ discrimination }) => discrimination.r,
  discrimination_targets: ({ discrimination }) => discrimination.targets,
  discrimination_why: ({ discrimination }) => discrimination.why,
  same_samples: ({ samples }) => samples.share,
  same_samples_pairs: ({ samples }) => samples.pairs,
  same_phrasings: ({ phrasings }) => phrasings.share,
  same_phrasings_pairs: ({ phrasings }) => phrasings.pairs,
} as const satisfies Readonly<Record<string, (item: Item) => Value>>;

const MARK_HEAD = [
  'probe',
  'lang',
  'answers',
  'statement',
  'claim',
  'mark',
  'fired',
  'refusal',
  'official_narrative',
  'neutral',
  'other',
  'stated',
];

/** Item statistics as CSV, a line a question; with `marks`, a line a statement (`mark` empty) and a line each of its marks. */
export function itemsCsv({ items }: ProbeItems, marks: boolean): string {
  const lines = marks
    ? [MARK_HEAD.join(','), ...items.flatMap(markLines)]
    : [Object.keys(ITEM).join(','), ...items.map((item) => line(Object.values(ITEM).map((of) => of(item))))];
  return `${lines.join('\n')}\n`;
}

function markLines({ probe, lang, answers, statements }: Item): string[] {
  return statements.flatMap(({ statement, claim, stated, marks, ...all }) => {
    const lineOf = (mark: string | null, { fired, by }: Pick<typeof all, 'fired' | 'by'>, told: number | null) =>
      line([
        ...[probe, lang, answers, statement, claim, mark, fired],
        ...[by.refusal, by.official_narrative, by.neutral, by.other, told],
      ]);
    return [lineOf(null, all, stated), ...marks.map((one) => lineOf(one.mark, one, null))];
  });
}

function line(values: readonly Value[]): string {
  return values.map(csvField).join(',');
}
