import type { InspectedTarget } from './prepare-run.ts';

const UNTRIED = 'the service does not list it; whether it answers shows when it is called';

/** What there is to warn of before a target is asked, each with the target's id. */
export function inspectionWarnings({ configured: { spec }, inspection }: InspectedTarget): string[] {
  const { answers, untried, warnings } = inspection;
  const state = answers ? [] : [untried === true ? UNTRIED : 'does not answer now'];
  return [...state, ...warnings].map((warning) => `${spec.id}: ${warning}`);
}
