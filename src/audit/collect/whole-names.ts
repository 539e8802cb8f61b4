import type { CollectedAnswer } from '../../formats/collected-answer.ts';

/** What the model said is read with a flag of its own (`decoding`). */
const SAID = new Set(['response', 'reasoning']);

/** The names of an answer's fields, but for what the model said, that hold half of a surrogate pair: no hash takes those, and no text in UTF-8. */
export function brokenNames(answer: CollectedAnswer): readonly string[] {
  return Object.entries(answer).flatMap(([name, value]) =>
    typeof value === 'string' && !SAID.has(name) && !value.isWellFormed() ? [name] : [],
  );
}

/** The answer with U+FFFD for each such half. */
export function withWholeNames(answer: CollectedAnswer, names: readonly string[]): CollectedAnswer {
  const whole = names.map((name) => [name, String(answer[name as keyof CollectedAnswer]).toWellFormed()]);
  return { ...answer, ...Object.fromEntries(whole) };
}
