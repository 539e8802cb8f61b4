import type { YAMLParseError, YAMLWarning } from 'yaml';

/** Characters of a line that are shown. */
const SHOWN = 50;
/** Lines that may hold what must not be shown. */
const SECRET = /key|token|secret|passw|authori|cookie/i;

/** Parts that may stand in each other in a file of ours. */
export const DEEPEST = 100;
export const TOO_DEEP = `nested too deep: expected parts that stand in each other at most ${DEEPEST} deep, got more, or one that holds itself`;

/** A mistake of YAML itself, as what was expected, what stands there, and what mends it. `quotes`: whether the text is of ours and may be shown. */
export function yamlMistake({ code, message, pos }: YAMLParseError | YAMLWarning, text: string, quotes = true): string {
  const at = pos[0];
  const begin = text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(begin).split(/\r?\n/, 1)[0] ?? '';
  const shown = (part: string) =>
    quotes ? excerpt(part, line) : 'a line that is not shown, of a file not named .yaml';
  const rest = shown(line.slice(at - begin).trim() || line.trim());
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
    case 'MULTILINE_IMPLICIT_KEY':
      return `expected one value, got ${rest}, where a colon begins another; put quotes round text that holds a colon and a space`;
    case 'BAD_SCALAR_START':
      return `expected a value, got ${rest}, whose first character means something else in YAML; put quotes round it`;
    case 'UNEXPECTED_TOKEN':
      return `expected the end of the value, got ${rest} behind it; put quotes round the whole text, and write " inside of it as \\"`;
    case 'TAB_AS_INDENT':
      return 'expected spaces before a value, got a tab; YAML does not indent by tabs';
    case 'BAD_INDENT':
      if (message.startsWith('Flow')) return `expected what [ or { opened to be closed, got ${rest}`;
      return `expected the indentation of the lines above, got ${line.length - line.trimStart().length} spaces before ${shown(line.trim())}`;
    case 'DUPLICATE_KEY':
      return `expected each field once, got ${rest} again`;
    case 'BAD_ALIAS':
      return `expected text, got ${rest}, which begins as a reference does; put quotes round it`;
    case 'MISSING_CHAR':
      return `expected what was opened to be closed, got ${rest} (${message.toLowerCase()})`;
    case 'RESOURCE_EXHAUSTION':
      return TOO_DEEP;
    default:
      return `expected valid YAML, got ${rest}${quotes ? ` (${message})` : ''}`;
  }
}

function excerpt(text: string, line: string): string {
  if (text === '') return 'the end of the file';
  if (SECRET.test(line)) return 'a line that may hold a key and is not shown';
  return `\`${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}\``;
}
