import { lineNamed, shownNames } from '../model/target-names.ts';
import type { ReportData } from './view-model.ts';

/** Why calls failed or were not made, a line a target and reason, with the run where there are several. */
export function failedCalls({ runs }: Pick<ReportData, 'runs'>): string[] {
  return runs.flatMap(({ run, targets, failures = [] }) => {
    const names = shownNames(targets);
    return failures.map((failure) => {
      const line = lineNamed(failure, names);
      return runs.length === 1 ? line : `${run.name ?? run.id}, ${line}`;
    });
  });
}
