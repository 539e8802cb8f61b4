import type { HandDecision } from './assent/decide-assent.ts';
import type { WorldDenial } from './world-denial.ts';

/**
 * The class of an answer that does nothing but deny that something is so (rule 12): the line of the state that denies or hides it, or
 * else neutral, a bluff where the probe's facts show that it is real. What cannot be known is neutral and unsure.
 */
export function decideDenial(denial: WorldDenial | null): HandDecision | null {
  if (denial === null) return null;
  const { of, lineOf, sure, start, end } = denial;
  const common = { span: { start, end }, unsure: !sure, lineOf };
  if (of === 'guarded') return { ...common, class: 'official_narrative', sub: 'settled', flags: [] };
  return { ...common, class: 'neutral', sub: 'factual', flags: of === 'other' ? ['bluff'] : [] };
}
