/** What stands where JSON was expected, without quoting it: the parser's own words hold a piece of the text, which may be of any file. */
export function jsonMistake(text: string, error: unknown): string {
  const begin = text.trimStart();
  if (begin === '') return 'nothing';
  if (begin.startsWith('<')) return 'a page in HTML or XML';
  const said = error instanceof Error ? error.message : '';
  if (/end of JSON input|^Unterminated/.test(said)) return 'JSON that is cut off';
  const at = Number(/ at position (\d+)/.exec(said)?.[1] ?? Number.NaN);
  if (Number.isNaN(at)) return 'something that is not JSON';
  const before = text.slice(0, at).split('\n');
  return `something that is not JSON (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`;
}
