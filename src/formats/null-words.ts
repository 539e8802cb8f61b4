/** What programs write into a cell that holds nothing: Python, pandas, NumPy, R, SQL, JavaScript, spreadsheets' errors. */
const NULL_WORDS = new Set([
  'none',
  'null',
  'nan',
  '-nan',
  'nat',
  'na',
  'n/a',
  '<na>',
  '<none>',
  '<null>',
  '(null)',
  '(none)',
  'undefined',
  'nil',
  '\\n',
  '#n/a',
  '#n/a n/a',
  '#na',
  '#nv',
  '#null!',
  '#ref!',
  '#value!',
  '#name?',
  '#num!',
  '#div/0!',
  '#getting_data',
  '#calc!',
  '#spill!',
  '#error!',
  '1.#ind',
  '1.#qnan',
  '-1.#ind',
  '-1.#qnan',
]);

/** True for a cell that a program wrote where there was nothing: `None`, `NaN`, `#N/A`. A sentence ("None.") is none of these. */
export function isNullWord(text: string): boolean {
  return text.length <= 16 && NULL_WORDS.has(text.trim().toLowerCase());
}
