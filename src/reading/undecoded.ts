import { readFinish } from './finish.ts';

/**
 * True where a text or its thought holds what could not be decoded: bad bytes, which stand as U+FFFD, or halves of surrogate pairs. A
 * character that the limit of tokens cut in two at the end is none: the length says so already.
 */
export function holdsUndecoded(content: string, thought: string, finish: string | null): boolean {
  const cut = finish !== null && readFinish(finish)?.kind === 'length';
  const [before, last] = content === '' ? ['', thought] : [thought, content];
  return isDamaged(before) || isDamaged(cut ? last.toWellFormed().replace(/\uFFFD+$/, '') : last);
}

function isDamaged(text: string): boolean {
  return !text.isWellFormed() || text.includes('\uFFFD');
}
