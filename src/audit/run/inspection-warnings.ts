import type { InspectedTarget } from './prepare-run.ts';

/** What there is to warn of before a target is asked, each with the target's id. */
export function inspectionWarnings({ configured: { spec }, inspection }: InspectedTarget): string[] {
  const { answers, warnings } = inspection;
  return [...(answers ? [] : ['does not answer now']), ...warnings].map((warning) => `${spec.id}: ${warning}`);
}
