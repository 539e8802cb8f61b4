/** Fields in which a service puts words of its own; others may repeat what was asked. */
const OWN =
  /^(?:error|errors|message|msg|detail|details|reason|reasons|code|type|status|title|description|error_?(?:msg|code|type|message|description)|err(?:_?msg)?|status_msg|base_resp|innererror|metadata|raw|label|category|info|note)$/i;
/** Characters of a text that is no JSON. */
const SHOWN = 600;

/**
 * The words of a service in the body of a failed call, without what it repeats of the request (validators echo the whole prompt); JSON inside a
 * string is read too. '' for a page of HTML.
 */
export function errorWords(body: string): string {
  const words: string[] = [];
  collect(body, words, 0);
  return words.join(' \n ');
}

function collect(text: string, words: string[], depth: number): void {
  const value = depth > 4 ? null : parsed(text);
  if (value !== null) walk(value, words, depth);
  else if (!/^\s*</.test(text)) words.push(text.slice(0, SHOWN));
}

function walk(value: unknown, words: string[], depth: number): void {
  if (depth > 6) return;
  if (typeof value === 'string') collect(value, words, depth + 1);
  else if (typeof value === 'number') words.push(String(value));
  else if (Array.isArray(value)) for (const item of value) walk(item, words, depth + 1);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) if (OWN.test(name)) walk(inner, words, depth + 1);
  }
}

function parsed(text: string): object | null {
  const begin = /^\s*(?:[A-Z][\w. ]{0,80}(?: - |: ))?(?=[[{])/.exec(text);
  if (begin === null) return null;
  try {
    const value: unknown = JSON.parse(text.slice(begin[0].length));
    return typeof value === 'object' ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
