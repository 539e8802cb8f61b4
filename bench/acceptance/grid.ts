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

/** Which of so many parts of the grid a cell is in, by its label: every part has cells of all kinds. */
export function partOf({ label }: AnyScenario, parts: number): number {
  let hash = 0;
  for (const unit of label) hash = (Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)) >>> 0;
  return ((hash ^ (hash >>> 11)) >>> 0) % parts;
}
