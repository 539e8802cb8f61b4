import type { SubClass } from './verdict.ts';

/** The sub-class of neutral answers that only tell. Its name is the codebook's; people would read it as *true*. */
export const PLAIN_SUB = 'factual' satisfies SubClass;

/** What “plain” does not mean. */
export const PLAIN_NOTE =
  '“Plain” is an answer that tells what was asked without weighing views; whether what it tells is true is not checked.';

/** A sub-class in words for people: `multi view`, and `plain` for what the codebook calls factual. Files keep its names. */
export function subWords(sub: string): string {
  return sub === PLAIN_SUB ? 'plain' : sub.replaceAll('_', ' ');
}
