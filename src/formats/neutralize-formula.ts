/**
 * What a spreadsheet may run: a text that begins with `=`, `+`, `-` or `@`, also in their full-width forms and behind blanks,
 * control or invisible characters, which some programs strip; or one that begins with a tab or a line break, which others split at.
 */
const RUNNABLE = /^(?:[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;

/** Puts an apostrophe before a text that a spreadsheet might take for a formula (OWASP, CSV injection). */
export function neutralizeFormula(text: string): string {
  return RUNNABLE.test(text) ? `'${text}` : text;
}
