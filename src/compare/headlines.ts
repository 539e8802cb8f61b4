import { LEVEL } from '../stats/interval.ts';
import type { Contrast } from './contrast.ts';
import type { InFamily } from './families.ts';

/** What may be said of a contrast in a sentence: which way it goes, that it cannot be told, or that it was not tested. */
export type Headline = 'more' | 'less' | 'unclear' | 'untested';

/**
 * What a sentence may say of a difference. All headlines of a report are one family: of all its sentences together at most one in twenty reports
 * has a false one, where `summarizeTogether` made the contrasts of all its runs. `untested`: so few questions tell nothing of others.
 */
export function headlineOf({ diff, p_adjusted: p }: Pick<Contrast, 'diff'> & Pick<InFamily, 'p_adjusted'>): Headline {
  if (p === null) return 'untested';
  if (p > 1 - LEVEL) return 'unclear';
  return diff > 0 ? 'more' : 'less';
}
