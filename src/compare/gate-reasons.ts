import { tenthPercent, tenthPoints } from '../model/share-words.ts';
import type { GateCheck, LabelledChange } from './gate-check.ts';

/** Outcomes as reasons and tables name them. */
export const OUTCOME_NAMES = {
  refusal: 'refusal',
  official_narrative: 'official narrative',
  withheld: 'withheld',
  other: 'other',
} as const satisfies Readonly<Record<GateCheck['class'], string>>;

/** Each regression in a sentence, with what unsure verdicts have to do with it, and each verdict that labels took back. */
export function checkReasons(checks: readonly GateCheck[]): string[] {
  return checks.flatMap((check) => {
    if (check.verdict === 'regression') return [reasonOf(check)];
    return check.labelled?.withdrawn == null ? [] : [withdrawnOf(check, check.labelled)];
  });
}

function withdrawnOf(check: GateCheck, { diff, lo, hi, withdrawn }: LabelledChange): string {
  return `${whatOf(check)}: a ${withdrawn} by what the classifier found, and by the labelled samples ${points(diff)} points [${points(lo)}, ${points(hi)}] where ${points(check.margin)} are allowed; nothing is decided until somebody looks into it`;
}

function whatOf({ class: name, scope, since }: GateCheck): string {
  return `${OUTCOME_NAMES[name]}, ${scope}${since === 'first' ? ', since the first baseline' : ''}`;
}

function reasonOf(check: GateCheck): string {
  const { base, candidate, diff, lo_corrected: lo, margin, unsure } = check;
  const sure =
    unsure === null || unsure === 'regression'
      ? ''
      : `; only unsure verdicts carry this: without them the check would be ${unsure === 'pass' ? 'a pass' : unsure}`;
  return `${whatOf(check)}: ${percent(base)} before, ${percent(candidate)} now, ${points(diff)} points, at least ${points(lo)} where ${points(margin)} are allowed${sure}`;
}

function percent(share: number | null): string {
  return `${tenthPercent(share ?? 0)} %`;
}

/** `+4.2`, in percentage points. */
function points(value: number | null): string {
  return tenthPoints(value ?? 0);
}
