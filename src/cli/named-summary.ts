import type { RunSummary } from '../audit/read/summarize-run.ts';
import { lineNamed, nameIn, withNames } from '../model/target-names.ts';

/** A summary as people read it: targets by their names. */
export function namedSummary(summary: RunSummary): RunSummary {
  const { names, failures, served, ...rest } = summary;
  if (names === undefined) return summary;
  const nameOf = nameIn(names);
  return {
    ...withNames(rest, nameOf),
    served: served.map(({ warnings, ...one }) => ({
      ...withNames(one, nameOf),
      warnings: warnings.map((line) => lineNamed(line, names)),
    })),
    ...(failures === undefined ? {} : { failures: failures.map((line) => lineNamed(line, names)) }),
  };
}
