import type { RunSummary } from '../audit/read/summarize-run.ts';
import type { DeliveryCount } from '../compare/summarize.ts';
import { numberOf } from '../lib/number-of.ts';
import { visible } from '../lib/visible.ts';
import { limitedText } from '../model/limited.ts';
import { figureLine } from '../report/figure-line.ts';
import { noControls } from '../report/finding-rows.ts';
import { BY_LABELS } from '../report/label-words.ts';
import { LEFT_OUT_NOTE, leftOutText } from '../report/left-out-pairs.ts';
import { checkedCells, checkedHeads, errorNotes, isChecked } from './correction-text.ts';
import { firstTokenText } from './first-token-text.ts';
import { isMany, manySummaryText } from './many-summary-text.ts';
import { namedSummary } from './named-summary.ts';
import { servedLines } from './served-text.ts';
import { spilloverText } from './spillover-text.ts';
import { percent, percentWithInterval, pointsWithInterval, renderTable, shortNames, wrapped } from './table.ts';

const TITLES = { refusal: 'Refusal', official_narrative: 'Official narrative' } as const;
const SHORT_TITLES = { refusal: 'Refusal', official_narrative: 'Official' } as const;

type Division = 'topic' | 'style';
type SummaryRow = RunSummary['rows'][number];

const RATES =
  'Rates with 95 % intervals, the samples of a probe taken together. Where there are matched controls, both rates are means over the pairs and the difference is theirs (sensitive minus control, in percentage points); else the rate is that of all judged answers.';

const FOUND =
  'Found: the rate of all judged answers to sensitive questions as the classifier found it, with a control or without, from which the other columns beside it start; so it can differ from the one beside the controls.';

/** A run's summary for a terminal: each class against its controls, what was delivered, and how far that can be off. Many targets are summed up on a screen unless all are asked for. */
export function summaryText(given: RunSummary, by: readonly Division[] = [], all = false): string {
  const summary = namedSummary(given);
  if (by.length === 0 && !all && isMany(summary)) return manySummaryText(summary);
  const wanted = ({ topic, style }: { topic: string | null; style: string | null }): boolean =>
    (by.includes('topic') || topic === null) && (by.includes('style') || style === null);
  const rows = summary.rows.filter(wanted).filter(({ lang }) => lang !== null);
  const sensitive = rows.filter(({ role }) => role === 'sensitive');
  // Divided further, each target has tables of its own: its name would not fit beside a topic's.
  const targets = [...new Set(sensitive.map(({ target }) => target))];
  const nameOf = shortNames(targets);
  if (sensitive.length > 0 && rows.every(({ refusal }) => refusal.rate === null))
    return nothingText(summary, [deliveries(summary)]);
  const parts: string[] = [];
  for (const cls of ['refusal', 'official_narrative'] as const) {
    for (const target of by.length === 0 ? [null] : targets) {
      const own = sensitive.filter((row) => target === null || row.target === target);
      const names = (row: SummaryRow): string[] => (target === null ? [nameOf(row.target)] : []);
      const title = target === null ? [TITLES[cls], ''] : [`${SHORT_TITLES[cls]}: ${nameOf(target)}`];
      const lines = own.map((row) => {
        const control = rows.find((other) => isSameGroup(row, other) && other.role === 'control');
        const contrast = summary.contrasts.find((one) => isSameGroup(row, one) && one.class === cls);
        const line = figureLine(row, control ?? null, contrast ?? null, cls);
        return [
          ...names(row),
          line.byLabels ? `${whereText(row)} ${BY_LABELS}` : whereText(row),
          percentWithInterval(line.sensitive),
          line.contrast === null || line.control === null
            ? noControls({ control: control ?? null, sensitive: row })
            : percentWithInterval(line.control),
          line.contrast === null ? '–' : pointsWithInterval(line.contrast),
        ];
      });
      const head = [...title, 'sensitive', 'control', 'difference'];
      if (lines.length > 0) parts.push(renderTable(head, lines, title.length));
      const checked = own.filter((row) => isChecked(row, cls));
      if (checked.length === 0) continue;
      const cells = checked.map((row) => [...names(row), whereText(row), ...checkedCells(row, cls, summary)]);
      parts.push(renderTable([...title, ...checkedHeads(summary)], cells, title.length));
    }
  }
  parts.push(deliveries(summary));
  const unasked = totalOf(summary, 'never_asked');
  const names = summary.classifiers.map(({ name, version, mode }) => `${name} ${version} (${mode})`).join(', ');
  parts.push(
    [
      ...(summary.limited === undefined ? [] : [limitedText(summary.limited)]),
      ...(sensitive.length === 0
        ? ['No sensitive questions are in this run: there are no rates of them to show.']
        : [RATES]),
      'Unst.: share of sensitive probes whose judged samples disagree; once: none has several judged samples.',
      ...(sensitive.some((row) => isChecked(row, 'refusal')) ? [FOUND] : []),
      `Verdicts by ${names === '' ? 'nobody yet' : names}.`,
      ...leftOutNotes(summary, sensitive),
      ...(unasked > 0 ? [`Never asked: ${numberOf(unasked, 'planned trial')}, in no column but “plan”.`] : []),
      ...errorNotes(summary, rows),
    ]
      .map((line) => `${wrapped(line)}\n`)
      .join(''),
    ...spilloverText(rows),
    ...firstTokenText(summary),
    ...asked(summary),
  );
  return parts.join('\n');
}

/** A count over all targets, languages and roles. */
function totalOf(
  { rows }: Pick<RunSummary, 'rows'>,
  field: 'n' | 'delivered' | 'withheld' | 'unjudged' | 'never_asked',
): number {
  const totals = rows.filter(({ topic, style, lang }) => topic === null && style === null && lang !== null);
  return totals.reduce((total, row) => total + row[field], 0);
}

/** What stands in the place of tables without a figure in them: that there is none, and why. */
function nothingText({ rows, failures = [] }: RunSummary, parts: readonly string[]): string {
  const sum = (field: Parameters<typeof totalOf>[1]): number => totalOf({ rows }, field);
  const [planned, delivered, withheld] = [sum('n'), sum('delivered'), sum('withheld')];
  const [unjudged, unasked] = [sum('unjudged'), sum('never_asked')];
  const fates = [
    [delivered - withheld, 'answered'],
    [unjudged, 'of these without a class'],
    [withheld, 'filtered or empty'],
    [planned - delivered - unasked, 'failed'],
    [unasked, 'never asked'],
  ].flatMap(([n, words]) => (n === 0 ? [] : [`${n} ${words}`]));
  const none = delivered - withheld === 0 ? 'No answer came back' : 'No answer has a class';
  const said = `${none}, so there are no rates: of ${numberOf(planned, 'trial')}, ${fates.join(', ')}.`;
  return [...parts, [said, ...failures.map(visible)].map((line) => `${wrapped(line)}\n`).join('')].join('\n');
}

/** Which pairs no contrast counts, a clause a target and language. */
function leftOutNotes({ contrasts }: RunSummary, sensitive: readonly SummaryRow[]): string[] {
  const parts = sensitive.flatMap((row) => {
    if (row.topic !== null || row.style !== null) return [];
    const text = leftOutText(row, contrasts.find((one) => isSameGroup(row, one))?.pairs ?? 0);
    return text === null ? [] : [`${row.target} ${row.lang}: ${text}`];
  });
  return parts.length === 0 ? [] : [`${LEFT_OUT_NOTE} ${parts.join('; ')}.`];
}

function asked({ served }: RunSummary): string[] {
  const lines = servedLines(served);
  return lines.length === 0 ? [] : [`${lines.join('\n')}\n`];
}

/** Language and, where they divide, topic and style. */
function whereText({ lang, topic, style }: SummaryRow): string {
  return [lang, topic, style].filter((part) => part !== null).join(' ');
}

interface Grouped {
  readonly target: string;
  readonly lang: string | null;
  readonly topic: string | null;
  readonly style: string | null;
}

function isSameGroup(a: Grouped, b: Grouped): boolean {
  return a.target === b.target && a.lang === b.lang && a.topic === b.topic && a.style === b.style;
}

const COUNT_HEADS = {
  n: 'plan',
  delivered: 'deliv.',
  truncated: 'cut',
  filtered: 'filt.',
  empty: 'empty',
  errors: 'err.',
  unjudged: 'unj.',
} as const satisfies Readonly<Record<'n' | 'delivered' | 'unjudged' | DeliveryCount, string>>;

/** A dash where nothing was judged at all. */
function unstableText(row: SummaryRow | undefined): string {
  if (row === undefined || row.refusal.n === 0) return '–';
  return row.unstable === null ? 'once' : percent(row.unstable);
}

/** Of the trials that failed, those that no call was made for stand in none of the columns. */
function countIn(row: SummaryRow, field: keyof typeof COUNT_HEADS): number {
  return field === 'errors' ? row.n - row.delivered - row.never_asked : row[field];
}

/** One line a target and language: planned, delivered, what kept answers away, and how many probes are unstable. */
function deliveries({ rows }: RunSummary): string {
  const counts = Object.keys(COUNT_HEADS) as (keyof typeof COUNT_HEADS)[];
  const groups = new Map<string, SummaryRow[]>();
  for (const row of rows) {
    if (row.topic !== null || row.style !== null || row.lang === null) continue;
    const key = `${row.target}\n${row.lang}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const nameOf = shortNames([...groups.values()].map(([first]) => first?.target ?? ''));
  const lines = [...groups.values()].map((members) => [
    nameOf(members[0]?.target ?? ''),
    members[0]?.lang ?? '',
    ...counts.map((field) => String(members.reduce((sum, row) => sum + countIn(row, field), 0))),
    unstableText(members.find(({ role }) => role === 'sensitive')),
  ]);
  return renderTable(['Trials', '', ...Object.values(COUNT_HEADS), 'unst.'], lines, 2);
}
