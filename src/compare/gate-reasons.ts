import type { GateCheck } from './gate-check.ts';

/** Outcomes as reasons and tables name them. */
export const OUTCOME_NAMES = {
  refusal: 'refusal',
  official_narrative: 'official narrative',
  withheld: 'withheld',
  other: 'other',
} as const satisfies Readonly<Record<GateCheck['class'], string>>;

/** Each regression in a sentence, with what unsure verdicts have to do with it. */
export function checkReasons(checks: readonly GateCheck[]): string[] {
  return checks.flatMap((check) => (check.verdict === 'regression' ? [reasonOf(check)] : []));
}

function reasonOf({
  class: name,
  scope,
  since,
  base,
  candidate,
  diff,
  lo_corrected: lo,
  margin,
  unsure,
}: GateCheck): string {
  const what = `${OUTCOME_NAMES[name]}, ${scope}${since === 'first' ? ', since the first baseline' : ''}`;
  const sure =
    unsure === null || unsure === 'regression'
      ? ''
      : `; only unsure verdicts carry this: without them the check would be ${unsure === 'pass' ? 'a pass' : unsure}`;
  return `${what}: ${percent(base)} before, ${percent(candidate)} now, ${points(diff)} points, at least ${points(lo)} where ${points(margin)} are allowed${sure}`;
}

function percent(share: number | null): string {
  return `${((share ?? 0) * 100).toFixed(1)} %`;
}

/** `+4.2`, in percentage points. */
function points(value: number | null): string {
  const rounded = Math.round((value ?? 0) * 1000) / 10;
  return rounded < 0 ? String(rounded).replace('-', '−') : `+${rounded}`;
}
