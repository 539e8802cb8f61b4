import { mayHoldThought } from '../../reading/possible-thought.ts';
import type { Evidence } from '../../report/view-model.ts';

/** The delivery flag under which an answer was noted to hold reasoning in a notation that is not known. */
const NOTED = 'reasoning_unknown';

/** Whether an answer's text is kept back where traces are: it may hold one. */
export function isHeld(text: string, flags: readonly string[]): boolean {
  return text.trim() !== '' && (flags.includes(NOTED) || mayHoldThought(text));
}

/** An answer for a site without traces: a text that may hold one is left out, with all that quotes it. */
export function withoutThought(answer: Evidence): Evidence {
  const { text, flags, verdicts, later } = answer;
  const turns = later?.map((turn) =>
    isHeld(turn.text, []) ? { ...turn, ...HELD_TURN, verdicts: quoteless(turn.verdicts) } : turn,
  );
  const shown = turns === undefined ? answer : { ...answer, later: turns };
  return isHeld(text, flags) ? { ...shown, text: '', held: true, verdicts: quoteless(verdicts) } : shown;
}

const HELD_TURN = { text: '', held: true } as const;

function quoteless<T extends { readonly of: string }>(verdicts: readonly T[]): T[] {
  return verdicts.map((verdict) => (verdict.of === 'response' ? { ...verdict, span: null, note: null } : verdict));
}
