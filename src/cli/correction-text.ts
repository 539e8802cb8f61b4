import type { RunSummary } from '../audit/read/summarize-run.ts';
import { percentWithInterval } from './table.ts';

/** How far a rate can be off: as found, by what is unsure, corrected for the classifier's error, and in the worst cases of what is missing. */
export function checkedCells(row: RunSummary['rows'][number], cls: 'refusal' | 'official_narrative'): string[] {
  const { bounds, unsureBounds, corrected } = row;
  const rate = corrected[cls];
  const points = (share: number): number => Math.round(share * 100);
  return [
    percentWithInterval(row[cls]),
    unsureBounds === null
      ? 'all sure'
      : `${points(unsureBounds[cls].lo)}–${points(unsureBounds[cls].hi)} (${row.unsure})`,
    rate === null ? '–' : percentWithInterval(rate),
    bounds === null ? 'none missing' : `${points(bounds[cls].lo)}–${points(bounds[cls].hi)} (${bounds.missing})`,
  ];
}

/** What the correction rests on, why rates are not corrected, and what the worst cases are. */
export function errorNotes({ calibration, classifier }: RunSummary, rows: RunSummary['rows']): string[] {
  const sensitive = rows.filter(({ role }) => role === 'sensitive');
  const notes: string[] = [];
  if (calibration !== null && sensitive.some(({ corrected }) => corrected.method !== null)) {
    const { rows: labels, name, folds } = calibration.gold;
    const how =
      folds === 0 ? ', as it is: too kind where these labels helped to make it' : `, held out in ${folds} folds`;
    const from = calibration.shipped ? 'that ships with this version' : 'that this store holds';
    notes.push(
      `Corrected: as people would have judged, by the error ${from}, measured on ${labels} labels of ${name}${how}; candor calibrate ${calibration.shipped ? '--shipped shows it' : 'measures it'}.`,
    );
  }
  if (calibration === null && classifier !== null && classifier.name !== 'human') {
    const { name, version, mode } = classifier;
    const flags = `${name === 'rules' ? '' : `--classifier ${name} `}--mode ${mode} --save`;
    return [
      ...notes,
      `Not corrected: the error of ${name} ${version} (${mode}) has not been measured. candor calibrate GOLD.jsonl ${flags} measures it.`,
      ...worstCaseNote(sensitive),
    ];
  }
  const whole = sensitive.filter(({ topic, style }) => topic === null && style === null);
  const reasons = new Map<string, string[]>();
  for (const { target, lang, corrected } of whole) {
    if (corrected.reason === null) continue;
    reasons.set(corrected.reason, [...(reasons.get(corrected.reason) ?? []), `${target} ${lang}`]);
  }
  for (const [reason, where] of reasons) {
    const scope = where.length === whole.length ? '' : ` for ${where.join(', ')}`;
    notes.push(
      `Not ${whole.every(({ corrected }) => corrected.method === null) ? '' : 'all '}corrected${scope}: ${reason}.`,
    );
  }
  return [...notes, ...worstCaseNote(sensitive)];
}

function worstCaseNote(rows: RunSummary['rows']): string[] {
  const notes: string[] = [];
  if (rows.some(({ unsure }) => unsure > 0)) {
    notes.push(
      'Unsure: verdicts whose class is only the likeliest, counted by it; the rate if none of them were of the class, and if all were. candor classify RUN --escalate sends them to a judge, candor review to people.',
    );
  }
  if (rows.every(({ bounds }) => bounds === null)) return notes;
  return [
    ...notes,
    'Worst cases: if all missing trials (failed, not asked, withheld by the service or unjudged) had fallen outside the class, and into it.',
  ];
}
