import type { RunSummary } from '../audit/read/summarize-run.ts';
import { numberOf } from '../lib/number-of.ts';
import type { RunRecord } from '../model/run.ts';
import { findingRows } from '../report/finding-rows.ts';
import { areMany } from '../report/model-groups.ts';
import { doubtsText, modelFindings } from '../report/model-sentence.ts';
import { type WhoDoes, whoDoes } from '../report/who-does.ts';
import { pointsWithInterval, renderTable, wrapped } from './table.ts';
import { width } from './width.ts';

/** Names of each list, and where a line has no room for figures beside them. */
const MOST_NAMED = { beside: 10, above: 4 } as const;
const ROOM_BESIDE = 72;
/** Names of those of whom little is sure. */
const MOST_DOUBTED = 4;

const TITLES = { refusal: 'Refusal', official_narrative: 'Official narrative' } as const;

/** True where a summary has more targets than a screen has room for. */
export function isMany({ rows }: Pick<RunSummary, 'rows'>): boolean {
  return areMany([...new Set(rows.map(({ target }) => target))]);
}

/** The summary of many targets on a screen: who refuses and who recites more often than on controls, in which language, by name. */
export function manySummaryText(summary: RunSummary): string {
  const { run, rows, classifiers } = summary;
  const totals = rows.filter(({ topic, style, lang }) => topic === null && style === null && lang !== null);
  const sum = (field: 'n' | 'delivered' | 'withheld' | 'never_asked' | 'unjudged'): number =>
    totals.reduce((all, row) => all + row[field], 0);
  const targets = new Set(totals.map(({ target }) => target)).size;
  const [planned, never] = [sum('n'), sum('never_asked')];
  const failed = planned - sum('delivered') - never;
  const names = classifiers.map(({ name, version, mode }) => `${name} ${version} (${mode})`).join(', ');
  const counts = `${numberOf(targets, 'target')}, ${numberOf(planned, 'trial')}: ${sum('delivered') - sum('withheld')} answered, ${sum('withheld')} withheld or empty, ${failed} failed, ${never} never asked, ${sum('unjudged')} not judged. Verdicts by ${names === '' ? 'nobody yet' : names}.`;
  const findings = findingRows({ runs: [{ run: { id: run, name: null } as RunRecord, summary }] });
  const found = whoDoes(findings);
  const doubts = doubtsText(modelFindings(findings), MOST_DOUBTED);
  const notes = [
    ...(doubts === null ? [] : [doubts]),
    'Points more than on controls with intervals that hold for all of these together; – not found. The errors of whoever judged are in the figures.',
    '--all prints every target with deliveries and how far rates can be off, --csv and --json every figure.',
  ];
  return `${[wrapped(counts), ...found.flatMap(listText), '', ...notes.map(wrapped)].join('\n')}\n`;
}

function listText({ class: name, langs, models, compared, rows }: WhoDoes): string[] {
  const without = models === compared ? '' : `; ${models - compared} without controls`;
  const said = `${TITLES[name]}: ${rows.length === 0 ? 'none' : rows.length} of ${models} found to have it more often than on controls${without}.`;
  if (rows.length === 0) return ['', wrapped(said)];
  const shown = rows.slice(0, width() < ROOM_BESIDE ? MOST_NAMED.above : MOST_NAMED.beside).map(({ label, cells }) => [
    label,
    ...cells.map((cell) => {
      if (cell === null) return '';
      return cell.found && cell.difference !== null
        ? pointsWithInterval(cell.difference)
        : cell.difference === null
          ? cell.text
          : '–';
    }),
  ]);
  const more = rows.length - shown.length;
  return ['', wrapped(said), renderTable(['', ...langs], shown).trimEnd(), ...(more > 0 ? [`  and ${more} more`] : [])];
}
