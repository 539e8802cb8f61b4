/** A list of words as a column; an empty one takes no room. */
export function listToText(list: readonly string[]): string | null {
  return list.length === 0 ? null : list.join(' ');
}

/** The words of a column. */
export function textToList(text: string | null): string[] {
  return text === null || text === '' ? [] : text.split(' ');
}
