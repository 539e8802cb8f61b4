/** Parts that may stand in each other in what a server sends. */
const DEEPEST = 500;
/** Texts below this length cannot be nested so deep that reading on fails, in UTF-16 code units. */
const HARMLESS = 4_000;

/** Parses JSON of others. Throws SyntaxError, also where it is nested deeper than code that goes down into it can follow. */
export function parseJson(text: string): unknown {
  requireShallow(text);
  return JSON.parse(text);
}

/** Throws SyntaxError where a text is nested so deep, for who has it parsed by others. */
export function requireShallow(text: string): void {
  if (text.length > HARMLESS && isTooDeep(text)) throw new SyntaxError(`nested deeper than ${DEEPEST}`);
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (code === 125 || code === 93) depth -= 1;
  }
  return false;
}
