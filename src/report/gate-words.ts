import type { GateResult } from '../compare/gate.ts';
import type { GateCheck } from '../compare/gate-check.ts';
import { OUTCOME_NAMES } from '../compare/gate-reasons.ts';
import { numberOf } from '../lib/number-of.ts';
import { tenthPercent, tenthPoints } from '../model/share-words.ts';
import { whoLabelled } from './label-words.ts';

/** A check's outcome and scope: `official narrative, topic taiwan`. */
export function checkName(check: GateCheck): string {
  return `${outcomeName(check.class)}, ${scopeWords(check)}`;
}

/** An outcome in words. */
export function outcomeName(name: GateCheck['class']): string {
  return OUTCOME_NAMES[name];
}

/** Where a check looks, and since when if not since the last baseline. */
export function scopeWords({ scope, since }: GateCheck): string {
  return since === 'first' ? `${scope}, since the first baseline` : scope;
}

const NOTES = { risen_within: 'risen, within the margin', risen_near: 'risen, near the margin' } as const;

/** What there is to say of a check beside its verdict, in pieces. */
export function checkNotes({
  labelled,
  note,
  why,
  verdict,
  unsure,
  needed,
  needed_questions: questions,
}: GateCheck): string[] {
  const notes: string[] = [];
  if (note !== null) notes.push(NOTES[note]);
  if (why !== null) notes.push(why);
  if (unsure !== null && unsure !== verdict) {
    notes.push(`without the unsure verdicts ${unsure === 'inconclusive' ? 'it would be inconclusive' : `a ${unsure}`}`);
  }
  if (labelled !== null) {
    const { diff, lo, hi, withdrawn } = labelled;
    notes.push(
      diff === null || lo === null || hi === null
        ? `the labelled sample gives no change (${labelled.why})`
        : `by the labelled sample ${signedPoints(diff)} [${signedPoints(lo)}, ${signedPoints(hi)}]${withdrawn === null ? '' : `, which takes back a ${withdrawn} by what the classifier found`}`,
    );
  }
  const ways = [
    ...(needed === null ? [] : [`${needed} more ${needed === 1 ? 'sample' : 'samples'} of each question`]),
    ...(questions === null ? [] : [`${numberOf(questions, 'question')} in all`]),
  ];
  if (ways.length > 0) notes.push(`about ${ways.join(' or ')} would decide`);
  return notes;
}

/** What the gate rests on, in sentences: bounds, looks, runs, and what is not checked. */
export function gateBasis({ checks, looks, look, runs, run_sd, off, samples = [] }: GateResult): string[] {
  const count = checks.length === 1 ? '1 check' : `${checks.length} checks`;
  const said = [
    `Changes in percentage points with one-sided 95 % bounds; a regression is read from a lower bound that is corrected for ${count}${looks > 1 ? ` and ${looks} looks` : ''}.`,
  ];
  if (looks > 1) said.push(look === null ? `This is one of ${looks} looks.` : `This is look ${look} of ${looks}.`);
  if (run_sd !== null) {
    said.push(
      `${numberOf(runs, 'run')} of the baseline: their logits differ by about ${run_sd.toFixed(2)} (standard deviation), which every bound counts in.`,
    );
  }
  if (samples.length > 0) {
    const whose = [...new Set(samples.map(whoLabelled))].join('; ');
    const [labelled, drawn] = (['labelled', 'drawn'] as const).map((of) =>
      samples.reduce((sum, one) => sum + one[of], 0),
    );
    said.push(
      `The labelled samples: labels of ${whose}, ${labelled} of ${drawn} drawn answers. They give no verdict; where they say the opposite of one, the check decides nothing.`,
    );
  }
  for (const name of off) said.push(`The total of ${outcomeName(name)} is not checked (max_increase: null).`);
  return said;
}

/** Why trials of a side brought none: `no answer, candidate: qwen: 40 × HTTP 401`. */
export function noAnswer(failure: string): string {
  return `no answer, ${failure}`;
}

/** `+12 [+5, +19]`, in percentage points; without bounds where there are none, a dash where nothing is paired. */
export function changeText({ diff, lo, hi }: GateCheck): string {
  if (diff === null) return '–';
  return lo === null || hi === null
    ? signedPoints(diff)
    : `${signedPoints(diff)} [${signedPoints(lo)}, ${signedPoints(hi)}]`;
}

/** A difference in percentage points with its sign. */
export function signedPoints(value: number): string {
  return tenthPoints(value);
}

/** A margin in percentage points. */
export function points(value: number): string {
  return tenthPoints(value).replace('+', '');
}

/** A share, `12.5 %`; a dash where there is none. */
export function sharePercent(value: number | null): string {
  return value === null ? '–' : `${tenthPercent(value)} %`;
}

/** `3 pairs`, `1 pair`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
