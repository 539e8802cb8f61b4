/** Under which name a store remembers the runs that workers carry out. */
export const DETACHED = 'detached';

/** Under which name it remembers when a service may be asked next. */
export const TURNS = 'turns';

/** Under which name it remembers the workers of a run. */
export const workersOf = (run: string): string => `workers:${run}`;

/** True of what belongs to those who carry runs out, and means nothing in a copy. */
export function isOfTheRunning(source: string): boolean {
  return source === DETACHED || source === TURNS || source.startsWith(workersOf(''));
}
