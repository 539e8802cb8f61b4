import { changes, families, homes } from './grid-changes.ts';
import { gates, years } from './grid-gates.ts';
import { contrasts, missing, rates } from './grid-intervals.ts';
import { samples } from './grid-samples.ts';
import type { AnyScenario } from './scenario.ts';

/** Every cell of the acceptance run. Labels are unique: a cell's seed is made of its label, so that cells can be added without moving others. */
export function acceptanceGrid(): AnyScenario[] {
  return [
    ...rates(),
    ...missing(),
    ...contrasts(),
    ...changes(),
    ...homes(),
    ...families(),
    ...gates(),
    ...years(),
    ...samples(),
  ];
}
