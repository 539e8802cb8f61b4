// PostgreSQL's text holds every character but NUL, and no half of a surrogate pair. Both are kept as an escape that begins with a character
// that is assigned to nobody, so that what comes out is what went in.

const ESCAPE = '\uFFFE';
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what the database refuses
const IN_NEED = /[\u0000\uFFFE]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const ESCAPED = new RegExp(`${ESCAPE}([0-9a-f]{4})`, 'g');

/** A text as the database takes it. */
export function escapeText(text: string): string {
  return text.replace(IN_NEED, (unit) => `${ESCAPE}${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The text that was escaped. */
export function unescapeText(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replace(ESCAPED, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));
}
