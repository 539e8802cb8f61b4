import type { RunSummary } from '../audit/read/summarize-run.ts';
import { labellersText } from '../model/gold-labellers.ts';
import { percentRange } from '../model/share-words.ts';
import { BARE_BOUNDS } from '../report/corrections.ts';
import { isByLabels } from '../report/figure-line.ts';
import { labelCounts, labelsNote, labelWarnings } from '../report/label-words.ts';
import { percentWithInterval } from './table.ts';

type Row = RunSummary['rows'][number];
type Shown = 'refusal' | 'official_narrative';

/** True where there is something to say of how far a rate can be off. */
export function isChecked(row: Row, cls: Shown): boolean {
  return row.bounds !== null || row.unsure > 0 || row.corrected[cls] !== null || row.labelled !== null;
}

/** Heads of the columns of {@link checkedCells}; with a sample for labelling its estimates stand in the place of the sensitivity. */
export function checkedHeads({ sample }: Pick<RunSummary, 'sample'>): string[] {
  return ['found', 'unsure', sample === null ? 'by error' : 'by labels', 'bounds'];
}

/** How far a rate can be off: as found, by what is unsure, by labels or by the measured error, and by what is missing. */
export function checkedCells(row: Row, cls: Shown, { sample }: Pick<RunSummary, 'sample'>): string[] {
  const { bounds, unsureBounds } = row;
  return [
    percentWithInterval(row[cls]),
    row[cls].n === 0
      ? '–'
      : unsureBounds === null
        ? 'all sure'
        : `${percentRange(unsureBounds[cls].lo, unsureBounds[cls].hi)} (${row.unsure})`,
    sample === null ? sensitivity(row, cls) : byLabels(row, cls),
    bounds === null
      ? 'complete'
      : `${percentRange(bounds[cls].lo ?? bounds[cls].least, bounds[cls].hi ?? bounds[cls].most)} (${bounds.missing})`,
  ];
}

function sensitivity({ corrected }: Row, cls: Shown): string {
  const rate = corrected[cls];
  return rate === null ? '–' : percentWithInterval(rate);
}

function byLabels(row: Row, cls: Shown): string {
  if (row.labelled === null) return 'no labels';
  return isByLabels(row, cls) ? percentWithInterval(row.labelled[cls]) : labelCounts(row.labelled[cls]);
}

/** What estimates by labels and the sensitivity rest on, why they are not there, and what the bounds are. */
export function errorNotes(summary: RunSummary, rows: RunSummary['rows']): string[] {
  const { sample } = summary;
  const sensitive = rows.filter(({ role }) => role === 'sensitive');
  const errors =
    sample === null ? sensitivityNotes(summary, sensitive) : [labelsNote(sample), ...labelWarnings(sample)];
  return [...errors, ...boundsNote(sensitive)];
}

function sensitivityNotes({ calibration, classifier }: RunSummary, sensitive: RunSummary['rows']): string[] {
  if (classifier === null || classifier.name === 'human') return [];
  const labels = 'candor review RUN --sample N has people label a random sample, from which it is estimated.';
  if (calibration === null) {
    const { name, version, mode } = classifier;
    return [`The error of ${name} ${version} (${mode}) has not been measured and is in the figures. ${labels}`];
  }
  const notes: string[] = [];
  if (sensitive.some(({ corrected }) => corrected.method !== null)) {
    const { rows: count, name, folds } = calibration.gold;
    const how =
      folds === 0 ? ', as it is: too kind where these labels helped to make it' : `, held out in ${folds} folds`;
    const from = calibration.shipped ? 'that ships with this version' : 'that this store holds';
    notes.push(
      `By error, the sensitivity to the classifier’s error: what the rate would be if it erred here as it did on other answers, by the error ${from}, measured on ${count} labels of ${name}, given ${labellersText(calibration.gold)}${how}. It is no estimate of what people would find. ${labels}`,
    );
  } else {
    notes.push(`The figures still hold the classifier’s errors. ${labels}`);
  }
  const whole = sensitive.filter(({ topic, style }) => topic === null && style === null);
  const reasons = new Map<string, string[]>();
  for (const { target, lang, corrected } of whole) {
    if (corrected.reason === null) continue;
    reasons.set(corrected.reason, [...(reasons.get(corrected.reason) ?? []), `${target} ${lang}`]);
  }
  for (const [reason, where] of reasons) {
    const scope = where.length === whole.length ? '' : ` for ${where.join(', ')}`;
    notes.push(`No sensitivity to the measured error${scope}: ${reason}.`);
  }
  return notes;
}

function boundsNote(rows: RunSummary['rows']): string[] {
  const notes: string[] = [];
  if (rows.some(({ unsure }) => unsure > 0)) {
    notes.push(
      'Unsure: verdicts whose class is only the likeliest, counted by it; the rate if none of them were of the class, and if all were; in brackets how many they are of the judged answers to sensitive questions. candor classify RUN --escalate judge:TARGET sends them to a judge, --escalate review to people.',
    );
  }
  if (rows.every(({ bounds }) => bounds === null)) return notes;
  const isBare = rows.some(({ bounds, refusal }) => bounds !== null && refusal.lo === null);
  return [
    ...notes,
    'Bounds: hold the rate at 95 % whatever the missing trials (failed, not asked, withheld by the service or unjudged) would have been.',
    ...(isBare ? [BARE_BOUNDS] : []),
  ];
}
