import type { ProbeItems } from '../audit/read/probe-items.ts';
import { percent, renderTable, shortened, wrapped } from './table.ts';

type Item = ProbeItems['items'][number];
type Statement = Item['statements'][number];

const NOTE =
  'n: answers with a text. R O N X: refusals, official narratives, neutral and other ones, as counted; the rest is unjudged. candid: neutral, or telling facts against the state’s line, mean over targets. disc: correlation over targets with the rest of the questions of the same role. same: pairs of samples of one class; word: of wordings. They describe these answers and have no interval.';

/** Item statistics: a line a question, then the marks that never or always fired; with `marks`, each statement. */
export function itemsText({ runs, targets, items }: ProbeItems, marks: boolean): string {
  if (items.length === 0) return 'No answer of these runs is to a question that was asked for.\n';
  const rows = items.map((item) => [
    item.probe,
    item.lang,
    String(item.answers),
    ...[item.classes.refusal, item.classes.official_narrative, item.classes.neutral, item.classes.other].map(String),
    percent(item.candid),
    correlation(item.discrimination.r),
    percent(item.samples.share).replace(' %', ''),
    percent(item.phrasings.share).replace(' %', ''),
  ]);
  const table = renderTable(['question', 'lang', 'n', 'R', 'O', 'N', 'X', 'candid', 'disc', 'same', 'word'], rows, 2);
  const head = `${items.length} questions in ${runs.length === 1 ? 'a run' : `${runs.length} runs`} of ${targets.length === 1 ? 'a target' : `${targets.length} targets`}`;
  return `${head}\n\n${table}\n${wrapped(NOTE)}\n${items.map((item) => (marks ? statementsText(item) : misfires(item))).join('')}`;
}

function correlation(r: number | null): string {
  return r === null ? '–' : `${r < -0.005 ? '−' : ''}${Math.abs(r).toFixed(2)}`;
}

/** Which marks of a question never or always fired; empty where none did, and where too few answers can tell. */
function misfires(item: Item): string {
  const lines = item.statements.flatMap(({ statement, claim, fired, never, always, marks }) => {
    const silent = marks.length > 0 && never.length === marks.length;
    const first = silent
      ? `${statement} (${claim}): no mark fired`
      : never.length === 0
        ? null
        : `${statement}: never ${quoted(never)}`;
    const last = always.length === 0 ? null : `${statement}: always ${quoted(always)}`;
    const anyway = always.length === 0 && never.length < marks.length && fired === item.answers && item.answers > 0;
    const each = anyway && item.answers >= 5 ? `${statement} (${claim}): named in every answer` : null;
    return [first, last, each].filter((line) => line !== null);
  });
  if (lines.length === 0) return '';
  return `\n${item.probe} ${item.lang}\n${lines.map((line) => `${indented(line)}\n`).join('')}`;
}

function statementsText(item: Item): string {
  if (item.statements.length === 0) return '';
  const rows = item.statements.flatMap((statement) => [
    row(shortened(`${statement.statement}: ${statement.claim}`, 42), statement, statement.stated),
    ...statement.marks.map((mark) => row(shortened(`  ${mark.mark}`, 42), mark, null)),
  ]);
  return `\n${item.probe} ${item.lang}\n${renderTable(['statement or mark', 'fired', 'R', 'O', 'N', 'X', 'stated'], rows)}`;
}

function row(name: string, { fired, by }: Pick<Statement, 'fired' | 'by'>, stated: number | null): string[] {
  const classes = [by.refusal, by.official_narrative, by.neutral, by.other].map(String);
  return [name, String(fired), ...classes, stated === null ? '' : String(stated)];
}

function quoted(marks: readonly string[]): string {
  return marks.map((mark) => `“${mark}”`).join(', ');
}

function indented(line: string): string {
  return wrapped(`  ${line}`).replaceAll('\n', '\n    ');
}
