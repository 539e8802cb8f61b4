/**
 * A function of a text that keeps its last results, `most` of them at most, for those who ask again for the same text. It must give the
 * same for the same text, and who gets a result must not change it.
 */
export function remembered<T>(of: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, { readonly result: T }>();
  return (text) => {
    const had = known.get(text);
    if (had !== undefined) return had.result;
    const result = of(text);
    const oldest = known.size < most ? undefined : known.keys().next().value;
    if (oldest !== undefined) known.delete(oldest);
    known.set(text, { result });
    return result;
  };
}
